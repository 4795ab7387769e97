/** The OpenAPI v3 document of one group and version: paths with their operations, and the schemas of the kinds. */
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { goTypeOf, SchemaCollection } from './builtin-schemas.ts';
import { customSchema, type SchemaVersion } from './custom-schema.ts';
import { type DescribedResource, pathItems, versionItem } from './path-items.ts';

const OBJECT_META = 'meta/v1.ObjectMeta';
const LIST_META = 'meta/v1.ListMeta';
const TOKEN = { type: 'apiKey', description: 'Bearer Token authentication', name: 'authorization', in: 'header' };

/** What every document says of itself. */
export const OPENAPI_INFO = { title: 'Kubernetes', version: '1.35' };
/** How a client says who it is. */
export const SECURITY_SCHEMES: JsonObject = { BearerToken: TOKEN };

/** What the documents of custom resources say of themselves. */
const CUSTOM_INFO = { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' };

/** The document of the resources of one version; for v2 with the schemas that this can say. */
export function groupDocument(resources: readonly ResourceDefinition[], version: SchemaVersion = 'v3'): JsonObject {
  const builtin = resources.find(({ custom }) => !custom);
  const schemas = new SchemaCollection(builtin || version === 'v2' ? 'all' : 'custom');
  const paths = [
    ...(builtin ? [versionItem(builtin, schemas)] : []),
    ...resources.flatMap((definition) => pathItems(described(definition, schemas, version))),
  ];
  return {
    openapi: '3.0.0',
    info: builtin ? OPENAPI_INFO : CUSTOM_INFO,
    paths: Object.fromEntries(paths.toSorted(([one], [other]) => (one < other ? -1 : 1))),
    components: { schemas: schemas.all(), ...(builtin && { securitySchemes: SECURITY_SCHEMES }) },
  };
}

/** Adds the schemas of a kind and of its list. */
function described(
  definition: ResourceDefinition,
  schemas: SchemaCollection,
  version: SchemaVersion,
): DescribedResource {
  if (definition.custom) return describedCustom(definition, schemas, version);
  const goType = goTypeOf(definition.apiVersion, definition.kind);
  const listType = goTypeOf(definition.apiVersion, definition.listKind);
  const schema = goType === undefined ? {} : schemas.refer(goType);
  return { definition, schemas, schema, list: listType === undefined ? schema : schemas.refer(listType) };
}

function describedCustom(
  definition: ResourceDefinition,
  schemas: SchemaCollection,
  published: SchemaVersion,
): DescribedResource {
  const { group, version, kind, listKind } = definition;
  const prefix = `${group.split('.').reverse().join('.')}.${version}`;
  const own = definition.schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const head = { apiVersion: { type: 'string' }, kind: { type: 'string' } };
  const schema = schemas.refer(`${prefix}.${kind}`, {
    ...customSchema(own, { ...head, metadata: { allOf: [schemas.refer(OBJECT_META)] } }, published),
    'x-kubernetes-group-version-kind': [{ group, kind, version }],
  });
  const list = schemas.refer(`${prefix}.${listKind}`, {
    type: 'object',
    required: ['items'],
    properties: { ...head, metadata: { allOf: [schemas.refer(LIST_META)] }, items: { type: 'array', items: schema } },
    'x-kubernetes-group-version-kind': [{ group, kind: listKind, version }],
  });
  return { definition, schemas, schema, list };
}
