/** Defaults in the schema of a custom kind: each must itself be a value that its schema takes. */
import { AppError } from '../../base/errors.ts';
import { jsonEqual } from '../../base/json-equal.ts';
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { coerceEmbedded, embeddedCauses } from '../schema/embedded-objects.ts';
import { pruneValue } from '../schema/prune.ts';
import { schemaCauses } from '../schema/validate.ts';
import { invalid } from '../validation/causes.ts';
import { schemaEntries } from './nested-schemas.ts';

export interface DefaultDemands {
  /** Defaults have no members that their schema does not know. */
  readonly pruned: boolean;
  readonly rules?: ValueJudge;
}

/** Judges values by rules in CEL. */
export interface ValueJudge {
  /** What the rules of a schema say of a value, as a new one and as one that stays. */
  readonly ofValue: (schema: JsonObject, value: Json, path: string) => readonly FieldCause[];
}

/** Causes for all defaults of a structural schema. None are looked for in additional properties, where none may stand. */
export function defaultCauses(schema: JsonObject, path: string, demands: DefaultDemands): readonly FieldCause[] {
  const { items } = schema;
  const given = schema['default'];
  return [
    ...(given === undefined || given === null ? [] : ownCauses(given, schema, { field: `${path}.default`, demands })),
    ...(isObject(items) ? defaultCauses(items, `${path}.items`, demands) : []),
    ...schemaEntries(schema['properties']).flatMap(([name, inner]) =>
      defaultCauses(inner, `${path}.properties[${name}]`, demands),
    ),
  ];
}

interface Place {
  readonly field: string;
  readonly demands: DefaultDemands;
}

function ownCauses(given: Json, schema: JsonObject, { field, demands }: Place): readonly FieldCause[] {
  const unpruned =
    demands.pruned && !isPruned(given, schema) ? [invalid(field, given, 'must not have unknown fields')] : [];
  const coerced = coercionCauses(given, schema, field);
  if (coerced.length > 0) return [...unpruned, ...coerced];
  const embedded = embeddedCauses(given, schema, field);
  const formal = embedded.length > 0 ? embedded : schemaCauses(given, schema, { at: field });
  return [...unpruned, ...(formal.length > 0 ? formal : (demands.rules?.ofValue(schema, given, field) ?? []))];
}

function coercionCauses(given: Json, schema: JsonObject, field: string): readonly FieldCause[] {
  try {
    // Wrapped, so that a default that is a list or a scalar is walked like any other.
    coerceEmbedded({ default: given }, { properties: { default: schema } });
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'kube.bad-request') throw error;
    const [, place = '', message = ''] = /^default\.?(.*?): (.*)$/s.exec(error.message) ?? [];
    return [{ field: place === '' ? field : `${field}.${place}`, message, reason: 'FieldValueInvalid' }];
  }
}

/** Whether some schema of a definition has a default with members that are not known. */
export function hasUnprunedDefault(schema: JsonObject): boolean {
  const { default: given, items } = schema;
  if (given !== undefined && given !== null && !isPruned(given, schema)) return true;
  if (isObject(items) && hasUnprunedDefault(items)) return true;
  return schemaEntries(schema['properties']).some(([, inner]) => hasUnprunedDefault(inner));
}

/** Whether a schema fills in any value. */
export function hasDefault(schema: JsonObject): boolean {
  const { default: given, items } = schema;
  if (given !== undefined && given !== null) return true;
  if (isObject(items) && hasDefault(items)) return true;
  const more = schema['additionalProperties'];
  if (isObject(more) && hasDefault(more)) return true;
  return schemaEntries(schema['properties']).some(([, inner]) => hasDefault(inner));
}

function isPruned(value: Json, schema: JsonObject): boolean {
  return jsonEqual(pruneValue(value, schema), value);
}
