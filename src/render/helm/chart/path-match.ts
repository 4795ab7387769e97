/**
 * Shell patterns for one path, as Go's filepath.Match: `*` and `?` stop at slashes, `[a-z]` and `[^a]` are classes, a
 * backslash takes the meaning away. `**` means no more than `*`.
 */

/** Undefined where the pattern is malformed. Linear in the text for each `*`, so no pattern can blow up. */
export function compilePathPattern(pattern: string): ((path: string) => boolean) | undefined {
  const tokens = tokensOf([...pattern]);
  return tokens === undefined ? undefined : (path) => matches(tokens, [...path]);
}

type Token =
  | { readonly kind: 'star' | 'any' }
  | { readonly kind: 'one'; readonly character: string }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

function tokensOf(pattern: readonly string[]): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === '*') tokens.push({ kind: 'star' });
    else if (character === '?') tokens.push({ kind: 'any' });
    else if (character === '\\') {
      const escaped = pattern[++at];
      if (escaped === undefined) return undefined;
      tokens.push({ kind: 'one', character: escaped });
    } else if (character === '[') {
      const found = classAt(pattern, at + 1);
      if (found === undefined) return undefined;
      tokens.push(found.token);
      at = found.end;
    } else tokens.push({ kind: 'one', character });
  }
  return tokens;
}

function classAt(pattern: readonly string[], start: number): { token: Token; end: number } | undefined {
  const negated = pattern[start] === '^';
  const ranges: [string, string][] = [];
  let at = negated ? start + 1 : start;
  while (at < pattern.length && (pattern[at] !== ']' || ranges.length === 0)) {
    const low = classCharacter(pattern, at);
    if (low === undefined) return undefined;
    at = low.next;
    let high = low;
    if (pattern[at] === '-') {
      const end = classCharacter(pattern, at + 1);
      if (end === undefined) return undefined;
      high = end;
      at = end.next;
    }
    ranges.push([low.character, high.character]);
  }
  return at < pattern.length ? { token: { kind: 'class', negated, ranges }, end: at } : undefined;
}

function classCharacter(pattern: readonly string[], at: number): { character: string; next: number } | undefined {
  const character = pattern[at];
  if (character === undefined || character === '-' || character === ']') return undefined;
  if (character !== '\\') return { character, next: at + 1 };
  const escaped = pattern[at + 1];
  return escaped === undefined ? undefined : { character: escaped, next: at + 2 };
}

/** Only the last `*` needs to be tried again: what stood before it has matched as early as it could. */
function matches(tokens: readonly Token[], path: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  let star: { token: number; at: number } | undefined;
  while (at < path.length || token < tokens.length) {
    const wanted = tokens[token];
    if (wanted?.kind === 'star') {
      star = { token, at };
      token++;
    } else if (wanted !== undefined && at < path.length && accepts(wanted, path[at] ?? '')) {
      token++;
      at++;
    } else if (star !== undefined && star.at < path.length && path[star.at] !== '/') {
      star.at++;
      at = star.at;
      token = star.token + 1;
    } else return false;
  }
  return true;
}

function accepts(token: Token, character: string): boolean {
  if (token.kind === 'one') return token.character === character;
  if (token.kind !== 'class') return character !== '/';
  const code = character.codePointAt(0) ?? 0;
  const inside = token.ranges.some(
    ([low, high]) => code >= (low.codePointAt(0) ?? 0) && code <= (high.codePointAt(0) ?? 0),
  );
  return inside !== token.negated;
}
