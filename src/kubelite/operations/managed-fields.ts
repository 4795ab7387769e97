/** Who owns which field: kept on every write that goes through the API. The rules themselves are pure (`kube/patch/apply`). */
import { isList, isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import { emptyObject } from '../../kube/builtin/decode.ts';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import { type MergeSchema, UNTYPED } from '../../kube/merge-schema/merge-schema.ts';
import { customResourceSchema } from '../../kube/merge-schema/openapi-schema.ts';
import { type KubeObject, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { FieldSet } from '../../kube/patch/apply/field-set.ts';
import type { OtherVersions } from '../../kube/patch/apply/other-versions.ts';
import { resetFields } from '../../kube/patch/apply/reset-fields.ts';
import { trackUpdate } from '../../kube/patch/apply/track-update.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { Cluster } from './cluster.ts';

export interface FieldClaim {
  readonly definition: ResourceDefinition;
  /** Absent on create. */
  readonly old?: KubeObject;
  readonly next: KubeObject;
  readonly manager: string;
  readonly subresource?: string;
  readonly time: string;
  readonly versions?: OtherVersions;
  /** Fields that nobody comes to own by this write, instead of those that the endpoint resets. */
  readonly unclaimed?: FieldSet;
}

/** The next object with the managed fields it has after this write. */
export function claimFields({
  definition,
  old,
  next,
  manager,
  subresource = '',
  time,
  versions,
  unclaimed,
}: FieldClaim): KubeObject {
  if (isUntrackable(next)) return untracked(next);
  const ignored = unclaimed ?? fieldsResetAt(definition, subresource);
  const managedFields = trackUpdate({
    before: old ?? blankObject(definition),
    after: next,
    creates: old === undefined,
    schema: mergeSchemaOf(definition),
    writer: { name: manager, apiVersion: definition.apiVersion, subresource },
    now: time,
    ...(ignored && { ignored }),
    ...(versions && { versions }),
  });
  const { managedFields: _, ...metadata } = next.metadata;
  return { ...next, metadata: managedFields.length === 0 ? metadata : { ...metadata, managedFields } };
}

const TEMPLATES: readonly (readonly string[])[] = [
  ['template'],
  ['spec'],
  ['spec', 'template'],
  ['spec', 'jobTemplate'],
  ['spec', 'jobTemplate', 'spec', 'template'],
];

/** Where templates tell of owners in a form that is none, a server gives up on those of the whole object. */
function isUntrackable(object: KubeObject): boolean {
  const claims = memberAt(object, 'spec', 'volumeClaimTemplates');
  const parts = [...TEMPLATES.map((path) => memberAt(object, ...path)), ...(isList(claims) ? claims : [])];
  return parts.some((part) => {
    const owners = memberAt(part, 'metadata', 'managedFields');
    return isList(owners) && owners.some(isUnreadable);
  });
}

function isUnreadable(owner: Json): boolean {
  const fields = memberAt(owner, 'fieldsV1');
  return fields !== undefined && fields !== null && !isObject(fields);
}

function untracked({ metadata: { managedFields: _, ...metadata }, ...rest }: KubeObject): KubeObject {
  return { ...rest, metadata };
}

/** An object of the kind with nothing in it: what the first write of an object is compared with. */
export function blankObject({ apiVersion, kind, custom }: ResourceDefinition): JsonObject {
  return custom ? { apiVersion, kind } : emptyObject(apiVersion, kind);
}

const customSchemas = new WeakMap<ResourceDefinition, MergeSchema>();

/** What merging knows of the kind. */
export function mergeSchemaOf(definition: ResourceDefinition): MergeSchema {
  if (!definition.custom) return BUILTIN_SCHEMAS.schemaOf(definition.apiVersion, definition.kind) ?? UNTYPED;
  const known = customSchemas.get(definition);
  if (known) return known;
  const schema = customResourceSchema(definition.schema);
  customSchemas.set(definition, schema);
  return schema;
}

/** The other served versions of a resource. */
export function otherVersions({ registry }: Cluster, { group, plural, shelf }: ResourceDefinition): OtherVersions {
  return (apiVersion) => {
    const { group: otherGroup, version } = splitApiVersion(apiVersion);
    const other = otherGroup === group ? registry.find(group, version, plural) : undefined;
    if (other?.shelf !== shelf) return undefined;
    // Custom kinds are looked at as they are: pruning comes later. What is converted is an object of the kind.
    const convert = (object: JsonObject) =>
      other.custom ? { ...object, apiVersion } : other.convert(object as KubeObject, apiVersion);
    return { schema: mergeSchemaOf(other), convert };
  };
}

/** What a write to this endpoint can't set, and so nobody comes to own by it. */
export function fieldsResetAt(definition: ResourceDefinition, subresource: string): FieldSet | undefined {
  const { apiVersion, kind, strategy } = definition;
  return resetFields({ apiVersion, kind, subresource, hasStatus: strategy.hasStatus });
}
