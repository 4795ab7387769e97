/** What a program imports, without running it: import paths are always written out. */
import { goText } from './runtime/go-text.ts';
import { parse } from './syntax/parser.ts';
import { Source } from './syntax/source.ts';
import { StaticFault } from './syntax/static-fault.ts';

export interface ImportPath {
  readonly path: string;
  /** Whether the imported file is a program itself. */
  readonly isCode: boolean;
}

/** Each path once; nothing for a text that is no program. */
export function importPaths(bytes: Uint8Array): readonly ImportPath[] {
  const found = new Map<string, ImportPath>();
  const text = goText(bytes);
  if (!text.includes('import')) return [];
  try {
    collect(parse(new Source(text, { name: '', file: '' })), found);
  } catch (error) {
    // A program that cannot be read is told of where it is run.
    if (!(error instanceof StaticFault) && !(error instanceof RangeError)) throw error;
  }
  return [...found.values()];
}

function collect(part: unknown, found: Map<string, ImportPath>): void {
  if (Array.isArray(part)) for (const one of part) collect(one, found);
  else if (typeof part === 'object' && part !== null) {
    if ('kind' in part && 'path' in part && typeof part.path === 'string') {
      const isCode = part.kind === 'import';
      found.set(`${isCode} ${part.path}`, { path: part.path, isCode });
    } else for (const one of Object.values(part)) collect(one, found);
  }
}
