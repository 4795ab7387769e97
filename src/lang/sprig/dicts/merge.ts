/** `merge` and `mergeOverwrite`, by the rules of mergo 1.0.1 for maps. */
import { type Budget, GoMap, GoNil, GoPointer, GoStruct, type GoValue, isTrue } from '../../go-value/index.ts';
import { itemsOf } from '../items.ts';

export interface MergeRule {
  /** Counted for every key: values that are shared are looked at once for every way to them. */
  readonly budget: Budget;
  /** Whether values that are there give way. */
  readonly overwrites: boolean;
}

/**
 * Changes `target`, and the maps inside it. Without overwriting, what is empty (false, 0, "") gives way all the same.
 * Lists are never joined; maps of the source that the target lacks are shared by both afterwards.
 */
export function mergeInto(target: GoMap, source: GoMap, rule: MergeRule): void {
  for (const key of source.sortedKeys()) mergeKey(target, { key, value: source.get(key) ?? null }, rule);
}

interface Entry {
  readonly key: string;
  readonly value: GoValue;
}

function mergeKey(target: GoMap, { key, value }: Entry, rule: MergeRule): void {
  rule.budget.step();
  if (value === null) {
    if (rule.overwrites) target.set(key, null);
    return;
  }
  const before = target.get(key);
  if (value instanceof GoMap) {
    if (before instanceof GoMap) mergeInto(before, value, rule);
  } else if (itemsOf(value) !== undefined) {
    // A list goes over where overwriting is meant, and into a map that is still empty.
    if (rule.overwrites || target.size === 0) target.set(key, value);
  }
  if (before !== undefined && isFilled(before)) {
    if (itemsOf(value) !== undefined) return;
    if (isMap(value) && isMap(before)) return;
  }
  if (rule.overwrites || before === undefined || !isFilled(before)) target.set(key, value);
}

function isMap(value: GoValue): boolean {
  return value instanceof GoMap || (value instanceof GoNil && value.type.kind === 'map');
}

function isFilled(value: GoValue): boolean {
  if (value instanceof GoPointer) return isFilled(value.target);
  return value instanceof GoStruct || isTrue(value);
}
