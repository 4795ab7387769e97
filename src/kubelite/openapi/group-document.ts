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
const CUSTOM_PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/apply-patch+yaml',
];
const PATCH_TYPES = CUSTOM_PATCH_TYPES.toSpliced(2, 0, 'application/strategic-merge-patch+json');
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
      tags: [tagOf(group, version)],
      operationId: operationIdOf(definition, action),
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

/** Words of a group, the way generated clients call them: `rbac.authorization.k8s.io` → `rbacAuthorization`. */
function groupWords(group: string): string {
  const [first = '', ...others] = group.replace(/\.k8s\.io$/, '').split('.');
  return `${first || 'core'}${others.map(capitalised).join('')}`;
}

function capitalised(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

/** `apps_v1`. */
function tagOf(group: string, version: string): string {
  return `${groupWords(group)}_${version}`;
}

const VERBS_OF_ACTIONS: Readonly<Record<string, string>> = { get: 'read', post: 'create', put: 'replace' };

/** `listAppsV1NamespacedDeployment`. */
function operationIdOf({ group, version, namespaced, kind }: ResourceDefinition, action = ''): string {
  const where = `${capitalised(groupWords(group))}${capitalised(version)}`;
  const what = `${namespaced ? 'Namespaced' : ''}${kind}`;
  if (action === 'deletecollection') return `delete${where}Collection${what}`;
  return `${VERBS_OF_ACTIONS[action] ?? action}${where}${what}`;
}

function bodyContent(method: string, custom: boolean, schema: JsonObject): JsonObject {
  if (method !== 'patch') return { '*/*': { schema } };
  const types = custom ? CUSTOM_PATCH_TYPES : PATCH_TYPES;
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
