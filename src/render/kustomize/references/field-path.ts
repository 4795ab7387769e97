/** Paths of fields such as `spec.containers.[name=app].env.*.value`. */

import { compilePattern } from '../../../base/regexp/regexp.ts';
import { splitPath } from '../configuration/field-spec.ts';
import type { Place } from '../configuration/visit-fields.ts';
import { kustomizeFault } from '../fault.ts';
import { copyOf, isMap, isScalar, isSequence, type Node, put, scalarText } from '../object/node.ts';
import { Written } from '../object/written.ts';
import { wrongShape } from '../object/wrong-shape.ts';

/** Steps of a path: dots divide, but not within a step in brackets or behind a backslash. */
export function splitFieldPath(path: string): readonly string[] {
  const steps: string[] = [];
  let open: string[] | undefined;
  for (const part of splitPath(path, '.')) {
    if (open === undefined && part.startsWith('[') && !part.endsWith(']')) open = [part];
    else if (open === undefined) steps.push(part);
    else {
      open.push(part);
      if (!part.endsWith(']')) continue;
      steps.push(bracketed(open));
      open = undefined;
    }
  }
  return open === undefined ? steps : [...steps, bracketed(open)];
}

/** A condition keeps its brackets, a key loses them. */
function bracketed(parts: readonly string[]): string {
  const text = parts.join('.');
  return text.includes('=') ? text : text.replace(/^[[\]]+|[[\]]+$/g, '');
}

/**
 * Every place that a path leads to; values in conditions are patterns. Where a value to create for is given, missing parts
 * of the way are made: of its shape at the end, maps and lists before.
 */
export function findPlaces(object: Node, steps: readonly string[], create: Node | undefined): readonly Place[] {
  return walk({ value: object, set: () => undefined }, steps, create);
}

/** The one value that a path leads to; values in conditions are meant to the letter, and a list is entered by its index. */
export function findValue(object: Node, steps: readonly string[]): Node | undefined {
  return steps.reduce<Node | undefined>((value, step) => {
    if (!isSequence(value)) return isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    const condition = CONDITION.exec(step);
    if (condition === null) return step === '-' ? value.at(-1) : /^\d+$/.test(step) ? value[Number(step)] : undefined;
    const [, key = '', wanted = ''] = condition;
    return value.find((item) => scalarText(key === '' ? item : isMap(item) ? item[key] : undefined) === wanted);
  }, object);
}

const CONDITION = /^\[([^=]*)=(.*)\]$/s;

function walk(place: Place, steps: readonly string[], create: Node | undefined): readonly Place[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [place];
  if (step === '*') return children(place.value).flatMap((child) => walk(child, rest, create));
  const condition = CONDITION.exec(step);
  if (condition !== null)
    return elements(place, { key: condition[1] ?? '', value: condition[2] ?? '' }, create).flatMap((each) =>
      walk(each, rest, create),
    );
  if (isSequence(place.value)) return walkIndex(place.value, step, { rest, create });
  return walkMember(place, step, { rest, create });
}

function children(value: Node): readonly Place[] {
  if (isSequence(value)) return value.map((_, index) => itemAt(value, index));
  if (value === null) return [];
  throw wrongShape('SequenceNode', value);
}

function itemAt(list: Node[], index: number): Place {
  return {
    value: list[index] ?? null,
    set: (value) => {
      list[index] = value;
    },
  };
}

const INDEX = /^\d+$/;

interface Onward {
  readonly rest: readonly string[];
  readonly create: Node | undefined;
}

function walkIndex(list: Node[], step: string, { rest, create }: Onward): readonly Place[] {
  if (!INDEX.test(step)) throw wrongShape('MappingNode', list);
  const index = Number(step);
  if (index < list.length) return walk(itemAt(list, index), rest, create);
  if (create === undefined || index > list.length) {
    throw kustomizeFault(`index ${index} specified but only ${list.length} elements found`);
  }
  list.push(shapeFor(rest, create));
  return walk(itemAt(list, index), rest, create);
}

function walkMember(place: Place, key: string, { rest, create }: Onward): readonly Place[] {
  let map = place.value;
  if (map === null && create !== undefined) {
    map = {};
    place.set(map);
  }
  if (!isMap(map)) return [];
  if (INDEX.test(key)) throw wrongShape('SequenceNode', map);
  const owner = map;
  if (!Object.hasOwn(owner, key)) {
    if (create === undefined) return [];
    put(owner, key, shapeFor(rest, create));
  } else if (owner[key] === null && rest.length > 0) throw wrongShape('MappingNode', null);
  return walk({ value: owner[key] ?? null, set: (value) => put(owner, key, value) }, rest, create);
}

/** What is made where the rest of a path goes on. */
function shapeFor(rest: readonly string[], create: Node): Node {
  const [next] = rest;
  if (next === undefined) return isScalar(create) ? new Written('', 'open') : copyOf(create);
  return /^\[|^\d+$|^-$/.test(next) ? [] : {};
}

interface Condition {
  readonly key: string;
  readonly value: string;
}

/** Elements whose field has a value, which is a pattern; made where none has it. */
function elements(place: Place, { key, value }: Condition, create: Node | undefined): readonly Place[] {
  const list = place.value;
  if (!isSequence(list)) {
    if (list === null || list === undefined) return [];
    throw wrongShape('SequenceNode', list);
  }
  const pattern = compilePattern(value);
  const fits = (item: Node): boolean => {
    const text = key === '' ? scalarText(item) : scalarText(isMap(item) ? item[key] : undefined);
    return pattern === undefined ? text === value : pattern.matches(text);
  };
  const found = list.flatMap((item, index) => (fits(item) ? [itemAt(list, index)] : []));
  if (found.length > 0 || create === undefined) return found;
  const made = new Written(value, 'open');
  list.push(key === '' ? made : { [key]: made });
  return [itemAt(list, list.length - 1)];
}
