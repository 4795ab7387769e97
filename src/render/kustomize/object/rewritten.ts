/** Objects that are JSON for a moment, or for good: nothing but their values. */
import { setOwn } from '../../../base/json/own.ts';
import { kustomizeFault } from '../fault.ts';
import type { Node, NodeMap } from './node.ts';
import { openKeys } from './notes.ts';
import { type PlainValue, Written } from './written.ts';

/** What only values are left of, for what reads nothing else. */
export type PlainNode = PlainValue | PlainNode[] | PlainMap;

export interface PlainMap {
  [key: string]: PlainNode;
}

/** A copy of the values alone. */
export function rewritten(value: Node): PlainNode {
  return copied(value, () => undefined);
}

/** The values of an object as JSON. Throws for keys that are no texts, as Kustomize does when it reads what it wrote. */
export function asJson(object: NodeMap, name: () => string): PlainMap {
  const refuse = (key: string): void => {
    throw kustomizeFault(`${name()} has a key that is no text, ${key}: ${NO_JSON}`);
  };
  const copy: PlainMap = {};
  // Keys of the object itself are read as texts, whatever they are.
  for (const [key, item] of Object.entries(object)) setOwn(copy, key, copied(item, refuse));
  return copy;
}

const NO_JSON = 'json: unsupported type: map[interface {}]interface {}';

function copied(value: Node, refuse: (key: string) => void): PlainNode {
  if (value instanceof Written) return value.value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copied(item, refuse));
  for (const key of openKeys(value)) if (Object.hasOwn(value, key)) refuse(key);
  const copy: PlainMap = {};
  for (const [key, item] of Object.entries(value)) setOwn(copy, key, copied(item, refuse));
  return copy;
}
