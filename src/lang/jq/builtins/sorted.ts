/** Functions that order or group a list by what a filter gives for each item. */
import { isList, type Json } from '../../../base/json-value.ts';
import { collected } from '../compile/compile-construction.ts';
import { type Filter, made } from '../compile/filter.ts';
import type { Frame } from '../compile/machine.ts';
import { accessed, keysInside } from '../value/access.ts';
import { notFor } from '../value/fault.ts';
import { compareValues } from '../value/kind.ts';

interface Keyed {
  readonly key: Json;
  readonly item: Json;
}

type Arrange = (items: readonly Keyed[]) => Json;

export const SORTED: Readonly<Record<string, (args: readonly Filter[]) => Filter>> = {
  'sort_by/1': by('sort_by', (items) => ordered(items).map(({ item }) => item)),
  'group_by/1': by('group_by', (items) => groups(ordered(items)).map((group) => group.map(({ item }) => item))),
  'unique_by/1': by('unique_by', (items) => groups(ordered(items)).map((group) => group[0]?.item ?? null)),
  'min_by/1': by('min_by', (items) => extreme(items, (order) => order < 0)),
  'max_by/1': by('max_by', (items) => extreme(items, (order) => order >= 0)),
};

function by(name: string, arrange: Arrange): (args: readonly Filter[]) => Filter {
  return ([key = (_, input, emit) => emit(input)]) =>
    (frame, input, emit) =>
      emit(made(arrange(keyed(name, input.value, { key, frame })), input));
}

function keyed(
  name: string,
  value: Json,
  { key, frame }: { readonly key: Filter; readonly frame: Frame },
): readonly Keyed[] {
  const keys = keysInside(value);
  frame.budget.hold(keys.length);
  const items = keys.map((at) => {
    const item = accessed(value, at, frame.budget);
    return { item, key: collected(key, frame, { value: item, path: undefined }) };
  });
  if (!isList(value)) throw notFor(name, value, [items.map(({ key }) => key)]);
  return items;
}

function ordered(items: readonly Keyed[]): readonly Keyed[] {
  return [...items].sort((left, right) => compareValues(left.key, right.key));
}

function groups(items: readonly Keyed[]): readonly (readonly Keyed[])[] {
  const found: Keyed[][] = [];
  for (const item of items) {
    const last = found.at(-1);
    if (last?.[0] !== undefined && compareValues(last[0].key, item.key) === 0) last.push(item);
    else found.push([item]);
  }
  return found;
}

function extreme(items: readonly Keyed[], better: (order: number) => boolean): Json {
  let best = items[0];
  for (const item of items.slice(1)) if (best === undefined || better(compareValues(item.key, best.key))) best = item;
  return best?.item ?? null;
}
