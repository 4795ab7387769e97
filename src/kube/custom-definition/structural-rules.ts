/** What a schema must obey so that the type of every value is known from one place (KEP 2337, "structural schemas"). */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid, required } from '../validation/causes.ts';
import { combinationCauses, patternCauses } from './nested-rules.ts';
import { schemaEntries } from './nested-schemas.ts';
import { completenessCauses } from './structural-completeness.ts';

/** Where a schema stands: at the root of an object, as that of a list's elements, or of a member. */
export type Level = 'root' | 'item' | 'field';

/** Causes in the order of their text, which is the server's. The schema must be one that `unstructuredReason` lets pass. */
export function structuralCauses(schema: JsonObject, path: string): readonly FieldCause[] {
  const causes = [...invariantCauses(schema, 'root', path), ...completenessCauses(schema, path)];
  const text = ({ field, message }: FieldCause) => `${field}: ${message}`;
  return causes.toSorted((one, other) => (text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0));
}

function invariantCauses(schema: JsonObject, level: Level, path: string): readonly FieldCause[] {
  return [
    ...belowCauses(schema, level, path),
    ...extensionCauses(schema, path),
    ...combinationCauses(schema, path),
    ...patternCauses(schema, path),
    ...typeCauses(schema, level, path),
    ...headCauses(schema, level, path),
    ...embeddedCauses(schema, path),
  ];
}

function belowCauses(schema: JsonObject, level: Level, path: string): readonly FieldCause[] {
  const { type, items, properties, additionalProperties } = schema;
  return [
    ...(type === 'array' && !isObject(items) ? [required(`${path}.items`, 'must be specified')] : []),
    ...(isObject(items) ? invariantCauses(items, 'item', `${path}.items`) : []),
    ...schemaEntries(properties).flatMap(([name, inner]) =>
      invariantCauses(inner, 'field', `${path}.properties[${name}]`),
    ),
    ...(additionalProperties !== undefined && level === 'root'
      ? [forbidden(`${path}.additionalProperties`, 'must not be used at the root')]
      : []),
    ...(isObject(additionalProperties)
      ? invariantCauses(additionalProperties, 'field', `${path}.additionalProperties`)
      : []),
  ];
}

function extensionCauses(schema: JsonObject, path: string): readonly FieldCause[] {
  if (schema['x-kubernetes-int-or-string'] !== true) return [];
  return ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource']
    .filter((name) => schema[name] === true)
    .map((name) => invalid(`${path}.${name}`, true, 'must be false if x-kubernetes-int-or-string is true'));
}

const NO_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function typeCauses(schema: JsonObject, level: Level, path: string): readonly FieldCause[] {
  const type = textAt(schema, 'type') ?? '';
  const field = `${path}.type`;
  const rootCauses =
    level === 'root' && type !== '' && type !== 'object' ? [invalid(field, type, 'must be object at the root')] : [];
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  if (embedded && type !== 'object') {
    const detail = 'must be object if x-kubernetes-embedded-resource is true';
    return [type === '' ? required(field, detail) : invalid(field, type, detail), ...rootCauses];
  }
  const open = schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return type === '' && !open ? [required(field, NO_TYPE[level])] : rootCauses;
}

/** Members that every object of Kubernetes has keep their types; nothing may be said about metadata but its name. */
function headCauses(schema: JsonObject, level: Level, path: string): readonly FieldCause[] {
  const whole = level === 'root' || schema['x-kubernetes-embedded-resource'] === true;
  const members = new Map(schemaEntries(schema['properties']));
  const typed = whole ? [...members].filter(([name]) => name === 'kind' || name === 'apiVersion') : [];
  const texts = typed.flatMap(([name, { type = '' }]) =>
    type === 'string' ? [] : [invalid(`${path}.properties[${name}].type`, type, 'must be string')],
  );
  const metadata = members.get('metadata');
  if (metadata === undefined) return texts;
  const field = `${path}.properties[metadata]`;
  const type = textAt(metadata, 'type') ?? '';
  return [
    ...texts,
    ...(whole && type !== 'object' ? [invalid(`${field}.type`, type, 'must be object')] : []),
    ...(level === 'root' && !saysNamesOnly(metadata)
      ? [
          forbidden(
            field,
            'must not specify anything other than name and generateName, but metadata is implicitly specified',
          ),
        ]
      : []),
  ];
}

/** Keywords that say nothing about structure, or are judged elsewhere. */
const HARMLESS = new Set(['type', 'default', 'properties', 'example', 'externalDocs']);

function saysNamesOnly(metadata: JsonObject): boolean {
  const names = schemaEntries(metadata['properties']).map(([name]) => name);
  const said = Object.entries(metadata).filter(([name, value]) => !HARMLESS.has(name) && !isNothing(value));
  return said.length === 0 && names.every((name) => name === 'name' || name === 'generateName');
}

function isNothing(value: Json | undefined): boolean {
  return (
    value === undefined || value === null || value === '' || value === false || (isList(value) && value.length === 0)
  );
}

function embeddedCauses(schema: JsonObject, path: string): readonly FieldCause[] {
  if (schema['x-kubernetes-embedded-resource'] !== true) return [];
  const described = schemaEntries(schema['properties']).length > 0;
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  return [
    ...(schema['additionalProperties'] === undefined
      ? []
      : [forbidden(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set')]),
    ...(described || open
      ? []
      : [
          required(
            `${path}.properties`,
            'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
          ),
        ]),
  ];
}
