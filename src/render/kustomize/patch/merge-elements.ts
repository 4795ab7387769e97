/** Lists whose elements are told apart by keys, or by themselves. */
import { at, isEmpty, isMap, isScalar, type Node, type NodeMap, put, scalarText } from '../object/node.ts';
import { wrongShape } from '../object/wrong-shape.ts';
import { type Merging, merged } from './merge.ts';

/** An element by the values of its keys; elements of one key, the empty one, are told apart by themselves. */
interface Identity {
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/** Both lists as one: elements of the patch first, in its order, then the rest. A side may be missing, or both be the same. */
export function mergeElements(target: Node[], patch: Node[] | undefined, merging: Merging): Node[] {
  const schema = merging.schema?.element();
  const sides = [patch ?? [], target];
  const keys = merging.schema?.keys ?? [];
  const identities = keys.length === 0 ? textsOf(sides) : identitiesOf(sides, keys);
  if (identities.length === 0) return target;
  const result: Node[] = [];
  for (const identity of identities) {
    const told = { ...identity, ...known(identity) };
    const value = merged(find(target, told), patch && find(patch, told), { ...merging, schema });
    if (value === undefined || value === null || (isMap(value) && isEmpty(value))) {
      setElement(target, identity, undefined);
      continue;
    }
    if (isMap(value)) completeKeys(value, identity);
    setElement(result, identity, value);
  }
  for (const item of [...target]) append(result, item, identities.at(-1)?.keys ?? []);
  return result;
}

/** Each text once. */
function textsOf(sides: readonly (readonly Node[])[]): readonly Identity[] {
  const texts = new Set(sides.flatMap((side) => side.map(scalarText)));
  return [...texts].map((text) => ({ keys: [''], values: [text] }));
}

/** The values of the keys, each combination once; a key that no element has counts only where no element has any. */
function identitiesOf(sides: readonly (readonly Node[])[], keys: readonly string[]): readonly Identity[] {
  const tuples = new Map<string, readonly string[]>();
  for (const item of sides.flat()) {
    const values = keys.map((key) => scalarText(at(item, key)));
    tuples.set(JSON.stringify(values), values);
  }
  const completed = keys.length > 1 ? together([...tuples.values()]) : [...tuples.values()];
  const used = keys.map((_, index) => completed.some((values) => values[index] !== ''));
  const counts = (index: number): boolean => used[index] === true || !used.includes(true);
  return completed.map((values) => ({
    keys: keys.filter((_, index) => counts(index)),
    values: values.filter((_, index) => counts(index)),
  }));
}

/** Combinations that agree in a key, and differ only in what one of them leaves out, are the same. */
function together(tuples: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const result = [...tuples];
  for (const left of result.keys()) {
    for (const right of result.keys()) {
      const both = combined(result[left] ?? [], result[right] ?? []);
      if (both !== undefined) result[left] = result[right] = both;
    }
  }
  return result;
}

function combined(left: readonly string[], right: readonly string[]): readonly string[] | undefined {
  const agree = left.some((value, index) => value === right[index]);
  const fit = left.every((value, index) => value === right[index] || value === '' || right[index] === '');
  return agree && fit ? left.map((value, index) => value || (right[index] ?? '')) : undefined;
}

/** Without the keys that are not written, unless none is. */
function known({ keys, values }: Identity): Identity {
  if (values.every((value) => value === '')) return { keys, values };
  return { keys: keys.filter((_, index) => values[index] !== ''), values: values.filter((value) => value !== '') };
}

function find(list: readonly Node[], { keys, values }: Identity): Node | undefined {
  if (keys[0] === '') return list.find((item) => scalarText(item) === values[0]);
  return list.find((item) => isMap(item) && keys.every((key, index) => isExactly(item, key, values[index] ?? '')));
}

function isExactly(item: NodeMap, key: string, value: string): boolean {
  return Object.hasOwn(item, key) && scalarText(item[key]) === value;
}

/** Where an element is set, unlike where one is looked for, the empty text stands for any value. */
function hasValue(item: NodeMap, key: string, value: string): boolean {
  return value === '' ? Object.hasOwn(item, key) : isExactly(item, key, value);
}

function completeKeys(value: NodeMap, { keys, values }: Identity): void {
  for (const [index, key] of keys.entries()) {
    const text = values[index] ?? '';
    if (!Object.hasOwn(value, key) && text !== '') put(value, key, text);
  }
}

/** What stands in a list already is appended to the result; an element without the key stands beside those that have it. */
function append(result: Node[], item: Node, keys: readonly string[]): void {
  if (keys[0] === '') {
    setElement(result, { keys, values: [scalarText(item)] }, item);
    return;
  }
  const values: string[] = [];
  for (const key of keys) {
    if (!isMap(item)) throw wrongShape('MappingNode', item);
    if (Object.hasOwn(item, key)) values.push(scalarText(item[key]));
    else result.push(item);
  }
  if (keys.length > 1) setElement(result, { keys, values }, undefined);
  setElement(result, { keys, values }, item);
}

/**
 * Puts an element in the place of the one of its identity, or at the end; undefined takes that one away. Elements without
 * content go in passing, and where no value is known at all, those of other identities go as well: Kustomize does so.
 */
function setElement(list: Node[], { keys, values }: Identity, element: Node | undefined): void {
  const ofMaps = (keys[0] ?? '') !== '' && (values[0] ?? '') !== '';
  let isFound = false;
  const kept: Node[] = [];
  for (const item of list) {
    if (item === null || (isMap(item) && isEmpty(item))) continue;
    if (!isMap(item) && ofMaps) kept.push(item);
    else if (!isMeant(item, keys, values)) {
      if (values.length > 0) kept.push(item);
    } else {
      isFound = true;
      if (element !== undefined) kept.push(element);
    }
  }
  if (element !== undefined && !isFound) kept.push(element);
  list.splice(0, list.length, ...kept);
}

/** Values may be fewer than keys: what is not known counts as the value before it does. */
function isMeant(item: Node, keys: readonly string[], values: readonly string[]): boolean {
  if (keys[0] === '') {
    if (!isScalar(item)) throw wrongShape('ScalarNode', item);
    return scalarText(item) === values[0];
  }
  if (!isMap(item)) throw wrongShape('MappingNode', item);
  return (
    values.length > 0 && keys.every((key, index) => index >= values.length || hasValue(item, key, values[index] ?? ''))
  );
}
