/** How objects of custom kinds merge, as the definitions in their cluster say. */
import { isList, isObject, member, textAt } from '../../base/json-value.ts';
import type { MergeSchema, SchemaSource } from '../../kube/merge-schema/merge-schema.ts';
import { customResourceSchema } from '../../kube/merge-schema/openapi-schema.ts';
import { type KubeObject, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';

interface KnownSchema {
  /** Of the definition that it was made from. */
  readonly definition: string;
  readonly schema: MergeSchema | undefined;
}

/** By cluster, so that definitions, which can be large, are read once per change. */
const KNOWN = new WeakMap<LiveCluster, Map<string, KnownSchema>>();

/**
 * Schemas of the kinds of these objects that `builtin` does not know. What has no definition to be seen has none. Throws
 * where a definition cannot be read.
 */
export async function customSchemas(
  cluster: LiveCluster,
  objects: readonly KubeObject[],
  builtin: SchemaSource,
): Promise<SchemaSource> {
  const kinds = new Map(objects.map((object) => [nameOf(object.apiVersion, object.kind), object]));
  const found = new Map<string, MergeSchema | undefined>();
  for (const [name, { apiVersion, kind }] of kinds) {
    if (builtin.schemaOf(apiVersion, kind) === undefined) found.set(name, await schemaIn(cluster, apiVersion, kind));
  }
  return { schemaOf: (apiVersion, kind) => found.get(nameOf(apiVersion, kind)) };
}

function nameOf(apiVersion: string, kind: string): string {
  return `${apiVersion} ${kind}`;
}

async function schemaIn(cluster: LiveCluster, apiVersion: string, kind: string): Promise<MergeSchema | undefined> {
  const { group, version } = splitApiVersion(apiVersion);
  const resource = cluster.resourceFor(group, kind, version);
  if (resource === undefined) return undefined;
  const name = `${resource.plural}.${group}`;
  const key = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition', namespace: '', name };
  const record = cluster.get(key);
  if (record === undefined) return undefined;
  const known = KNOWN.get(cluster) ?? new Map<string, KnownSchema>();
  KNOWN.set(cluster, known);
  const definition = `${record.uid} ${record.resourceVersion}`;
  const before = known.get(nameOf(apiVersion, kind));
  if (before?.definition === definition) return before.schema;
  const schema = schemaOfVersion(await cluster.body(key), version);
  known.set(nameOf(apiVersion, kind), { definition, schema });
  return schema;
}

function schemaOfVersion(definition: KubeObject | undefined, version: string): MergeSchema | undefined {
  const versions = member(definition?.spec, 'versions');
  const wanted = isList(versions) ? versions.find((entry) => textAt(entry, 'name') === version) : undefined;
  const schema = member(member(wanted, 'schema'), 'openAPIV3Schema');
  return isObject(schema) ? customResourceSchema(schema) : undefined;
}
