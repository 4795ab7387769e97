/** Estimates of calls by function, as Kubernetes has them; undefined where the estimate of the language holds. */
import type { CallEstimate, CostNode } from './node.ts';
import { sizeOfNode } from './node.ts';
import { exactly, product, type Range, scaled, sum, UNKNOWN } from './range.ts';

const TRAVERSAL = 0.1;
const REGEX = 0.25;
const ONE = exactly(1);
const NEW_LIST = exactly(10);

interface CallNodes {
  readonly target: CostNode | undefined;
  readonly args: readonly CostNode[];
}

type Estimate = (nodes: CallNodes) => CallEstimate | undefined;

function walk(size: Range, times = 1): Range {
  return scaled(size, TRAVERSAL * times);
}

const constant: Estimate = () => ({ cost: ONE });

/** Looks at the first argument once. */
const parsed: Estimate = ({ args }) => ({ cost: walk(sizeOfNode(args[0])) });

const sameSize: Estimate = ({ target }) => {
  const size = sizeOfNode(target);
  return target && { cost: walk(size), size };
};

const pattern: Estimate = ({ target, args }) => {
  if (target === undefined) return undefined;
  const size = sizeOfNode(target);
  const cost = product(walk(sum(size, ONE)), scaled(sizeOfNode(args[0]), REGEX));
  return { cost, size: { min: 0n, max: size.max } };
};

/** Goes through a list, or a text. */
const through: Estimate = ({ target }) => {
  if (target === undefined) return undefined;
  const size = sizeOfNode(target);
  const [item] = target.type.params;
  if (item === undefined) return { cost: walk(size) };
  const texts = item.kind === 'string' || item.kind === 'bytes';
  return { cost: product(size, texts ? sum(ONE, walk(target.itemSize())) : ONE) };
};

const replace: Estimate = ({ target, args: [from, to] }) => {
  if (target === undefined || from === undefined || to === undefined) return undefined;
  const size = sizeOfNode(target);
  const [old, next] = [sizeOfNode(from), sizeOfNode(to)];
  const most = replaced(size.max, old.min, next.max <= old.min);
  const least = replaced(size.min, old.max, old.max <= next.min);
  const counts: Range = { min: least.count, max: most.count };
  const kept: Range = { min: least.kept, max: most.kept };
  return { cost: walk(size, 2), size: sum(product(counts, next), kept) };
};

/** How often a text of a length is in one of `size`, and how much of that stays. */
function replaced(size: bigint, length: bigint, never: boolean): { readonly count: bigint; readonly kept: bigint } {
  if (length === 0n) return { count: size < UNKNOWN.max ? size + 1n : size, kept: size };
  if (never) return { count: 0n, kept: size };
  return { count: BigInt(Math.ceil(Number(size) / Number(length))), kept: 0n };
}

const split: Estimate = ({ target, args }) => {
  if (target === undefined) return undefined;
  const size = sizeOfNode(target);
  const most = args[1]?.expr;
  const count = most?.kind === 'literal' && typeof most.value === 'bigint' ? BigInt.asUintN(64, most.value) : size.max;
  return { cost: walk(size, 2), size: { min: 0n, max: count } };
};

const join: Estimate = ({ target, args }) => {
  if (target === undefined) return undefined;
  const count = sizeOfNode(target);
  const items = product(count, target.itemSize());
  const less = (value: bigint) => (value > 0n ? value - 1n : 0n);
  const between: Range = { min: less(count.min), max: less(count.max) };
  const size = args.length === 0 ? items : sum(items, product(sizeOfNode(args[0]), between));
  return { cost: walk(size), size };
};

const selector: Estimate = ({ args }) => {
  const size = sizeOfNode(args[0]);
  return { cost: sum(NEW_LIST, walk(size), scaled(scaled(size, 0.5), 50)) };
};

const ADDRESS: Range = { min: 4n, max: 16n };

const containsIp: Estimate = ({ args }) => {
  const compared = walk(sum(ADDRESS, ADDRESS));
  return { cost: isText(args[0]) ? sum(compared, walk(sizeOfNode(args[0]))) : compared };
};

const containsCidr: Estimate = ({ args }) => {
  const compared = sum(walk(sum(ADDRESS, ADDRESS)), walk(ADDRESS), ONE);
  return { cost: isText(args[0]) ? sum(compared, walk(sizeOfNode(args[0]))) : compared };
};

function isText(node: CostNode | undefined): boolean {
  return node?.type.kind === 'string';
}

const LONGEST_FORMAT = 64n;

const equality: Estimate = ({ args: [left, right] }) => {
  if (left === undefined || right === undefined || left.type.name !== right.type.name) return undefined;
  switch (left.type.name) {
    case 'net.IP':
    case 'net.CIDR':
    case 'kubernetes.Quantity':
    case 'kubernetes.Semver':
    case 'kubernetes.authorization.Authorizer':
    case 'kubernetes.authorization.PathCheck':
    case 'kubernetes.authorization.GroupCheck':
    case 'kubernetes.authorization.ResourceCheck':
    case 'kubernetes.authorization.Decision':
      return { cost: ONE };
    case 'kubernetes.NamedFormat':
      return { cost: walk({ min: 1n, max: LONGEST_FORMAT }) };
    case 'kubernetes.URL':
      return { cost: walk({ min: 1n, max: right.size?.max ?? 1n }) };
    default:
      return undefined;
  }
};

const url: Estimate = ({ args }) => {
  const size = sizeOfNode(args[0]);
  return { cost: walk(size), size };
};

function named(names: string, estimate: Estimate): readonly (readonly [string, Estimate])[] {
  return names.split(' ').map((name) => [name, estimate] as const);
}

const OF_FUNCTIONS: ReadonlyMap<string, Estimate> = new Map<string, Estimate>([
  ...named(
    'serviceAccount path group resource subresource namespace name allowed reason error errored masked prefixLength family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast format.named sign asInteger isInteger asApproximateFloat isGreaterThan isLessThan compareTo add sub major minor patch getScheme getHostname getHost getPort getEscapedPath getQuery',
    constant,
  ),
  ...named('cidr isIP isCIDR quantity isQuantity semver isSemver', parsed),
  ...named('isSorted sum max min indexOf lastIndexOf', through),
  ...named('lowerAscii upperAscii substring trim', sameSize),
  ...named('find findAll', pattern),
  ...named('fieldSelector labelSelector', selector),
  ['check', () => ({ cost: exactly(350_000) })],
  ['url', url],
  ['replace', replace],
  ['split', split],
  ['join', join],
  ['ip', (nodes) => (nodes.target === undefined ? parsed(nodes) : { cost: ONE })],
  ['ip.isCanonical', ({ args }) => ({ cost: walk(sizeOfNode(args[0]), 2) })],
  ['containsIP', containsIp],
  ['containsCIDR', containsCidr],
  ['validate', ({ args }) => ({ cost: scaled(walk(sizeOfNode(args[0])), 128 * REGEX) })],
  ['_==_', equality],
]);

function allocating(factor: number, size: Range): CallEstimate {
  return { cost: sum(scaled(size, factor), ONE, NEW_LIST), size };
}

function literalInt(node: CostNode | undefined, otherwise: bigint): bigint {
  const expr = node?.expr;
  if (expr?.kind !== 'literal' || typeof expr.value !== 'bigint') return otherwise;
  return expr.value < 0n ? 0n : expr.value;
}

function compared(node: CostNode | undefined, texts: boolean): CallEstimate {
  const size = sizeOfNode(node);
  return allocating(texts ? 2 + TRAVERSAL : 2, product(size, size));
}

function sets(factor: number): Estimate {
  return ({ args: [a, b] }) => ({ cost: sum(scaled(product(sizeOfNode(a), sizeOfNode(b)), factor), ONE) });
}

const flatten: Estimate = ({ target, args }) => {
  const depth = args.length === 0 ? 1n : literalInt(args[0], UNKNOWN.max);
  return target && allocating(Number(depth), sizeOfNode(target));
};

const OF_OVERLOADS: ReadonlyMap<string, Estimate> = new Map<string, Estimate>([
  ['list_sets_contains_list', sets(1)],
  ['list_sets_intersects_list', sets(1)],
  ['list_sets_equivalent_list', sets(2)],
  [
    'list_slice',
    ({ target, args }) => {
      const [start, end] = [literalInt(args[0], 0n), literalInt(args[1], sizeOfNode(target).max)];
      return allocating(1, exactly(BigInt.asUintN(64, end - start)));
    },
  ],
  ['lists_range', ({ args }) => allocating(1, exactly(literalInt(args[0], UNKNOWN.max)))],
  ['list_reverse', ({ target }) => allocating(1, sizeOfNode(target))],
  ['list_distinct', ({ target }) => compared(target, false)],
  ['list_flatten', flatten],
  ['list_flatten_int', flatten],
]);

/** The estimate of a call without its arguments. */
export function estimateCall(name: string, overload: string, nodes: CallNodes): CallEstimate | undefined {
  const own = OF_OVERLOADS.get(overload);
  if (own !== undefined) return own(nodes);
  const texts = /^list_(?:string|bytes)_/.test(overload);
  if (/^list_\w+_sort$/.test(overload)) return compared(nodes.target, texts);
  if (overload.endsWith('_sortByAssociatedKeys')) return compared(nodes.args[0], texts);
  return OF_FUNCTIONS.get(name)?.(nodes);
}
