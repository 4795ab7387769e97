/** Lists whose elements are told apart by keys, or by themselves. */
import { at, isEmpty, isMap, isScalar, type Node, put, scalarText } from '../object/node.ts';
import { type Merging, merged } from './merge.ts';

/** Both lists as one: elements of the patch first, in its order, then the rest. */
export function mergeElements(target: Node[], patch: Node[], { schema, field }: Merging): Node[] | undefined {
  const keys =
    schema !== undefined && schema.listKeys.length > 0 ? schema.listKeys : field?.mergeKey ? [field.mergeKey] : [];
  const result = keys.length === 0 ? mergedValues(target, patch) : mergedMaps({ target, patch, keys, schema });
  return result.length === 0 && target.length === 0 && patch.length === 0 ? target : result;
}

function mergedValues(target: readonly Node[], patch: readonly Node[]): Node[] {
  const seen = new Set<string>();
  return [...patch, ...target].filter((item) => {
    const text = scalarText(item);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

interface Lists {
  readonly target: Node[];
  readonly patch: Node[];
  readonly keys: readonly string[];
  readonly schema: Merging['schema'];
}

function mergedMaps({ target, patch, keys, schema }: Lists): Node[] {
  const completed = completeKeys([...patch, ...target].map((item) => keyValues(item, keys)));
  const used = keys.filter((_, index) => completed.some((values) => values[index] !== ''));
  const valid = used.length === 0 ? keys : used;
  const result: Node[] = [];
  const taken = new Set<string>();
  let rest = target;
  for (const values of completed) {
    const wanted = keys
      .map((key, index) => ({ key, value: values[index] ?? '' }))
      .filter(({ key }) => valid.includes(key));
    const identity = JSON.stringify(wanted.map(({ value }) => value));
    if (taken.has(identity) || wanted.every(({ value }) => value === '')) continue;
    taken.add(identity);
    const known = wanted.filter(({ value }) => value !== '');
    const [own, change] = [findElement(rest, known), findElement(patch, known)];
    const value = merged(own, change, { schema: schema?.element, field: undefined });
    rest = rest.filter((item) => item !== own);
    if (value === undefined || isEmpty(value)) continue;
    for (const { key, value: text } of known) if (isMap(value) && at(value, key) === undefined) put(value, key, text);
    result.push(value);
  }
  const keyless = rest.filter((item) => keyValues(item, valid).every((value) => value === ''));
  return [...result, ...keyless];
}

function keyValues(item: Node, keys: readonly string[]): readonly string[] {
  return keys.map((key) => scalarText(at(item, key)));
}

/** Elements that agree in a key, and differ only in what one of them leaves out, are the same element. */
function completeKeys(tuples: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const result = [...tuples];
  if ((tuples[0]?.length ?? 0) < 2) return result;
  for (const left of result.keys()) {
    for (const right of result.keys()) {
      const both = together(result[left] ?? [], result[right] ?? []);
      if (both !== undefined) result[left] = result[right] = both;
    }
  }
  return result;
}

function together(left: readonly string[], right: readonly string[]): readonly string[] | undefined {
  const agree = left.some((value, index) => value === right[index]);
  const fit = left.every((value, index) => value === right[index] || value === '' || right[index] === '');
  return agree && fit ? left.map((value, index) => value || (right[index] ?? '')) : undefined;
}

interface KeyValue {
  readonly key: string;
  readonly value: string;
}

function findElement(list: readonly Node[], wanted: readonly KeyValue[]): Node | undefined {
  return list.find((item) => wanted.every(({ key, value }) => matches(at(item, key), value)));
}

function matches(found: Node | undefined, value: string): boolean {
  return isScalar(found) && scalarText(found) === value;
}
