/**
 * Shell patterns for one path, as Go's filepath.Match: `*` and `?` stop at slashes, `[a-z]` and `[^a]` are classes, a
 * backslash takes the meaning away. `**` means no more than `*`. What is malformed is noticed only where a match gets to it.
 */

export type PathMatch = 'match' | 'mismatch' | 'malformed';

/** Quadratic at worst: what stands before a `*` is matched as early as it can be and never tried again. */
export function matchPath(pattern: string, path: string): PathMatch {
  let rest = [...path];
  const chunks = chunksOf([...pattern]);
  for (const [index, { star, chunk }] of chunks.entries()) {
    const isLast = index === chunks.length - 1;
    if (star && chunk.length === 0) return rest.includes('/') ? 'mismatch' : 'match';
    const found = star ? findChunk(chunk, rest, isLast) : matchChunk(chunk, rest);
    if (found === 'malformed') return found;
    if (found === 'mismatch' || (isLast && found.length > 0)) return 'mismatch';
    rest = found;
  }
  return rest.length === 0 ? 'match' : 'mismatch';
}

interface Chunk {
  /** Whether a `*` stands before it. */
  readonly star: boolean;
  readonly chunk: readonly string[];
}

/** Cuts at the stars outside of classes. */
function chunksOf(pattern: readonly string[]): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < pattern.length; ) {
    const start = at;
    while (pattern[at] === '*') at++;
    const star = at > start;
    const from = at;
    for (let inClass = false; at < pattern.length && (inClass || pattern[at] !== '*'); at++) {
      if (pattern[at] === '\\' && at + 1 < pattern.length) at++;
      else if (pattern[at] === '[') inClass = true;
      else if (pattern[at] === ']') inClass = false;
    }
    chunks.push({ star, chunk: pattern.slice(from, at) });
  }
  return chunks;
}

/** Behind a star: here or after some characters that are no slash. The rest of the path, or what happened. */
function findChunk(chunk: readonly string[], path: string[], isLast: boolean): string[] | 'mismatch' | 'malformed' {
  for (let skipped = 0; skipped <= path.length; skipped++) {
    const found = matchChunk(chunk, path.slice(skipped));
    if (found === 'malformed') return found;
    if (found !== 'mismatch' && !(isLast && found.length > 0)) return found;
    if (path[skipped] === '/') break;
  }
  return 'mismatch';
}

/** A chunk at the beginning of a path. It is read to its end even where it has failed, so that faults in it are found. */
function matchChunk(chunk: readonly string[], path: readonly string[]): string[] | 'mismatch' | 'malformed' {
  let at = 0;
  let failed = false;
  for (let next = 0; next < chunk.length; ) {
    const character = chunk[next] ?? '';
    failed ||= at >= path.length;
    if (character === '[') {
      const read = matchClass(chunk, next + 1, path[at] ?? '');
      if (read === 'malformed') return read;
      failed ||= !read.matches;
      next = read.next;
    } else if (character === '?') {
      failed ||= path[at] === '/';
      next++;
    } else {
      if (character === '\\') next++;
      if (next >= chunk.length) return 'malformed';
      failed ||= path[at] !== chunk[next];
      next++;
    }
    at++;
  }
  return failed ? 'mismatch' : path.slice(at);
}

function matchClass(
  chunk: readonly string[],
  start: number,
  character: string,
): { matches: boolean; next: number } | 'malformed' {
  const negated = chunk[start] === '^';
  let next = negated ? start + 1 : start;
  let matches = false;
  for (let ranges = 0; ; ranges++) {
    if (chunk[next] === ']' && ranges > 0) return { matches: matches !== negated, next: next + 1 };
    const low = classCharacter(chunk, next);
    if (low === undefined) return 'malformed';
    next = low.next;
    let high = low;
    if (chunk[next] === '-') {
      const end = classCharacter(chunk, next + 1);
      if (end === undefined) return 'malformed';
      high = end;
      next = end.next;
    }
    matches ||= isBetween(character, low.character, high.character);
  }
}

function isBetween(character: string, low: string, high: string): boolean {
  const code = character.codePointAt(0) ?? -1;
  return code >= (low.codePointAt(0) ?? 0) && code <= (high.codePointAt(0) ?? 0);
}

/** One bound of a range. Something must follow it: the class is not closed yet. */
function classCharacter(chunk: readonly string[], at: number): { character: string; next: number } | undefined {
  const escaped = chunk[at] === '\\';
  const character = chunk[escaped ? at + 1 : at];
  const next = at + (escaped ? 2 : 1);
  if (character === undefined || next >= chunk.length) return undefined;
  return !escaped && (character === '-' || character === ']') ? undefined : { character, next };
}
