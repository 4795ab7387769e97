/** A chart that lies in a folder of this machine. Links are followed as Helm follows them; whoever runs this may read the files anyway. */
import {
  closeSync,
  type Dirent,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { readArchive } from '../../render/helm/archive/read-archive.ts';
import type { ChartFile } from '../../render/helm/chart/chart-file.ts';
import { type ChartFolder, type FolderEntryKind, readChartFolder } from '../../render/helm/chart/load-folder.ts';
import { helmFault } from '../../render/helm/helm-fault.ts';

/** The files of a folder or an archive. Throws `helm.invalid-chart`, `helm.invalid-archive`. */
export function readLocalChart(path: string): readonly ChartFile[] {
  if (statSync(path).isDirectory()) return readChartFolder(localFolder(path));
  refuseOther(path);
  try {
    return readArchive(readFileSync(path));
  } catch (error) {
    if (!(error instanceof AppError) || error.message !== 'gzip: invalid header') throw error;
    const message = `file '${path}' does not appear to be a valid chart file (details: gzip: invalid header)`;
    throw helmFault('helm.invalid-archive', message);
  }
}

function localFolder(root: string): ChartFolder {
  return {
    list: (path) => {
      const entries = new Map<string, FolderEntryKind>();
      for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
        entries.set(entry.name, kindOf(entry, join(root, path, entry.name)));
      }
      return entries;
    },
    read: (paths, limit) =>
      paths.map((path) => {
        const full = join(root, path);
        return statSync(full).size > limit ? 'too-large' : readFileSync(full);
      }),
  };
}

/** What most folders say of their entries saves asking for each; some say nothing. */
function kindOf(entry: Dirent, path: string): FolderEntryKind {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  const real = lstatSync(path).isSymbolicLink() ? resolved(path) : path;
  const stat = lstatSync(real);
  if (stat.isDirectory()) return 'folder';
  return stat.isFile() ? 'file' : 'irregular';
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw helmFault('helm.invalid-chart', `error evaluating symlink ${path}: ${String(cause)}`);
  }
}

/** A helpful word for files that are given by mistake. */
function refuseOther(path: string): void {
  const start = Buffer.alloc(512);
  const file = openSync(path, 'r');
  const length = readSync(file, start);
  closeSync(file);
  if (start[0] === 0x1f && start[1] === 0x8b) return;
  if (/\.ya?ml$/.test(path)) {
    throw helmFault('helm.invalid-archive', `file '${path}' seems to be a YAML file, but expected a gzipped archive`);
  }
  const isText = !start
    .subarray(0, length)
    .some((byte) => byte < 9 || byte === 11 || (byte > 13 && byte < 32 && byte !== 27));
  const type = isText ? 'text/plain; charset=utf-8' : 'application/octet-stream';
  throw helmFault('helm.invalid-archive', `file '${path}' does not appear to be a gzipped archive; got '${type}'`);
}
