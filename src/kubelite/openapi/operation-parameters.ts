/** Query parameters of operations in OpenAPI, by what an operation does. */
import type { Json, JsonObject } from '../../base/json-value.ts';

/** What an operation does, in the words of `x-kubernetes-action`. */
export type Action =
  | 'list'
  | 'post'
  | 'deletecollection'
  | 'get'
  | 'put'
  | 'patch'
  | 'delete'
  | 'watch'
  | 'watchlist'
  | undefined;

const LIST = [
  ...['allowWatchBookmarks', 'continue', 'fieldSelector', 'labelSelector', 'limit', 'pretty', 'resourceVersion'],
  ...['resourceVersionMatch', 'sendInitialEvents', 'timeoutSeconds', 'watch'],
];
const WRITE = ['dryRun', 'fieldManager', 'fieldValidation', 'pretty'];
const DELETE = [
  ...['dryRun', 'gracePeriodSeconds', 'ignoreStoreReadErrorWithClusterBreakingPotential', 'orphanDependents'],
  ...['pretty', 'propagationPolicy'],
];
const COLLECTION = LIST.filter((name) => name !== 'allowWatchBookmarks' && name !== 'watch');

const NAMES: Readonly<Record<NonNullable<Action>, readonly string[]>> = {
  list: LIST,
  watch: LIST,
  watchlist: LIST,
  post: WRITE,
  put: WRITE,
  patch: [...WRITE, 'force'],
  get: ['pretty'],
  delete: DELETE,
  deletecollection: [...DELETE, ...COLLECTION],
};

const BOOLEANS = new Set([
  ...['allowWatchBookmarks', 'force', 'ignoreStoreReadErrorWithClusterBreakingPotential', 'orphanDependents'],
  ...['sendInitialEvents', 'watch', 'follow', 'insecureSkipTLSVerifyBackend', 'previous', 'timestamps'],
  ...['stderr', 'stdin', 'stdout', 'tty'],
]);
const NUMBERS = new Set([
  ...['gracePeriodSeconds', 'limit', 'timeoutSeconds', 'limitBytes', 'ports', 'sinceSeconds', 'tailLines'],
]);

/** What is said otherwise of custom resources. */
const CUSTOM_NAMES: Partial<Readonly<Record<NonNullable<Action>, readonly string[]>>> = {
  get: ['pretty', 'resourceVersion'],
  deletecollection: LIST,
};

/** Names of the query parameters of an action, each once, sorted; `custom` for those of custom resources. */
export function queryNames(action: Action, custom: boolean): readonly string[] {
  if (action === undefined) return [];
  return [...new Set((custom ? CUSTOM_NAMES[action] : undefined) ?? NAMES[action])].toSorted();
}

/** A query parameter as OpenAPI v3 describes it. */
export function queryParameter(name: string): JsonObject {
  const type = BOOLEANS.has(name) ? 'boolean' : NUMBERS.has(name) ? 'integer' : 'string';
  return { name, in: 'query', schema: { type, uniqueItems: true } };
}

/** The parts of a path that stand for something, as parameters. */
export function pathParameters(path: string): readonly JsonObject[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]): Json => name ?? '');
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string', uniqueItems: true } }));
}
