/** Objects that are JSON for a moment, or for good: nothing but their values. */
import { setOwn } from '../../../base/json/own.ts';
import { kustomizeFault } from '../fault.ts';
import type { Node, NodeMap } from './node.ts';
import { isFlow, nullText, openKeys } from './notes.ts';
import { type PlainValue, Written } from './written.ts';

/** What only values are left of, for what reads nothing else. */
export type PlainNode = PlainValue | PlainNode[] | PlainMap;

export interface PlainMap {
  [key: string]: PlainNode;
}

/** A copy of the values alone. */
export function rewritten(value: Node): PlainNode {
  return copied(value, false, () => undefined);
}

/** The values of an object as JSON. Throws for keys that are no texts, as Kustomize does when it reads what it wrote. */
export function asJson(object: NodeMap, name: () => string): PlainMap {
  const refuse = (key: string): void => {
    throw kustomizeFault(`${name()} has a key that is no text, ${key}: ${NO_JSON}`);
  };
  const holder = { node: object, isFlow: isFlow(object) };
  const copy: PlainMap = {};
  // Keys of the object itself are read as texts, whatever they are.
  for (const [key, item] of Object.entries(object)) setOwn(copy, key, memberOf(holder, [key, item], refuse));
  return copy;
}

const NO_JSON = 'json: unsupported type: map[interface {}]interface {}';

type Refuse = (key: string) => void;

interface Holder {
  readonly node: NodeMap | Node[];
  /** Or something around it. */
  readonly isFlow: boolean;
}

function copied(value: Node, within: boolean, refuse: Refuse): PlainNode {
  if (value instanceof Written) return value.value;
  if (typeof value !== 'object' || value === null) return value;
  const holder = { node: value, isFlow: within || isFlow(value) };
  if (Array.isArray(value)) return value.map((item, index) => memberOf(holder, [String(index), item], refuse));
  for (const key of openKeys(value)) if (Object.hasOwn(value, key)) refuse(key);
  const copy: PlainMap = {};
  for (const entry of Object.entries(value)) setOwn(copy, entry[0], memberOf(holder, entry, refuse));
  return copy;
}

/** In braces and brackets nothing at all cannot be written: it becomes the empty text. */
function memberOf(holder: Holder, [key, item]: readonly [string, Node], refuse: Refuse): PlainNode {
  if (item === null && holder.isFlow && nullText(holder.node, key) === '') return '';
  return copied(item, holder.isFlow, refuse);
}
