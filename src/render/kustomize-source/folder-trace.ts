/** What is read of one folder, told apart from where it lies, so that an equal folder elsewhere need not be read again. */
import type { Read } from '../contract.ts';
import type { FolderReads, FolderTrace } from '../kustomize/files/files.ts';
import type { Questions } from '../trace/questions.ts';

/** Of the tree that the questions are about. */
export function folderTrace(questions: Questions): FolderTrace {
  const { reference } = questions;
  return {
    digest: (path) => questions.treeId(path),
    recorded(path, work) {
      const { value, reads } = questions.recorded(work);
      return { value, reads: relativeReads(reads, path, reference) };
    },
    replay(path, reads) {
      // Nobody asks whether the root of a tree is there.
      const asked = path === '' ? reads.filter((read) => !('path' in read) || read.path !== '') : reads;
      questions.replay(asked.map((read) => moved(read, (name) => below(path, name), reference)));
    },
  };
}

/** Undefined where anything but this folder was asked for. */
function relativeReads(reads: readonly Read[], path: string, reference: string | undefined): FolderReads | undefined {
  const before = path === '' ? '' : `${path}/`;
  const isInside = (read: Read): boolean =>
    (read.kind === 'entry' || read.kind === 'listing') &&
    read.reference === reference &&
    (read.path === path || read.path.startsWith(before));
  if (!reads.every(isInside)) return undefined;
  return reads.map((read) => moved(read, (name) => name.slice(before.length), undefined));
}

function moved(read: Read, path: (name: string) => string, reference: string | undefined): Read {
  if (read.kind !== 'entry' && read.kind !== 'listing') return read;
  const { reference: _, ...rest } = read;
  return { ...rest, path: path(read.path), ...(reference === undefined ? {} : { reference }) };
}

function below(folder: string, name: string): string {
  if (name === '') return folder;
  return folder === '' ? name : `${folder}/${name}`;
}
