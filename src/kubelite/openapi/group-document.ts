/** The OpenAPI v3 document of one group and version: paths with their operations, and the schemas of the kinds. */
import { isObject, type JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { goTypeOf, SchemaCollection } from './builtin-schemas.ts';

type Actions = Readonly<Record<string, readonly [method: string, action: string]>>;

const ACTIONS: Actions = {
  get: ['get', 'get'],
  update: ['put', 'put'],
  patch: ['patch', 'patch'],
  delete: ['delete', 'delete'],
};

const COLLECTION_ACTIONS: Actions = {
  list: ['get', 'list'],
  create: ['post', 'post'],
  deletecollection: ['delete', 'deletecollection'],
};

const WRITES: ReadonlySet<string> = new Set(['post', 'put', 'patch']);
const PATCH_TYPES = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml'];
const STRATEGIC = 'application/strategic-merge-patch+json';
const OBJECT_META = 'meta/v1.ObjectMeta';
const LIST_META = 'meta/v1.ListMeta';

/** The document of the resources of one version. */
export function groupDocument(resources: readonly ResourceDefinition[]): JsonObject {
  const schemas = new SchemaCollection();
  const paths = resources.flatMap((definition) => pathsOf(definition, schemaOfKind(definition, schemas)));
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.35.4' },
    paths: Object.fromEntries(paths),
    components: { schemas: schemas.all() },
  };
}

/** Adds the schemas of a kind and of its list; the answer refers to the kind's. */
function schemaOfKind(definition: ResourceDefinition, schemas: SchemaCollection): JsonObject {
  if (definition.custom) return customSchema(definition, schemas);
  const goType = goTypeOf(definition.apiVersion, definition.kind);
  const listType = goTypeOf(definition.apiVersion, definition.listKind);
  if (listType !== undefined) schemas.refer(listType);
  return goType === undefined ? {} : schemas.refer(goType);
}

function customSchema(definition: ResourceDefinition, schemas: SchemaCollection): JsonObject {
  const { group, version, kind, listKind } = definition;
  const prefix = `${group.split('.').reverse().join('.')}.${version}`;
  const own = definition.schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const properties = isObject(own['properties']) ? own['properties'] : {};
  const head = { apiVersion: { type: 'string' }, kind: { type: 'string' } };
  schemas.add(`${prefix}.${kind}`, {
    ...own,
    properties: { ...properties, ...head, metadata: { allOf: [schemas.refer(OBJECT_META)] } },
    'x-kubernetes-group-version-kind': [{ group, kind, version }],
  });
  const item = { $ref: `#/components/schemas/${prefix}.${kind}` };
  schemas.add(`${prefix}.${listKind}`, {
    type: 'object',
    required: ['items'],
    properties: { ...head, metadata: { allOf: [schemas.refer(LIST_META)] }, items: { type: 'array', items: item } },
    'x-kubernetes-group-version-kind': [{ group, kind: listKind, version }],
  });
  return item;
}

function pathsOf(definition: ResourceDefinition, schema: JsonObject): readonly (readonly [string, JsonObject])[] {
  const { group, version, plural, namespaced } = definition;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const collection = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  return [
    [collection, operations(definition, COLLECTION_ACTIONS, schema)],
    [`${collection}/{name}`, operations(definition, ACTIONS, schema)],
  ];
}

function operations(definition: ResourceDefinition, actions: Actions, schema: JsonObject): JsonObject {
  const { group, version, kind, verbs, custom } = definition;
  const entries = verbs.flatMap((verb) => {
    const [method, action] = actions[verb] ?? [];
    if (method === undefined) return [];
    const operation = {
      parameters: parametersOf(method),
      ...(WRITES.has(method) && { requestBody: { content: bodyContent(method, custom, schema) } }),
      responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': { group, kind, version },
    };
    return [[method, operation] as const];
  });
  return Object.fromEntries(entries);
}

function bodyContent(method: string, custom: boolean, schema: JsonObject): JsonObject {
  if (method !== 'patch') return { '*/*': { schema } };
  const types = custom ? PATCH_TYPES : [...PATCH_TYPES, STRATEGIC];
  return Object.fromEntries(types.map((type) => [type, { schema: { type: 'object' } }]));
}

function parametersOf(method: string): readonly JsonObject[] {
  const names = WRITES.has(method) ? ['dryRun', 'fieldManager', 'fieldValidation'] : ['pretty'];
  const all = method === 'patch' ? [...names, 'force'] : names;
  return all.map((name) => ({
    in: 'query',
    name,
    schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
  }));
}
