/** Whether a configuration fits its type, with the sentences of structured-merge-diff. */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';
import { goText } from '../../object/go-text.ts';
import { memberSchema } from './effective-schema.ts';
import { elementStep, memberStep, pathText, stepText } from './path-element.ts';

/** What does not fit, each as `.path: sentence`; empty where all is well. */
export function misfitsOf(value: Json, schema: MergeSchema): readonly string[] {
  return fits(value, schema) ? [] : misfitsAt(value, schema, []);
}

/** True where nothing can be wrong, as it mostly is: sentences and their paths are made only for what this refuses. */
function fits(value: Json, schema: MergeSchema): boolean {
  if (value === null) return true;
  switch (schema.kind) {
    case 'object':
    case 'map':
      return isObject(value) && membersFit(value, schema);
    case 'list':
      return isList(value) && (schema.atomic || keysDiffer(value, schema)) && elementsFit(value, schema.element);
    case 'number':
      return isNumber(value);
    case 'string':
    case 'boolean':
      return typeof value === schema.kind;
    case 'scalar':
      return typeof value !== 'object';
    case 'untyped':
      return true;
  }
}

function membersFit(value: JsonObject, schema: MergeSchema): boolean {
  for (const name of Object.keys(value)) {
    const item = value[name];
    if (item === undefined) continue;
    const field = schema.field(name);
    if (field === undefined || !fits(item, field.schema)) return false;
  }
  return true;
}

function elementsFit(list: readonly Json[], element: MergeSchema): boolean {
  return list.every((item) => fits(item, element));
}

function keysDiffer(list: readonly Json[], schema: MergeSchema): boolean {
  const steps = list.map((element) => elementStep(schema, element));
  return !steps.includes(undefined) && new Set(steps).size === list.length;
}

function misfitsAt(value: Json, schema: MergeSchema, path: readonly string[]): readonly string[] {
  if (value === null) return [];
  switch (schema.kind) {
    case 'object':
    case 'map':
      return isObject(value)
        ? misfitsOfMembers(value, schema, path)
        : [at(path, `expected map, got &{${goText(value)}}`)];
    case 'list':
      return isList(value) ? misfitsOfList(value, schema, path) : [at(path, `expected list, got &{${goText(value)}}`)];
    case 'number':
      return isNumber(value) ? [] : [at(path, `expected numeric (int or float), got ${goType(value)}`)];
    case 'string':
      return typeof value === 'string' ? [] : [at(path, `expected string, got ${goSyntax(value)}`)];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [at(path, `expected boolean, got ${goSyntax(value)}`)];
    case 'scalar':
      return isObject(value) || isList(value) ? [at(path, `expected any scalar, got &{${goText(value)}}`)] : [];
    case 'untyped':
      return [];
  }
}

/** True for a misfit of two elements with the same key. */
export function isDuplicate(misfit: string): boolean {
  return misfit.includes(': duplicate entries for key ');
}

/** Several misfits as one message. */
export function misfitText(misfits: readonly string[]): string {
  if (misfits.length === 1) return misfits[0] ?? '';
  return `errors:\n${misfits
    .toSorted()
    .map((misfit) => `  ${misfit}`)
    .join('\n')}`;
}

function misfitsOfMembers(
  value: Readonly<Record<string, Json | undefined>>,
  schema: MergeSchema,
  path: readonly string[],
): readonly string[] {
  return Object.entries(value).flatMap(([name, item]) => {
    if (item === undefined) return [];
    const inner = [...path, memberStep(name)];
    if (schema.field(name) === undefined) return [at(inner, 'field not declared in schema')];
    return misfitsAt(item, memberSchema(schema, name), inner);
  });
}

function misfitsOfList(list: readonly Json[], schema: MergeSchema, path: readonly string[]): readonly string[] {
  if (schema.atomic)
    return list.flatMap((element, index) => misfitsAt(element, schema.element, [...path, `i:${index}`]));
  const seen = new Set<string>();
  return list.flatMap((element, index) => {
    const step = elementStep(schema, element);
    if (step === undefined) return [at(path, `element ${index}: ${wrongElement(element, schema)}`)];
    if (seen.has(step)) return [at(path, `duplicate entries for key ${stepText(step)}`)];
    seen.add(step);
    return misfitsAt(element, schema.element, [...path, step]);
  });
}

function wrongElement(element: Json, schema: MergeSchema): string {
  if (schema.listType === 'set') {
    return element === null
      ? "associative list without keys has an element that's an explicit null"
      : 'list elements of a set must be scalar';
  }
  if (element === null) return 'associative list with keys may not have a null element';
  if (!isObject(element)) return 'associative list with keys may not have non-map elements';
  const missing = schema.listKeys.find((name) => element[name] === undefined);
  if (schema.listKeys.every((name) => element[name] === undefined)) {
    const keys = schema.listKeys.map((name) => JSON.stringify(name)).join(' ');
    return `associative list with keys has an element that omits all key fields [${keys}] (and doesn't have default values for any key fields)`;
  }
  return `associative list with keys has an element that omits key field "${missing}" (and doesn't have default value)`;
}

function at(path: readonly string[], sentence: string): string {
  return `${pathText(path)}: ${sentence}`;
}

function isNumber(value: Json): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function goType(value: Json): string {
  if (isList(value)) return '[]interface {}';
  if (isObject(value)) return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** As `%#v` prints the value inside structured-merge-diff. */
function goSyntax(value: Json): string {
  return `&value.valueUnstructured{Value:${goLiteral(value)}}`;
}

function goLiteral(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (isList(value)) return `[]interface {}{${value.map(goLiteral).join(', ')}}`;
  if (!isObject(value)) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const members = Object.keys(value).sort();
  return `map[string]interface {}{${members.map((name) => `${JSON.stringify(name)}:${goLiteral(value[name] ?? null)}`).join(', ')}}`;
}
