/** What may stand in `allOf`, `anyOf`, `oneOf` and `not`: values are restricted there, never described. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { patternFault } from '../../base/regexp/pattern-fault.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid } from '../validation/causes.ts';
import { schemaEntries, schemaList } from './nested-schemas.ts';

/** A number or a text: the one combination that may name types. */
const INT_OR_STRING: Json = [{ type: 'integer' }, { type: 'string' }];

/** Causes in the combinations of a schema. */
export function combinationCauses(schema: JsonObject, path: string): readonly FieldCause[] {
  return [
    ...(jsonEqual(schema['anyOf'], INT_OR_STRING) ? [] : listCauses(schema, 'anyOf', path)),
    ...schemaList(schema['allOf']).flatMap((inner, index) =>
      index === 0 && jsonEqual(inner['anyOf'], INT_OR_STRING)
        ? nestedCauses({ ...inner, anyOf: [] }, `${path}.allOf[${index}]`)
        : nestedCauses(inner, `${path}.allOf[${index}]`),
    ),
    ...listCauses(schema, 'oneOf', path),
    ...(isObject(schema['not']) ? nestedCauses(schema['not'], `${path}.not`) : []),
  ];
}

/** The pattern can be compiled. */
export function patternCauses({ pattern }: JsonObject, path: string): readonly FieldCause[] {
  if (typeof pattern !== 'string' || pattern === '') return [];
  const fault = patternFault(pattern);
  return fault === undefined
    ? []
    : [invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${fault}`)];
}

function listCauses(schema: JsonObject, keyword: string, path: string): readonly FieldCause[] {
  return schemaList(schema[keyword]).flatMap((inner, index) => nestedCauses(inner, `${path}.${keyword}[${index}]`));
}

/** Keywords that describe, by what they may at most be. */
const DESCRIBING: readonly (readonly [keyword: string, detail: string])[] = [
  ['type', 'must be empty to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
];

function nestedCauses(schema: JsonObject, path: string): readonly FieldCause[] {
  const { items, additionalProperties, properties } = schema;
  const members = schemaEntries(properties);
  return [
    ...combinationCauses(schema, path),
    ...patternCauses(schema, path),
    ...(isObject(items) ? nestedCauses(items, `${path}.items`) : []),
    ...members.flatMap(([name, inner]) => nestedCauses(inner, `${path}.properties[${name}]`)),
    ...(isObject(additionalProperties) || additionalProperties === true
      ? [forbidden(`${path}.additionalProperties`, 'must be undefined to be structural')]
      : []),
    ...DESCRIBING.filter(([keyword]) => isSaid(schema[keyword])).map(([keyword, detail]) =>
      forbidden(`${path}.${keyword}`, detail),
    ),
    ...(members.some(([name]) => name === 'metadata')
      ? [forbidden(`${path}.properties[metadata]`, 'must not be specified in a nested context')]
      : []),
  ];
}

function isSaid(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return !isList(value) || value.length > 0;
}
