/**
 * What an object refers to, where it is one that `git fsck --strict` finds nothing in. Stricter than that: whatever is rare is
 * left to it, so that nothing gets past it which it would have refused.
 */
import type { Oid } from '../../ports/git.ts';
import type { BatchObject } from './batch-answers.ts';

export interface Link {
  readonly type: string;
  readonly oid: Oid;
  /** Name in a tree; empty for what a commit refers to. */
  readonly name: string;
  /** Its content is to be looked at too, if it is new. */
  readonly isChecked: boolean;
}

/** Undefined where it is anything but a plain commit, tree or blob. */
export function plainLinks({ type, content }: BatchObject): readonly Link[] | undefined {
  if (type === 'blob') return [];
  if (type === 'tree') return treeLinks(content);
  return type === 'commit' ? commitLinks(content) : undefined;
}

const PERSON = '[^<>\\n]+ <[^<>\\n]*> (?:0|[1-9]\\d{0,15}) [+-]\\d{4}';
const COMMIT = new RegExp(
  `^tree ([0-9a-f]{40})\\n((?:parent [0-9a-f]{40}\\n)*)author ${PERSON}\\ncommitter ${PERSON}\\n(?:[^\\n]+\\n)*\\n`,
);

function commitLinks(content: Buffer): readonly Link[] | undefined {
  const text = content.toString('latin1');
  const found = text.includes('\0') ? null : COMMIT.exec(text);
  if (found === null) return undefined;
  const [, tree = '', parents = ''] = found;
  const before = [...parents.matchAll(/[0-9a-f]{40}/g)].map(([oid]) => ({ type: 'commit', oid }));
  return [{ type: 'tree', oid: tree }, ...before].map((link) => ({ ...link, name: '', isChecked: false }));
}

const MODES: Readonly<Record<string, string>> = { 40000: 'tree', 100644: 'blob', 100755: 'blob', 120000: 'blob' };
const SUBMODULE = '160000';
const SYMLINK = '120000';
const NOTHING = '0'.repeat(40);

function treeLinks(content: Buffer): readonly Link[] | undefined {
  const links: Link[] = [];
  const names = new Set<string>();
  let [at, last] = [0, ''];
  while (at < content.length) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, at);
    if (space < 0 || end < space || end + 21 > content.length) return undefined;
    const [mode, name] = [content.toString('latin1', at, space), content.toString('latin1', space + 1, end)];
    const oid = content.toString('hex', end + 1, end + 21);
    const type = MODES[mode];
    // Compared as Git sorts: a folder as if its name ended with a slash.
    const sorted = type === 'tree' ? `${name}/` : name;
    if ((type === undefined && mode !== SUBMODULE) || sorted <= last || names.has(name)) return undefined;
    if (oid === NOTHING || !isUsualName(name, mode)) return undefined;
    names.add(name);
    if (type !== undefined) links.push({ type, oid, name, isChecked: mode === SYMLINK || CHECKED.has(name) });
    [at, last] = [end + 21, sorted];
  }
  return links;
}

/** Files of Git's own, which it reads and whose content it therefore looks at. */
const CHECKED: ReadonlySet<string> = new Set(['.gitmodules', '.gitattributes']);
const OWN: ReadonlySet<string> = new Set([...CHECKED, '.gitignore', '.mailmap']);
const LONGEST_NAME = 255;
/** In file systems of Windows other names may mean the same file. */
const WINDOWS = /[~:\\]/;

/** No name that any file system takes for one of Git's own. `name` is of bytes, a character each. */
function isUsualName(name: string, mode: string): boolean {
  if (name === '' || name === '.' || name === '..' || name.length > LONGEST_NAME) return false;
  if (name.includes('/') || WINDOWS.test(name)) return false;
  if (OWN.has(name)) return mode === '100644' || mode === '100755';
  // File systems of macOS pass over some characters that are none of ASCII.
  const seen = name
    .replaceAll(/[^\x20-\x7e]/g, '')
    .toLowerCase()
    .replace(/[. ]+$/, '');
  return seen !== '.git' && !OWN.has(seen);
}
