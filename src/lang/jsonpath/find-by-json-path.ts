/** What a parsed JSONPath finds. Missing members find nothing; they are no fault. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json } from '../../base/json-value.ts';
import type { Operand, Step } from './parse-json-path.ts';

/** All values the path leads to, in order. */
export function findByJsonPath(value: Json, steps: readonly Step[]): readonly Json[] {
  return steps.reduce<readonly Json[]>((here, step) => here.flatMap((one) => follow(one, step)), [value]);
}

function follow(value: Json, step: Step): readonly Json[] {
  switch (step.kind) {
    case 'member':
      return memberOf(value, step.name);
    case 'union':
      return step.names.flatMap((name) => memberOf(value, name));
    case 'all':
      return childrenOf(value);
    case 'descend':
      return [value, ...childrenOf(value).flatMap((child) => follow(child, step))];
    case 'index':
      return isList(value) ? value.slice(step.index, step.index === -1 ? undefined : step.index + 1) : [];
    case 'slice':
      return isList(value) ? partOf(value, step) : [];
    case 'filter':
      return childrenOf(value).filter((child) => holds(child, step));
  }
}

/** Bounds beyond the list find nothing, where those of JavaScript would be moved. */
function partOf(
  list: readonly Json[],
  { from = 0, to = list.length, by }: Extract<Step, { kind: 'slice' }>,
): readonly Json[] {
  const first = from < 0 ? from + list.length : from;
  const last = to < 0 ? to + list.length : to;
  if (first < 0 || first > last || last > list.length) return [];
  return list.slice(first, last).filter((_, index) => index % by === 0);
}

function memberOf(value: Json, name: string): readonly Json[] {
  if (!isObject(value) || !Object.hasOwn(value, name)) return [];
  const found = value[name];
  return found === undefined ? [] : [found];
}

function childrenOf(value: Json): readonly Json[] {
  if (isList(value)) return value;
  if (!isObject(value)) return [];
  return Object.keys(value)
    .sort()
    .map((key) => value[key] ?? null);
}

function holds(value: Json, { left, operator, right }: Extract<Step, { kind: 'filter' }>): boolean {
  const [one] = resolve(value, left);
  if (right === undefined) return one !== undefined;
  const [other] = resolve(value, right);
  if (one === undefined || other === undefined) return false;
  if (operator === '==') return jsonEqual(one, other);
  if (operator === '!=') return !jsonEqual(one, other);
  return ordered(one, other, operator);
}

function resolve(value: Json, operand: Operand): readonly Json[] {
  return operand.kind === 'literal' ? [operand.value] : findByJsonPath(value, operand.steps);
}

function ordered(one: Json, other: Json, operator: string): boolean {
  if (typeof one !== typeof other || (typeof one !== 'number' && typeof one !== 'string')) return false;
  const [left, right] = [one, other as typeof one];
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}
