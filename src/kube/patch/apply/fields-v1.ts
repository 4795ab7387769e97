/** The FieldsV1 JSON format of `metadata.managedFields`: `{"f:spec":{"f:replicas":{}}}`. */
import { isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { EMPTY_SET, type FieldSet, fieldSet, LEAF } from './field-set.ts';
import { canonicalStep, compareSteps } from './path-element.ts';

/** Neither values nor sets ever change, and most writes touch the fields of one manager of several. */
const parsed = new WeakMap<JsonObject, FieldSet>();
const formatted = new WeakMap<FieldSet, JsonObject>();

/** Reads the format; steps that are not understood are left out, as an unknown kind of step is no field of ours. */
export function parseFieldsV1(fields: Json | undefined): FieldSet {
  if (!isObject(fields)) return EMPTY_SET;
  const known = parsed.get(fields);
  if (known !== undefined) return known;
  const set = { ...parseNode(fields), member: false };
  parsed.set(fields, set);
  return set;
}

function parseNode(node: JsonObject): FieldSet {
  const children: (readonly [string, FieldSet])[] = [];
  let member = false;
  let empty = true;
  for (const [key, value] of Object.entries(node)) {
    empty = false;
    if (key === '.') {
      member = true;
      continue;
    }
    const step = canonicalStep(key);
    if (step !== undefined && isObject(value)) children.push([step, parseNode(value)]);
  }
  return empty ? LEAF : fieldSet(member, children);
}

/** Writes the format in the server's order. */
export function formatFieldsV1(set: FieldSet): JsonObject {
  const known = formatted.get(set);
  if (known !== undefined) return known;
  const node = formatNode(set);
  formatted.set(set, node);
  if (!set.member) parsed.set(node, set);
  return node;
}

function formatNode(set: FieldSet): JsonObject {
  const node: Record<string, Json> = {};
  if (set.member && set.children.size > 0) node['.'] = {};
  for (const step of [...set.children.keys()].sort(compareSteps)) {
    node[step] = formatNode(set.children.get(step) ?? EMPTY_SET);
  }
  return node;
}
