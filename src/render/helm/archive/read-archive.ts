/** The files of a packaged chart (`.tgz`). Nothing in it may point out of the chart, and it may not be a bomb. */
import { gunzipSync } from 'node:zlib';
import { CHART_LIMITS, type ChartFile, withoutMark } from '../chart/chart-file.ts';
import { helmFault } from '../helm-fault.ts';
import { cleanPath, joinPaths } from './clean-path.ts';
import { readTar, type TarEntry, type TarFault } from './read-tar.ts';

/** Tar adds headers and padding: most files are small. */
const OVERHEAD = 20 * 1024 * 1024;
const MAX_ENTRIES = 50_000;
const DRIVE = /^[a-zA-Z]:\//;
/** Global headers and what Go calls extension headers say nothing about a chart. */
const IGNORED_TYPES = 'gx';

/** In the order of the archive; `limit` bytes in all at most. Throws `helm.invalid-archive` with Helm's words. */
export function readArchive(archive: Uint8Array, limit: number = CHART_LIMITS.all): readonly ChartFile[] {
  const files = new Map<string, Uint8Array>();
  const links: { name: string; target: string }[] = [];
  let remaining = limit;
  let entries = 0;
  for (const entry of readTar(unzipped(archive, limit), fail)) {
    if (++entries > MAX_ENTRIES) throw refused(`chart archive holds more than ${MAX_ENTRIES} entries`);
    if (entry.type === '5' || entry.name.endsWith('/') || IGNORED_TYPES.includes(entry.type)) continue;
    const name = nameInside(entry);
    if (entry.size >= remaining) throw tooLarge(limit);
    refuseLarge(entry);
    remaining -= entry.size;
    if (entry.type === '1' || entry.type === '2') links.push({ name, target: targetOf(entry, name) });
    else if (entry.type === '0' || entry.type === '7') files.set(name, withoutMark(entry.content));
    else throw refused(`chart archive holds ${JSON.stringify(entry.name)}, which is neither a file nor a folder`);
  }
  for (const { name, target } of links) files.set(name, linked(files, name, target));
  if (files.size === 0) throw refused('no files in chart archive');
  return [...files].map(([name, data]) => ({ name, data }));
}

function unzipped(archive: Uint8Array, limit: number): Uint8Array {
  if (archive[0] !== 0x1f || archive[1] !== 0x8b) throw refused('gzip: invalid header');
  try {
    return gunzipSync(archive, { maxOutputLength: limit + OVERHEAD });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw refused(code === 'Z_BUF_ERROR' ? 'unexpected EOF' : 'gzip: invalid checksum');
  }
}

/** The first element is the folder of the chart, whatever its name. */
function nameInside({ name: full }: TarEntry): string {
  const delimiter = full.includes('\\') ? '\\' : '/';
  const [folder, ...parts] = full.split(delimiter);
  const path = parts.join('/').replaceAll(delimiter, '/');
  if (path.startsWith('/')) throw refused('chart illegally contains absolute paths');
  const name = cleanPath(path);
  if (name === '.')
    throw refused(`chart illegally contains content outside the base directory: ${JSON.stringify(full)}`);
  if (name.startsWith('..')) throw refused('chart illegally references parent directory');
  if (DRIVE.test(name)) throw refused('chart contains illegally named files');
  if (folder === 'Chart.yaml') throw refused('chart yaml not in base directory');
  return name;
}

function refuseLarge({ name, size }: TarEntry): void {
  if (size <= CHART_LIMITS.file) return;
  throw refused(
    `decompressed chart file ${JSON.stringify(name)} is larger than the maximum file size ${CHART_LIMITS.file}`,
  );
}

/** Where a link leads, as a name inside the chart. Hard links name their target from the root of the archive. */
function targetOf(entry: TarEntry, name: string): string {
  const inside =
    entry.type === '1'
      ? nameInside({ ...entry, name: entry.link })
      : joinPaths(name.slice(0, Math.max(0, name.lastIndexOf('/'))), entry.link);
  if (entry.link.startsWith('/') || inside.startsWith('..')) {
    throw refused(`chart illegally contains a link out of the chart: ${JSON.stringify(entry.name)}`);
  }
  return inside;
}

function linked(files: ReadonlyMap<string, Uint8Array>, name: string, target: string): Uint8Array {
  const data = files.get(target);
  if (data === undefined) throw refused(`chart archive: link ${JSON.stringify(name)} leads to no file of the chart`);
  return data;
}

function fail(fault: TarFault): never {
  throw refused(fault === 'truncated' ? 'unexpected EOF' : 'archive/tar: invalid tar header');
}

function tooLarge(limit: number): Error {
  return refused(`decompressed chart is larger than the maximum size ${limit}`);
}

function refused(message: string): Error {
  return helmFault('helm.invalid-archive', message);
}
