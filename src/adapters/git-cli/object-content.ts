/** Trees and commits as Git stores them, read by ourselves: no process per object, nothing written to disk. */
import type { CommitInfo, Oid, TreeEntry, TreeEntryMode } from '../../ports/git.ts';
import { gitError } from './git-error.ts';

const MODES: Readonly<Record<string, TreeEntryMode>> = {
  '100644': 'file',
  '100664': 'file',
  '100755': 'executable',
  '120000': 'symlink',
  '40000': 'tree',
  '040000': 'tree',
  '160000': 'submodule',
};

/** Entries of a tree object: `<mode> <name>\0` and 20 bytes of object id. Throws `git.failed` where it is damaged. */
export function readTree(content: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < content.length) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, space);
    const mode = MODES[content.toString('latin1', at, space)];
    if (space < 0 || end < 0 || mode === undefined || end + 21 > content.length) {
      throw gitError('git.failed', 'a tree object is damaged', { kind: 'terminal' });
    }
    const name = content.toString('utf8', space + 1, end);
    entries.push({ name, mode, oid: content.toString('hex', end + 1, end + 21) });
    at = end + 21;
  }
  return entries;
}

const PERSON = /^(.*) (-?\d+) [+-]\d{4}$/;

/** In characters; the rest of a message is cut off. */
const LONGEST_MESSAGE = 64 * 1024;

/** Head lines and message of a commit object. */
export function readCommit(oid: Oid, content: Buffer): CommitInfo {
  const text = content.toString('utf8');
  const border = text.indexOf('\n\n');
  const head = border < 0 ? text : text.slice(0, border);
  const valuesOf = (name: string): string[] =>
    head.split('\n').flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));
  const [, author = '', seconds = '0'] = PERSON.exec(valuesOf('author')[0] ?? '') ?? [];
  return {
    oid,
    tree: valuesOf('tree')[0] ?? '',
    author,
    authorDate: Number(seconds) * 1000,
    message: border < 0 ? '' : text.slice(border + 2, border + 2 + LONGEST_MESSAGE),
    parents: valuesOf('parent'),
  };
}
