/**
 * Glob patterns of users (projects, RBAC, inclusions), in the dialect of gobwas/glob that Argo CD documents: `*`, `**`, `?`,
 * `[abc]`, `[!a-z]`, `{one,two}` and `\` escapes. Matching walks all possibilities side by side, so no pattern can take
 * more than pattern × text steps.
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
  return (text) => {
    const characters = [...text];
    return walk(nodes, new Set([0]), { characters, barrier }).has(characters.length);
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

/** Positions reachable behind all nodes, from any of `from`. */
function walk(nodes: readonly GlobNode[], from: ReadonlySet<number>, subject: Subject): ReadonlySet<number> {
  let positions = from;
  for (const node of nodes) {
    if (positions.size === 0) return positions;
    positions = step(node, positions, subject);
  }
  return positions;
}

function step(node: GlobNode, from: ReadonlySet<number>, subject: Subject): ReadonlySet<number> {
  if (node.kind === 'alternatives') {
    const reached = new Set<number>();
    for (const option of node.options) for (const at of walk(option, from, subject)) reached.add(at);
    return reached;
  }
  if (node.kind === 'run') return spread(node.crosses, from, subject);
  const reached = new Set<number>();
  for (const at of from) {
    const character = subject.characters[at];
    if (character !== undefined && accepts(node, character, subject)) reached.add(at + 1);
  }
  return reached;
}

function spread(crosses: boolean, from: ReadonlySet<number>, subject: Subject): ReadonlySet<number> {
  const reached = new Set<number>();
  let open = false;
  for (let at = 0; at <= subject.characters.length; at++) {
    if (from.has(at)) open = true;
    if (open) reached.add(at);
    const character = subject.characters[at];
    if (!crosses && character !== undefined && subject.barrier.has(character)) open = false;
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
