/** The OpenAPI v3 document of one group and version: paths with their operations, and the schemas of the kinds. */
import { isObject, type JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { goTypeOf, SchemaCollection } from './builtin-schemas.ts';
import { type DescribedResource, pathItems, versionItem } from './path-items.ts';

const OBJECT_META = 'meta/v1.ObjectMeta';
const LIST_META = 'meta/v1.ListMeta';
const TOKEN = { type: 'apiKey', description: 'Bearer Token authentication', name: 'authorization', in: 'header' };

/** What every document says of itself. */
export const OPENAPI_INFO = { title: 'Kubernetes', version: '1.35' };
/** How a client says who it is. */
export const SECURITY_SCHEMES: JsonObject = { BearerToken: TOKEN };

/** The document of the resources of one version. */
export function groupDocument(resources: readonly ResourceDefinition[]): JsonObject {
  const schemas = new SchemaCollection();
  const builtin = resources.find(({ custom }) => !custom);
  const paths = [
    ...(builtin ? [versionItem(builtin, schemas)] : []),
    ...resources.flatMap((definition) => pathItems(described(definition, schemas))),
  ];
  return {
    openapi: '3.0.0',
    info: OPENAPI_INFO,
    paths: Object.fromEntries(paths.toSorted(([one], [other]) => (one < other ? -1 : 1))),
    components: { schemas: schemas.all(), securitySchemes: SECURITY_SCHEMES },
  };
}

/** Adds the schemas of a kind and of its list. */
function described(definition: ResourceDefinition, schemas: SchemaCollection): DescribedResource {
  if (definition.custom) return describedCustom(definition, schemas);
  const goType = goTypeOf(definition.apiVersion, definition.kind);
  const listType = goTypeOf(definition.apiVersion, definition.listKind);
  const schema = goType === undefined ? {} : schemas.refer(goType);
  return { definition, schemas, schema, list: listType === undefined ? schema : schemas.refer(listType) };
}

function describedCustom(definition: ResourceDefinition, schemas: SchemaCollection): DescribedResource {
  const { group, version, kind, listKind } = definition;
  const prefix = `${group.split('.').reverse().join('.')}.${version}`;
  const own = definition.schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const properties = isObject(own['properties']) ? own['properties'] : {};
  const head = { apiVersion: { type: 'string' }, kind: { type: 'string' } };
  const schema = schemas.refer(`${prefix}.${kind}`, {
    ...own,
    properties: { ...properties, ...head, metadata: { allOf: [schemas.refer(OBJECT_META)] } },
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
