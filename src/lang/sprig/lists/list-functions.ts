/** `list`, `first`, `append`, `uniq`, `slice`, `chunk`: lists. None is ever changed in place. */
import {
  ANY,
  ANY_SLICE,
  type Budget,
  compareBytes,
  GoBytes,
  GoError,
  GoInt,
  GoNil,
  GoSlice,
  type GoType,
  type GoValue,
  INT,
  isTrue,
  type Meter,
  STRING_SLICE,
  sliceOf,
  typeOf,
} from '../../go-value/index.ts';
import { type Body, define, defineVariadic, named, withMust } from '../define.ts';
import { itemsOf, listItems } from '../items.ts';
import { toInt64 } from '../numbers/cast.ts';
import { plainText, plainTexts } from '../value-text.ts';
import { deepEqual } from './deep-equal.ts';

const NIL_LIST = new GoNil(ANY_SLICE);

interface ListRule {
  readonly name: string;
  /** What the message says when the argument is no list. */
  readonly complaint: string;
  readonly parameters?: readonly GoType[];
  /** Which argument is the list; the first one else. */
  readonly at?: number;
}

/** Elements that are copied for one step. */
const COPIED_AT_ONCE = 16;
/** Lists beyond this count as memory: they grow by being put together, not by one element after the other. */
const LARGE = 100_000;

function chargeItems(count: number, budget: Budget): void {
  budget.step(1 + count / COPIED_AT_ONCE);
  if (count > LARGE) budget.take(count * 8);
}

function onList(rule: ListRule, work: (items: readonly GoValue[], ...rest: Parameters<Body>) => GoValue) {
  const { name, complaint, parameters = [ANY], at = 0 } = rule;
  return define(name, parameters, (args, context) => {
    const items = listItems(args.value(at), complaint);
    chargeItems(items.length, context.budget);
    return work(items, args, context);
  });
}

const LIST = defineVariadic('list', [ANY], (args) => args.values);
const APPEND = onList({ name: 'append', complaint: 'Cannot push on type', parameters: [ANY, ANY] }, (items, args) => [
  ...items,
  args.value(1),
]);

/** A number for what can be looked up instead of compared with everything before. */
function identityKey(value: GoValue): string | undefined {
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'boolean' || value === null) return `${value}`;
  if (value instanceof GoInt) return `${value.type.name}:${value.value}`;
  return undefined;
}

function unique(items: readonly GoValue[], budget: Budget): readonly GoValue[] {
  const seen = new Set<string>();
  const others: GoValue[] = [];
  return items.filter((item) => {
    const key = identityKey(item);
    if (key !== undefined) return !seen.has(key) && seen.add(key) !== undefined;
    budget.step(others.length);
    if (others.some((other) => deepEqual(other, item))) return false;
    others.push(item);
    return true;
  });
}

/** Keeps the type of the list. */
function slice(list: GoValue, items: readonly GoValue[], indices: readonly GoValue[]): GoValue {
  if (items.length === 0) return null;
  const start = indices.length > 0 ? toInt64(indices[0] ?? null) : 0n;
  const end = indices.length > 1 ? toInt64(indices[1] ?? null) : BigInt(items.length);
  if (start < 0n || start > end || end > BigInt(items.length)) {
    throw new GoError('reflect.Value.Slice: slice index out of bounds');
  }
  const [from, to] = [Number(start), Number(end)];
  if (list instanceof GoBytes) return new GoBytes(list.type, list.bytes.subarray(from, to));
  if (list instanceof GoSlice) return new GoSlice(list.type, list.items.slice(from, to));
  return items.slice(from, to);
}

/** Sizes that make no sense fail, or not, exactly as the floating point arithmetic of the original has it. */
function chunks(items: readonly GoValue[], size: number): GoValue {
  const count = Math.floor((items.length - 1) / size) + 1;
  const broken = () => new GoError('runtime error: makeslice: len out of range');
  if (!Number.isFinite(count) || count < 0) throw broken();
  const list: GoValue[] = [];
  for (let index = 0; index < count; index++) {
    const isLast = index === count - 1;
    const length = isLast ? Math.floor(items.length % size) || size : size;
    if (length < 0) throw broken();
    list.push(items.slice(index * size, index * size + length));
  }
  return new GoSlice(sliceOf(ANY_SLICE), list);
}

function sortAlpha(value: GoValue, meter: Meter): GoValue {
  if (itemsOf(value) === undefined) return new GoSlice(STRING_SLICE, [plainText(value, meter)]);
  return new GoSlice(STRING_SLICE, [...plainTexts(value, meter)].sort(compareBytes));
}

function concat(lists: readonly GoValue[], budget: Budget): GoValue {
  const parts = lists.map((list) => {
    const type = typeOf(list);
    const items = itemsOf(list);
    if (items !== undefined) return items;
    if (type === undefined) throw new GoError('runtime error: invalid memory address or nil pointer dereference');
    throw new GoError(`Cannot concat type ${type.kind} as list`);
  });
  chargeItems(
    parts.reduce((sum, part) => sum + part.length, 0),
    budget,
  );
  const items = parts.flat();
  return items.length === 0 ? NIL_LIST : items;
}

export const LIST_FUNCTIONS = [
  ...named(LIST, 'list', 'tuple'),
  ...withMust(APPEND),
  ...named(APPEND, 'push', 'mustPush'),
  ...withMust(
    onList({ name: 'prepend', complaint: 'Cannot prepend on type', parameters: [ANY, ANY] }, (items, args) => [
      args.value(1),
      ...items,
    ]),
  ),
  ...withMust(onList({ name: 'first', complaint: 'Cannot find first on type' }, (items) => items[0] ?? null)),
  ...withMust(onList({ name: 'last', complaint: 'Cannot find last on type' }, (items) => items.at(-1) ?? null)),
  ...withMust(
    onList({ name: 'rest', complaint: 'Cannot find rest on type' }, (items) =>
      items.length === 0 ? NIL_LIST : items.slice(1),
    ),
  ),
  ...withMust(
    onList({ name: 'initial', complaint: 'Cannot find initial on type' }, (items) =>
      items.length === 0 ? NIL_LIST : items.slice(0, -1),
    ),
  ),
  ...withMust(onList({ name: 'reverse', complaint: 'Cannot find reverse on type' }, (items) => items.toReversed())),
  ...withMust(onList({ name: 'compact', complaint: 'Cannot compact on type' }, (items) => items.filter(isTrue))),
  ...withMust(
    onList({ name: 'uniq', complaint: 'Cannot find uniq on type' }, (items, _args, { budget }) =>
      unique(items, budget),
    ),
  ),
  ...withMust({
    ...onList(
      { name: 'without', complaint: 'Cannot find without on type', parameters: [ANY, ANY] },
      (items, args, { budget }) => {
        const omitted = args.from(1);
        budget.step(items.length * omitted.length);
        return items.filter((item) => !omitted.some((other) => deepEqual(other, item)));
      },
    ),
    variadic: true,
  }),
  ...withMust(
    define('has', [ANY, ANY], (args, { budget }) => {
      if (args.value(1) === null) return false;
      const items = listItems(args.value(1), 'Cannot find has on type');
      budget.step(items.length);
      return items.some((item) => deepEqual(args.value(0), item));
    }),
  ),
  ...withMust({
    ...onList(
      { name: 'slice', complaint: 'list should be type of slice or array but', parameters: [ANY, ANY] },
      (items, args) => slice(args.value(0), items, args.from(1)),
    ),
    variadic: true,
  }),
  ...withMust(
    onList({ name: 'chunk', complaint: 'Cannot chunk type', parameters: [INT, ANY], at: 1 }, (items, args) =>
      chunks(items, args.count(0)),
    ),
  ),
  defineVariadic('concat', [ANY], (args, { budget }) => concat(args.values, budget)),
  define('sortAlpha', [ANY], (args, { budget }) => {
    budget.step((itemsOf(args.value(0))?.length ?? 0) * 16);
    return sortAlpha(args.value(0), budget);
  }),
];
