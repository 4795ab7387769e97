/** What a call costs when it has run, by its function and overload (cel-go's cost tracker with Kubernetes' estimator). */
import { isKind, itemsOf, type Value } from './values.ts';

type Cost = (args: readonly Value[], result: Value) => number;

const TRAVERSAL = 0.1;
const REGEX = 0.25;
const LIST_COST = 10;

/** The number of code points, bytes, elements or entries; one for all else. */
export function sizeOf(value: Value | undefined): number {
  if (value === undefined || value === null) return 1;
  if (typeof value === 'string') return codePoints(value);
  if (value instanceof Uint8Array) return value.length;
  if (isKind(value, 'list') || isKind(value, 'map')) return value.size;
  if (isKind(value, 'optional')) return sizeOf(value.value);
  if (isKind(value, 'opaque')) return opaqueSize(value.held);
  return 1;
}

function opaqueSize(held: unknown): number {
  return typeof held === 'object' && held !== null && 'size' in held && typeof held.size === 'number' ? held.size : 1;
}

/** The length as `size()` counts it. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      count -= 1;
      at += 1;
    }
  }
  return count;
}

function walk(value: Value | undefined): number {
  return Math.ceil(sizeOf(value) * TRAVERSAL);
}

const one: Cost = () => 1;
const first: Cost = ([text]) => walk(text);
const firstTwice: Cost = ([text]) => Math.ceil(sizeOf(text) * 2 * TRAVERSAL);
const everything: Cost = ([value]) => traversal(value ?? null);
const pattern: Cost = ([text, regex]) => Math.ceil((1 + sizeOf(text)) * TRAVERSAL) * Math.ceil(sizeOf(regex) * REGEX);
const smaller: Cost = ([a, b]) => Math.ceil(Math.min(sizeOf(a), sizeOf(b)) * TRAVERSAL);

/** The cost of looking at all of a value. */
function traversal(value: Value): number {
  if (typeof value === 'string') return Math.floor(new TextEncoder().encode(value).length * TRAVERSAL);
  if (value instanceof Uint8Array) return Math.floor(value.length * TRAVERSAL);
  if (isKind(value, 'list')) return itemsOf(value).reduce((sum: number, item) => sum + traversal(item), 0);
  if (!isKind(value, 'map')) return 1;
  return value.keys().reduce((sum: number, key) => sum + traversal(key) + traversal(value.get(key) ?? null), 0);
}

function allocating(factor: number, size: number): number {
  return Math.floor(size * factor) + 1 + LIST_COST;
}

const newList: Cost = (_, result) => allocating(1, sizeOf(result));

function selfCompared(value: Value | undefined): number {
  const size = sizeOf(value);
  const item = value !== undefined && isKind(value, 'list') && value.size > 0 ? value.items[0] : undefined;
  const factor = typeof item === 'string' || item instanceof Uint8Array ? 2 + TRAVERSAL : 2;
  return allocating(factor, size * size);
}

function sets(factor: number): Cost {
  return ([a, b]) => 1 + Math.floor(sizeOf(a) * sizeOf(b) * factor);
}

const OF_OVERLOADS: Readonly<Record<string, Cost>> = {
  list_sets_contains_list: sets(1),
  list_sets_intersects_list: sets(1),
  list_sets_equivalent_list: sets(2),
  list_slice: newList,
  lists_range: newList,
  list_reverse: newList,
  list_flatten: ([items]) => allocating(1, sizeOf(items)),
  list_flatten_int: ([items, depth]) => allocating(typeof depth === 'bigint' ? Number(depth) : 1, sizeOf(items)),
  list_distinct: ([items]) => selfCompared(items),
  cidr_ip: one,
  add_string: ([a, b]) => Math.ceil((sizeOf(a) + sizeOf(b)) * TRAVERSAL),
  add_bytes: ([a, b]) => Math.ceil((sizeOf(a) + sizeOf(b)) * TRAVERSAL),
  in_list: ([, items]) => sizeOf(items),
  matches: one,
  matches_string: pattern,
  contains_string: ([text, part]) => walk(text) * walk(part),
  starts_with_string: first,
  ends_with_string: first,
  string_to_bytes: first,
  bytes_to_string: first,
  strings_quote: first,
  string_format: first,
  ...Object.fromEntries(
    ['less', 'less_equals', 'greater', 'greater_equals'].flatMap((name) => [
      [`${name}_string`, smaller],
      [`${name}_bytes`, smaller],
    ]),
  ),
};

const ACCESSORS =
  'serviceAccount path group resource subresource namespace name allowed reason error errored masked prefixLength family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast format.named sign asInteger isInteger asApproximateFloat isGreaterThan isLessThan compareTo add sub major minor patch getScheme getHostname getHost getPort getEscapedPath getQuery';

const OF_FUNCTIONS: Readonly<Record<string, Cost>> = {
  ...Object.fromEntries(ACCESSORS.split(' ').map((name) => [name, one])),
  ...Object.fromEntries('isSorted sum max min indexOf lastIndexOf'.split(' ').map((name) => [name, everything])),
  ...Object.fromEntries(
    'url lowerAscii upperAscii substring trim cidr ip isIP isCIDR quantity isQuantity semver isSemver'
      .split(' ')
      .map((name) => [name, first]),
  ),
  check: () => 350_000,
  fieldSelector: ([, selector]) => selectorCost(sizeOf(selector)),
  labelSelector: ([, selector]) => selectorCost(sizeOf(selector)),
  replace: firstTwice,
  split: firstTwice,
  'ip.isCanonical': firstTwice,
  join: (_, result) => Math.ceil(sizeOf(result) * 2 * TRAVERSAL),
  find: pattern,
  findAll: pattern,
  containsIP: containment(0),
  containsCIDR: containment(1),
  validate: ([format, text]) => Math.ceil((1 + sizeOf(text)) * TRAVERSAL) * Math.ceil(sizeOf(format) * REGEX),
};

function selectorCost(length: number): number {
  return LIST_COST + Math.ceil(length * TRAVERSAL) + Math.ceil(Math.ceil(length * 0.5) * 50);
}

function containment(extra: number): Cost {
  return ([range, other]) => {
    const size = sizeOf(range);
    const both = Math.ceil(size * 2 * TRAVERSAL);
    const masked = extra === 0 ? 0 : Math.ceil(size * TRAVERSAL) + extra;
    return both + masked + (typeof other === 'string' ? walk(other) : 0);
  };
}

/** The cost of a call, from its arguments and result. `overload` is empty where the values choose it. */
export function actualCallCost(name: string, overload: string): Cost {
  if (name === '_==_' || name === '_!=_') return equality(name);
  const own = OF_OVERLOADS[overload];
  if (own !== undefined) return own;
  if (/^list_\w+_sort$/.test(overload)) return ([items]) => selfCompared(items);
  if (overload.endsWith('_sortByAssociatedKeys')) return ([, keys]) => selfCompared(keys);
  return OF_FUNCTIONS[name] ?? one;
}

function equality(name: string): Cost {
  return (args, result) => {
    const [left] = args;
    if (name === '_==_' && left !== undefined && isKind(left, 'opaque')) return 1;
    return smaller(args, result);
  };
}
