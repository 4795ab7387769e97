/** One operation of an OpenAPI v3 document: a method of a path, what it takes and what it answers. */
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { SchemaCollection } from './builtin-schemas.ts';
import { type Action, queryNames, queryParameter } from './operation-parameters.ts';

/** An operation before it is known what all operations of its path have in common. */
export interface Operation {
  readonly method: string;
  readonly action: Action;
  readonly operationId: string;
  /** What is written; for reads what is answered. */
  readonly schema: JsonObject;
  /** What is answered where that is something else. */
  readonly answer?: JsonObject;
  readonly kind?: { readonly group: string; readonly version: string; readonly kind: string };
}

/** Where operations belong. */
export interface OperationPlace {
  readonly definition: ResourceDefinition;
  readonly schemas: SchemaCollection;
  /** Query parameters that all operations of the path have. */
  readonly common: readonly string[];
}

const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const YAML = 'application/yaml';
const STREAM = ';stream=watch';
const STREAMED: ReadonlySet<Action> = new Set<Action>(['list', 'watch', 'watchlist']);
const BODIES: ReadonlySet<Action> = new Set<Action>(['post', 'put', 'patch']);
const CODES: Readonly<Record<string, readonly (readonly [code: string, description: string])[]>> = {
  post: [
    ['200', 'OK'],
    ['201', 'Created'],
    ['202', 'Accepted'],
  ],
  put: [
    ['200', 'OK'],
    ['201', 'Created'],
  ],
  patch: [
    ['200', 'OK'],
    ['201', 'Created'],
  ],
  delete: [
    ['200', 'OK'],
    ['202', 'Accepted'],
  ],
};
const PATCH_TYPES = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json'];
const STRATEGIC = 'application/strategic-merge-patch+json';
const PATCH = 'io.k8s.apimachinery.pkg.apis.meta.v1.Patch';

/** An operation as OpenAPI v3 describes it. */
export function operationIn(operation: Operation, { definition, schemas, common }: OperationPlace): JsonObject {
  const { action, operationId, kind } = operation;
  const own = queryNames(action, definition.custom).filter((name) => !common.includes(name));
  const body = bodyOf(operation, definition, schemas);
  return {
    tags: [tagOf(definition)],
    operationId,
    ...(own.length > 0 && { parameters: own.map(queryParameter) }),
    ...(body && { requestBody: body }),
    responses: responsesOf(operation, definition),
    ...(action && { 'x-kubernetes-action': action }),
    ...(kind && { 'x-kubernetes-group-version-kind': kind }),
  };
}

function bodyOf(
  { action, schema }: Operation,
  { custom }: ResourceDefinition,
  schemas: SchemaCollection,
): JsonObject | undefined {
  if (action === 'deletecollection' && custom) return undefined;
  if (action === 'delete' || action === 'deletecollection') {
    return { content: inTypes(custom, schemas.refer('meta/v1.DeleteOptions')) };
  }
  if (!BODIES.has(action)) return undefined;
  if (action !== 'patch') return { content: inTypes(custom, schema), required: true };
  const patch = { schema: schemas.refer(PATCH, { type: 'object' }) };
  const types = custom ? PATCH_TYPES : [...PATCH_TYPES, STRATEGIC];
  return { content: Object.fromEntries(types.map((type) => [type, patch])), required: true };
}

/** Bodies of built-in kinds come in any type. */
function inTypes(custom: boolean, schema: JsonObject): JsonObject {
  return Object.fromEntries((custom ? [JSON_TYPE, YAML] : ['*/*']).map((type) => [type, { schema }]));
}

function responsesOf({ action, schema, answer = schema }: Operation, { custom }: ResourceDefinition): JsonObject {
  const types = custom ? [JSON_TYPE, YAML] : [JSON_TYPE, PROTOBUF, YAML];
  const streams = STREAMED.has(action) && !custom ? [JSON_TYPE + STREAM, PROTOBUF + STREAM] : [];
  const content = Object.fromEntries([...types, ...streams].toSorted().map((type) => [type, { schema: answer }]));
  const several = action === 'patch' && custom ? undefined : CODES[action ?? ''];
  const codes = several ?? [['200', 'OK']];
  const answers = codes.map(([code, description]): [string, JsonObject] => [code, { description, content }]);
  return { ...Object.fromEntries(answers), 401: { description: 'Unauthorized' } };
}

/** Words of a group, the way generated clients call them: `rbac.authorization.k8s.io` → `rbacAuthorization`. */
export function groupWords(group: string): string {
  const [first = '', ...others] = group.replace(/\.k8s\.io$/, '').split('.');
  return `${first || 'core'}${others.map(capitalised).join('')}`;
}

export function capitalised(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

/** `apps_v1`. */
export function tagOf({ group, version }: ResourceDefinition): string {
  return `${groupWords(group)}_${version}`;
}

/** `AppsV1`. */
export function versionWords({ group, version }: ResourceDefinition): string {
  return `${capitalised(groupWords(group))}${capitalised(version)}`;
}
