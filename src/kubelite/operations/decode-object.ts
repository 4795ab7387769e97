/** Gives what a client sent the form of its kind: known fields in order, and the names of the unknown ones. */
import { type Decoded, decodeTyped } from '../../kube/builtin/decode.ts';
import { storedForm } from '../../kube/builtin/stored-form.ts';
import { structOfKind } from '../../kube/builtin/type-table.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';

export interface DecodedObject {
  readonly object: KubeObject;
  /** Paths of fields that the kind does not have. */
  readonly unknown: readonly string[];
}

/** Throws `kube.bad-request` with Go's sentence for a value of a wrong type. */
export function decodeObject(definition: ResourceDefinition, object: KubeObject): DecodedObject {
  if (definition.custom) return definition.strategy.decode?.(object) ?? { object, unknown: [] };
  const struct = structOfKind(definition.apiVersion, definition.kind);
  if (!struct) return { object, unknown: [] };
  const decoded: Decoded = decodeTyped(object, struct);
  const { apiVersion, kind } = definition;
  // The type table makes `metadata` an object for every kind.
  const typed = { ...decoded.object, apiVersion, kind } as KubeObject;
  return { object: keptReset(typed, object), unknown: decoded.unknown };
}

/** An empty list of managers ends tracking, where an absent one keeps it. */
function keptReset(typed: KubeObject, { metadata }: KubeObject): KubeObject {
  const entries = metadata?.managedFields;
  if (!Array.isArray(entries) || entries.length > 0) return typed;
  return { ...typed, metadata: { ...typed.metadata, managedFields: [] } };
}

/** Kinds of the servers beside the main one, which know no other form. */
const STORED_AS_JSON: ReadonlySet<string> = new Set([
  'apiextensions.k8s.io/customresourcedefinitions',
  'apiregistration.k8s.io/apiservices',
]);

/** The object as it comes back from storage (`storedForm`); custom kinds are stored as they are. */
export function asStored(definition: ResourceDefinition, object: KubeObject): KubeObject {
  if (STORED_AS_JSON.has(definition.shelf)) return object;
  const struct = definition.custom ? undefined : structOfKind(definition.apiVersion, definition.kind);
  return struct === undefined ? object : (storedForm(object, struct) as KubeObject);
}

/** The object as it would come back from storage: what a dry run tells. */
export function asReadBack(definition: ResourceDefinition, object: KubeObject): KubeObject {
  const { convert, storedAs, apiVersion } = definition;
  const kept = asStored(definition, object);
  return storedAs === apiVersion ? kept : convert(convert(kept, storedAs), apiVersion);
}
