/** The OpenAPI v3 document of one group and version: paths with their operations, and the schemas of the kinds. */
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';

const ACTIONS: Readonly<Record<string, readonly [method: string, action: string]>> = {
  get: ['get', 'get'],
  update: ['put', 'put'],
  patch: ['patch', 'patch'],
  delete: ['delete', 'delete'],
};

const COLLECTION_ACTIONS: Readonly<Record<string, readonly [method: string, action: string]>> = {
  list: ['get', 'list'],
  create: ['post', 'post'],
  deletecollection: ['delete', 'deletecollection'],
};

/** The document of the resources of one version. */
export function groupDocument(resources: readonly ResourceDefinition[]): JsonObject {
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.35.4' },
    paths: Object.fromEntries(resources.flatMap(pathsOf)),
    components: { schemas: {} },
  };
}

function pathsOf(definition: ResourceDefinition): readonly (readonly [string, JsonObject])[] {
  const { group, version, plural, namespaced } = definition;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const collection = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  return [
    [collection, operations(definition, COLLECTION_ACTIONS)],
    [`${collection}/{name}`, operations(definition, ACTIONS)],
  ];
}

function operations(definition: ResourceDefinition, actions: typeof ACTIONS): JsonObject {
  const { group, version, kind, verbs } = definition;
  const entries = verbs.flatMap((verb) => {
    const [method, action] = actions[verb] ?? [];
    if (method === undefined) return [];
    const operation = {
      parameters: parametersOf(method),
      responses: { 200: { description: 'OK' } },
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': { group, kind, version },
    };
    return [[method, operation] as const];
  });
  return Object.fromEntries(entries);
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

const WRITES: ReadonlySet<string> = new Set(['post', 'put', 'patch']);
