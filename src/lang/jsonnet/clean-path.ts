/** Go's `filepath.Join`: the folder of a file with a path from there, without `.`, `..` and double slashes. */
export function pathBeside(file: string, path: string): string {
  if (path.startsWith('/')) return path;
  const slash = file.lastIndexOf('/');
  if (slash < 0 && path === '') return '';
  return cleanPath(slash < 0 ? path : `${file.slice(0, slash)}/${path}`);
}

/** Go's `filepath.Clean`; the empty path is `.`. */
export function cleanPath(path: string): string {
  const isAbsolute = path.startsWith('/');
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (!isAbsolute) steps.push(step);
  }
  const clean = (isAbsolute ? '/' : '') + steps.join('/');
  return clean === '' ? '.' : clean;
}
