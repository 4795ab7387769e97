/** Judges whole custom resources, in the order of the API server: type, metadata, schema, scale, embedded objects, lists, rules. */
import { isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid } from '../validation/causes.ts';
import { metadataCauses, metadataUpdateCauses } from '../validation/metadata.ts';
import { embeddedCauses } from './embedded-objects.ts';
import { wrongListElements } from './list-types.ts';
import { scaleSpecCauses, scaleStatusCauses } from './scale-paths.ts';
import { hasRules } from './structural.ts';
import { schemaCauses } from './validate.ts';

export interface CustomKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: JsonObject;
  /** `subresources.scale` of the definition's version. */
  readonly scale?: JsonObject;
  /** Judges by the rules of the schema, once nothing else is badly wrong. */
  readonly rules?: (object: JsonObject, old: JsonObject | undefined) => readonly FieldCause[];
}

/** Causes for an object to be created. */
export function customCauses(object: JsonObject, kind: CustomKind): readonly FieldCause[] {
  const { schema } = kind;
  const typed = typeCauses(object, kind);
  const own =
    typed.length > 0
      ? typed
      : [...metadataCauses(object), ...schemaCauses(object, schema), ...scaleCauses(object, kind)];
  return withRules([...own, ...embeddedCauses(object, schema), ...wrongListElements(object, schema)], kind, { object });
}

/** Causes for an object that is to replace `old`. */
export function customUpdateCauses(object: JsonObject, old: JsonObject, kind: CustomKind): readonly FieldCause[] {
  const { schema } = kind;
  const typed = typeCauses(object, kind);
  const own =
    typed.length > 0
      ? typed
      : [
          ...metadataUpdateCauses(object, old),
          ...schemaCauses(object, schema, { earlier: { value: old } }),
          ...scaleCauses(object, kind),
        ];
  return withRules([...own, ...embeddedCauses(object, schema), ...listCauses(object, old, schema)], kind, {
    object,
    old,
  });
}

/** Causes for a status that is to replace that of `old`. */
export function customStatusCauses(object: JsonObject, old: JsonObject, kind: CustomKind): readonly FieldCause[] {
  const { schema, scale } = kind;
  const declared = memberAt(schema, 'properties', 'status');
  const { status } = object;
  const before = old['status'];
  const earlier = before === undefined ? undefined : { value: before };
  const own = [
    ...metadataUpdateCauses(object, old),
    ...(status !== undefined && isObject(declared) ? schemaCauses(status, declared, { at: 'status', earlier }) : []),
    ...(scale === undefined ? [] : scaleStatusCauses(object, scale)),
  ];
  return withRules([...own, ...listCauses(object, old, schema)], kind, { object, old });
}

function typeCauses(object: JsonObject, { apiVersion, kind }: CustomKind): readonly FieldCause[] {
  const [ownKind, ownVersion] = [textAt(object, 'kind') ?? '', textAt(object, 'apiVersion') ?? ''];
  return [
    ...(ownKind === kind ? [] : [invalid('kind', ownKind, `must be ${kind}`)]),
    ...(ownVersion === apiVersion ? [] : [invalid('apiVersion', ownVersion, `must be ${apiVersion}`)]),
  ];
}

function scaleCauses(object: JsonObject, { scale }: CustomKind): readonly FieldCause[] {
  return scale === undefined ? [] : [...scaleSpecCauses(object, scale), ...scaleStatusCauses(object, scale)];
}

/** Who had duplicates may keep them. */
function listCauses(object: Json, old: Json, schema: JsonObject): readonly FieldCause[] {
  return wrongListElements(old, schema).length > 0 ? [] : wrongListElements(object, schema);
}

const UNCHECKED: FieldCause = {
  field: '<nil>',
  message:
    'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
  reason: 'FieldValueInvalid',
};
/** After these the server does not go on to the rules of the schema. */
const BLOCKING = new Set([
  'FieldValueRequired',
  'FieldValueTypeInvalid',
  'FieldValueNotSupported',
  'FieldValueTooLong',
  'FieldValueTooMany',
]);

function withRules(
  causes: readonly FieldCause[],
  { schema, rules }: CustomKind,
  change: { readonly object: JsonObject; readonly old?: JsonObject },
): readonly FieldCause[] {
  if (!hasRules(schema)) return causes;
  if (causes.some(({ reason }) => BLOCKING.has(reason ?? ''))) return [...causes, UNCHECKED];
  return [...causes, ...(rules?.(change.object, change.old) ?? [])];
}
