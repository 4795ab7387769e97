/** The parts of a glob pattern. */

export type GlobNode =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'run'; readonly crosses: boolean }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] }
  | { readonly kind: 'alternatives'; readonly options: readonly (readonly GlobNode[])[] };

/** Braces in braces: real patterns have two levels at most, and each takes its part of the stack. */
const DEEPEST = 100;

/** Parses a pattern; undefined where brackets or braces are not closed or empty, and for braces without end in one another. */
export function parseGlob(pattern: string): readonly GlobNode[] | undefined {
  const reader: Reader = { characters: [...pattern], at: 0, depth: 0 };
  const nodes = sequence(reader, '');
  return nodes !== undefined && reader.at === reader.characters.length ? nodes : undefined;
}

interface Reader {
  readonly characters: readonly string[];
  at: number;
  /** Braces that are open. */
  depth: number;
}

function sequence(reader: Reader, stops: string): readonly GlobNode[] | undefined {
  const nodes: GlobNode[] = [];
  for (;;) {
    const character = reader.characters[reader.at];
    if (character === undefined || (stops !== '' && stops.includes(character))) return nodes;
    reader.at++;
    const node = nodeAt(reader, character);
    if (node === undefined) return undefined;
    nodes.push(node);
  }
}

function nodeAt(reader: Reader, character: string): GlobNode | undefined {
  switch (character) {
    case '*':
      return { kind: 'run', crosses: consumeStars(reader) };
    case '?':
      return { kind: 'any' };
    case '[':
      return classAt(reader);
    case '{':
      return alternativesAt(reader);
    case '\\': {
      const escaped = reader.characters[reader.at++];
      return escaped === undefined ? undefined : { kind: 'character', character: escaped };
    }
    default:
      return { kind: 'character', character };
  }
}

function consumeStars(reader: Reader): boolean {
  let crosses = false;
  while (reader.characters[reader.at] === '*') {
    reader.at++;
    crosses = true;
  }
  return crosses;
}

function classAt(reader: Reader): GlobNode | undefined {
  const negated = reader.characters[reader.at] === '!';
  if (negated) reader.at++;
  const ranges: (readonly [string, string])[] = [];
  for (;;) {
    const low = reader.characters[reader.at++];
    if (low === undefined) return undefined;
    if (low === ']') return ranges.length === 0 ? undefined : { kind: 'class', negated, ranges };
    const high = reader.characters[reader.at + 1];
    if (reader.characters[reader.at] === '-' && high !== undefined && high !== ']') {
      reader.at += 2;
      ranges.push([low, high]);
    } else {
      ranges.push([low, low]);
    }
  }
}

function alternativesAt(reader: Reader): GlobNode | undefined {
  const options: (readonly GlobNode[])[] = [];
  reader.depth += 1;
  if (reader.depth > DEEPEST) return undefined;
  for (;;) {
    const option = sequence(reader, ',}');
    const end = reader.characters[reader.at++];
    if (option === undefined || end === undefined) return undefined;
    options.push(option);
    if (end !== '}') continue;
    reader.depth -= 1;
    return { kind: 'alternatives', options };
  }
}
