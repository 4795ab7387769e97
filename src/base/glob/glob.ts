/**
 * Glob patterns of users (projects, RBAC, inclusions), in the dialect of gobwas/glob that Argo CD documents: `*`, `**`, `?`,
 * `[abc]`, `[!a-z]`, `{one,two}` and `\` escapes. No pattern can take more than pattern × text steps, each of them a small one:
 * where there are no alternatives only the last star is ever tried again, else all possibilities go side by side.
 */
import { type GlobNode, parseGlob } from './parse-glob.ts';

export type GlobMatcher = (text: string) => boolean;

/**
 * Compiles a pattern. `separators` are characters that `*` and `?` do not cross (`**` does). A pattern that is no glob
 * matches nothing, as in Argo CD.
 */
export function compileGlob(pattern: string, separators = ''): GlobMatcher {
  const nodes = parseGlob(pattern);
  if (nodes === undefined) return () => false;
  const literal = literalOf(nodes);
  if (literal !== undefined) return (text) => text === literal;
  const barrier = new Set(separators);
  if (nodes.every((node) => isSimple(node, barrier))) return (text) => fits(nodes, { characters: [...text], barrier });
  return (text) => {
    const characters = [...text];
    const start = new Uint8Array(characters.length + 1);
    start[0] = 1;
    return walk(nodes, start, { characters, barrier })?.[characters.length] === 1;
  };
}

/** One match without keeping the compiled pattern. */
export function matchesGlob(pattern: string, text: string, separators = ''): boolean {
  return pattern === text || compileGlob(pattern, separators)(text);
}

interface Subject {
  readonly characters: readonly string[];
  readonly barrier: ReadonlySet<string>;
}

function isSimple(node: GlobNode, barrier: ReadonlySet<string>): boolean {
  if (node.kind === 'run') return node.crosses || barrier.size === 0;
  return node.kind !== 'alternatives';
}

/** What an earlier star could take more of, the last one can as well: it alone is tried again. */
function fits(nodes: readonly GlobNode[], subject: Subject): boolean {
  const { length } = subject.characters;
  let [node, at] = [0, 0];
  let star: { readonly behind: number; from: number } | undefined;
  while (at < length || node < nodes.length) {
    const here = nodes[node];
    const character = subject.characters[at];
    if (here?.kind === 'run') {
      node += 1;
      star = { behind: node, from: at };
    } else if (here !== undefined && character !== undefined && accepts(here, character, subject)) {
      node += 1;
      at += 1;
    } else if (star === undefined || star.from >= length) return false;
    else {
      star.from += 1;
      [node, at] = [star.behind, star.from];
    }
  }
  return true;
}

/** Positions reachable behind all nodes from any of `from`, marked by 1; undefined where there are none. */
function walk(nodes: readonly GlobNode[], from: Uint8Array, subject: Subject): Uint8Array | undefined {
  let positions = from;
  for (const node of nodes) {
    positions = step(node, positions, subject);
    if (!positions.includes(1)) return undefined;
  }
  return positions;
}

function step(node: GlobNode, from: Uint8Array, subject: Subject): Uint8Array {
  if (node.kind === 'run') return spread(node.crosses, from, subject);
  const reached = new Uint8Array(from.length);
  if (node.kind === 'alternatives') {
    for (const option of node.options) {
      const found = walk(option, from, subject);
      for (let at = found?.indexOf(1) ?? from.length; at < from.length; at++) reached[at] ||= found?.[at] ?? 0;
    }
    return reached;
  }
  for (let at = from.indexOf(1); at >= 0 && at < subject.characters.length; at++) {
    if (from[at] === 1 && accepts(node, subject.characters[at] ?? '', subject)) reached[at + 1] = 1;
  }
  return reached;
}

function spread(crosses: boolean, from: Uint8Array, { characters, barrier }: Subject): Uint8Array {
  const reached = new Uint8Array(from.length);
  let open = false;
  for (let at = from.indexOf(1); at < from.length; at++) {
    if (from[at] === 1) open = true;
    if (open) reached[at] = 1;
    if (!crosses && barrier.has(characters[at] ?? '')) open = false;
  }
  return reached;
}
function accepts(node: GlobNode, character: string, subject: Subject): boolean {
  switch (node.kind) {
    case 'character':
      return node.character === character;
    case 'any':
      return !subject.barrier.has(character);
    case 'class':
      return node.ranges.some(([low, high]) => low <= character && character <= high) !== node.negated;
    default:
      return false;
  }
}

function literalOf(nodes: readonly GlobNode[]): string | undefined {
  let text = '';
  for (const node of nodes) {
    if (node.kind !== 'character') return undefined;
    text += node.character;
  }
  return text;
}
