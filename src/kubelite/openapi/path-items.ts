/** The paths of one resource in an OpenAPI v3 document: collections, objects, subresources, and the old paths of watches. */
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition, SubresourceDefinition } from '../registry/resource-definition.ts';
import { goTypeOf, type SchemaCollection } from './builtin-schemas.ts';
import { connectItems } from './connect-items.ts';
import { capitalised, type Operation, operationIn, versionWords } from './operation.ts';
import { type Action, pathParameters, queryNames, queryParameter } from './operation-parameters.ts';

/** A resource with the schemas of its kind and of its list. */
export interface DescribedResource {
  readonly definition: ResourceDefinition;
  readonly schemas: SchemaCollection;
  readonly schema: JsonObject;
  readonly list: JsonObject;
}

type PathItem = readonly [path: string, item: JsonObject];

/** Verbs of discovery by what OpenAPI calls the action, with method and the word for it in operation ids. */
const ACTIONS: Readonly<Record<string, readonly [action: NonNullable<Action>, method: string, word: string]>> = {
  list: ['list', 'get', 'list'],
  create: ['post', 'post', 'create'],
  deletecollection: ['deletecollection', 'delete', 'delete'],
  get: ['get', 'get', 'read'],
  update: ['put', 'put', 'replace'],
  patch: ['patch', 'patch', 'patch'],
  delete: ['delete', 'delete', 'delete'],
};
const OF_COLLECTIONS = ['list', 'create', 'deletecollection'];
const OF_OBJECTS = ['get', 'update', 'delete', 'patch'];
/** Kinds of which a deletion answers the object. Source: OpenAPI of a real server. */
const ANSWERED_WHOLE = new Set([
  ...['/persistentvolumeclaims', '/persistentvolumes', '/pods', '/podtemplates', '/resourcequotas'],
  ...['/serviceaccounts', '/services', 'resource.k8s.io/deviceclasses', 'resource.k8s.io/resourceclaims'],
  ...['resource.k8s.io/resourceclaimtemplates', 'resource.k8s.io/resourceslices', 'storage.k8s.io/csidrivers'],
  ...['storage.k8s.io/csinodes', 'storage.k8s.io/storageclasses', 'storage.k8s.io/volumeattachments'],
  'storage.k8s.io/volumeattributesclasses',
]);

/** All paths of a resource. */
export function pathItems(resource: DescribedResource): readonly PathItem[] {
  const { definition } = resource;
  const { plural, namespaced, custom } = definition;
  const root = rootOf(definition);
  const home = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const collection = OF_COLLECTIONS.flatMap((verb) => operationOf(resource, verb));
  const object = OF_OBJECTS.flatMap((verb) => operationOf(resource, verb));
  const everywhere =
    namespaced && definition.verbs.includes('list') ? [item(resource, `${root}/${plural}`, [listOfAll(resource)])] : [];
  return [
    item(resource, home, collection),
    ...(object.length > 0 ? [item(resource, `${home}/{name}`, object)] : []),
    ...definition.subresources.flatMap((one) => {
      const path = `${home}/{name}/${one.name}`;
      const connecting = connectItems(definition, one.name, path);
      return connecting.length > 0 ? connecting : [item(resource, path, subresourceOperations(resource, one))];
    }),
    ...everywhere,
    ...(custom ? [] : watchItems(resource)),
  ];
}

function rootOf({ group, version }: ResourceDefinition): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** The path that lists the resources of a version. */
export function versionItem(definition: ResourceDefinition, schemas: SchemaCollection): PathItem {
  const list = schemas.refer('meta/v1.APIResourceList');
  const operationId = `get${versionWords(definition)}APIResources`;
  const read: Operation = { method: 'get', action: undefined, operationId, schema: list };
  return [`${rootOf(definition)}/`, { get: operationIn(read, { definition, schemas, common: [] }) }];
}

function item({ definition, schemas }: DescribedResource, path: string, operations: readonly Operation[]): PathItem {
  const [first, ...others] = operations.map(({ action }) => queryNames(action, definition.custom));
  const common = (first ?? []).filter((name) => others.every((names) => names.includes(name)));
  const parameters = [...pathParameters(path), ...common.map(queryParameter)];
  const described = operations.map((one): [string, JsonObject] => [
    one.method,
    operationIn(one, { definition, schemas, common }),
  ]);
  const sorted = parameters.toSorted((one, other) => (String(one['name']) < String(other['name']) ? -1 : 1));
  return [path, { ...Object.fromEntries(described), ...(sorted.length > 0 && { parameters: sorted }) }];
}

function operationOf(resource: DescribedResource, verb: string): readonly Operation[] {
  const { definition, schema, list } = resource;
  const found = definition.verbs.includes(verb) ? ACTIONS[verb] : undefined;
  if (found === undefined) return [];
  const [action, method, word] = found;
  const middle = action === 'deletecollection' ? 'Collection' : '';
  const operationId = `${word}${versionWords(definition)}${middle}${scopedKind(definition)}`;
  const answer = action === 'list' ? list : deletionAnswer(resource, action);
  return [{ method, action, operationId, schema, kind: kindOf(definition), ...(answer && { answer }) }];
}

function deletionAnswer({ definition, schemas }: DescribedResource, action: Action): JsonObject | undefined {
  if (action !== 'delete' && action !== 'deletecollection') return undefined;
  const whole = action === 'delete' && ANSWERED_WHOLE.has(definition.shelf);
  return whole ? undefined : schemas.refer('meta/v1.Status');
}

function kindOf({ group, version, kind }: ResourceDefinition) {
  return { group, version, kind };
}

/** `NamespacedDeployment`. */
function scopedKind({ namespaced, kind }: ResourceDefinition): string {
  return `${namespaced ? 'Namespaced' : ''}${kind}`;
}

function listOfAll({ definition, list }: DescribedResource): Operation {
  const operationId = `list${versionWords(definition)}${definition.kind}ForAllNamespaces`;
  return { method: 'get', action: 'list', operationId, schema: list, kind: kindOf(definition) };
}

function subresourceOperations(
  { definition, schemas, schema }: DescribedResource,
  { name, responseKind, verbs }: SubresourceDefinition,
): readonly Operation[] {
  const { group, version, kind } = responseKind;
  const goType = goTypeOf(group === '' ? version : `${group}/${version}`, kind);
  const own = kind === definition.kind || goType === undefined ? schema : schemas.refer(goType);
  return ['get', 'create', 'update', 'patch'].flatMap((verb) => {
    const found = verbs.includes(verb) ? ACTIONS[verb] : undefined;
    if (found === undefined) return [];
    const [action, method, word] = found;
    const operationId = `${word}${versionWords(definition)}${scopedKind(definition)}${capitalised(name)}`;
    const said = definition.custom ? kindOf(definition) : { group, version, kind };
    return [{ method, action, operationId, schema: own, kind: said }];
  });
}

/** Paths of watches that a parameter has replaced. */
function watchItems(resource: DescribedResource): readonly PathItem[] {
  const { definition, schemas } = resource;
  const { plural, namespaced, kind, verbs } = definition;
  if (!verbs.includes('watch')) return [];
  const root = `${rootOf(definition)}/watch`;
  const schema = schemas.refer('meta/v1.WatchEvent');
  const watch = (path: string, what: string, action: Action): PathItem =>
    item(resource, path, [
      {
        method: 'get',
        action,
        operationId: `watch${versionWords(definition)}${what}`,
        schema,
        kind: kindOf(definition),
      },
    ]);
  const home = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const scoped = scopedKind(definition);
  return [
    watch(home, `${scoped}List`, 'watchlist'),
    watch(`${home}/{name}`, scoped, 'watch'),
    ...(namespaced ? [watch(`${root}/${plural}`, `${kind}ListForAllNamespaces`, 'watchlist')] : []),
  ];
}
