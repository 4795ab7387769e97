/**
 * The folder that a plugin gets where it is to get no more than the Application depends on (P1,
 * `reposerver.plugin.use.manifest.generate.paths`): the lowest one in which the source's folder and all its paths lie.
 */
const PATTERN = /[*?[\\]/;

/** `paths`: from the root, patterns of Go's `filepath.Match` among them; none: everything counts. Answers a folder, empty for the root. */
export function filesRoot(folder: string, paths: readonly string[]): string {
  if (paths.length === 0) return '';
  let common = folder === '' ? [] : folder.split('/');
  for (const path of paths) {
    const parts = partsOf(path);
    const differs = common.findIndex((part, at) => part !== parts[at]);
    if (differs >= 0) common = common.slice(0, differs);
  }
  return common.join('/');
}

/** The parts before the first pattern. */
function partsOf(path: string): readonly string[] {
  const parts = path === '' ? [] : path.split('/');
  const pattern = parts.findIndex((part) => PATTERN.test(part));
  return pattern < 0 ? parts : parts.slice(0, pattern);
}
