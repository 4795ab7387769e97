/** The files of a chart that lies in a folder, in the order in which Helm walks it, without what `.helmignore` names. */
import { sortedTexts } from '../../../base/json/byte-order.ts';
import { helmFault } from '../helm-fault.ts';
import { CHART_LIMITS, type ChartFile, withoutMark } from './chart-file.ts';
import { type IgnoreRules, parseHelmignore } from './helmignore.ts';

export type FolderEntryKind = 'file' | 'folder' | 'irregular';

/** A folder as it can be asked: links are followed by whoever answers, and those that lead out are refused there. */
export interface ChartFolder {
  /** Names with kinds, of a folder named from the chart's (empty for itself). */
  list(path: string): ReadonlyMap<string, FolderEntryKind>;
  /** Contents of these files; one that is larger than the limit is `too-large`. */
  read(paths: readonly string[], limit: number): readonly (Uint8Array | 'too-large')[];
}

const IGNORE_FILE = '.helmignore';
const MAX_FILES = 50_000;
const MAX_DEPTH = 100;

/** Throws `helm.invalid-chart` with Helm's words. */
export function readChartFolder(folder: ChartFolder): readonly ChartFile[] {
  const paths = [...walk(folder, rulesOf(folder), '')];
  if (paths.length > MAX_FILES) throw invalid(`chart folder holds more than ${MAX_FILES} files`);
  const contents = folder.read(paths, CHART_LIMITS.file);
  let size = 0;
  return paths.map((name, index) => {
    const data = contents[index] ?? 'too-large';
    if (data === 'too-large') throw tooLarge(name);
    size += data.length;
    if (size > CHART_LIMITS.all) throw invalid(`chart folder is larger than the maximum size ${CHART_LIMITS.all}`);
    return { name, data: withoutMark(data) };
  });
}

function rulesOf(folder: ChartFolder): IgnoreRules {
  if (folder.list('').get(IGNORE_FILE) !== 'file') return parseHelmignore('');
  const [content] = folder.read([IGNORE_FILE], CHART_LIMITS.file);
  if (content === undefined || content === 'too-large') throw tooLarge(IGNORE_FILE);
  return parseHelmignore(Buffer.from(content).toString('utf8'));
}

function* walk(folder: ChartFolder, rules: IgnoreRules, path: string): Generator<string> {
  if (path.split('/').length > MAX_DEPTH) throw invalid(`folders of the chart are nested more than ${MAX_DEPTH} deep`);
  const entries = folder.list(path);
  for (const name of sortedTexts(entries.keys())) {
    const inside = path === '' ? name : `${path}/${name}`;
    const kind = entries.get(name);
    if (rules.ignores(inside, kind === 'folder' ? 'folder' : 'file')) continue;
    if (kind === 'folder') yield* walk(folder, rules, inside);
    else if (kind === 'file') yield inside;
    else throw invalid(`cannot load irregular file ${inside} as it has file mode type bits set`);
  }
}

function tooLarge(name: string): Error {
  return invalid(`chart file ${JSON.stringify(name)} is larger than the maximum file size ${CHART_LIMITS.file}`);
}

function invalid(message: string): Error {
  return helmFault('helm.invalid-chart', message);
}
