/** From method and path to the verb and its handler. */
import { objectBody } from '../printing/object-views.ts';
import { hasSubresource } from '../registry/resource-definition.ts';
import { methodNotAllowed, noSuchResource, notFound, tooLarge, verbNotSupported } from '../status/faults.ts';
import { specialHandler } from '../subresources/special-handlers.ts';
import { type ApiAnswer, BODY_LIMIT, type FullAnswer, jsonAnswer, textAnswer } from './api-request.ts';
import type { Call } from './call.ts';
import { checkRequest } from './check-request.ts';
import { currentObject } from './current-object.ts';
import { handleDelete, handleDeleteCollection } from './handle-delete.ts';
import { handleList } from './handle-list.ts';
import { handlePatch } from './handle-patch.ts';
import { handleWatch } from './handle-watch.ts';
import { handleCreate, handleUpdate } from './handle-write.ts';
import { booleanOf } from './list-options.ts';
import { checkReadVersion } from './read-version.ts';
import type { ResourcePath } from './resource-path.ts';
import { viewOptionsOf } from './view-options.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

const HANDLERS: Readonly<Record<Verb, (call: Call) => ApiAnswer>> = {
  get: handleGet,
  list: handleList,
  watch: handleWatch,
  create: handleCreate,
  update: handleUpdate,
  patch: handlePatch,
  delete: handleDelete,
  deletecollection: handleDeleteCollection,
};

/** The verb of a request, as authorisation and the audit log call it; undefined for a method that no resource knows. */
export function verbOf(method: string, path: ResourcePath, query: URLSearchParams): Verb | undefined {
  const collection = path.name === '';
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (path.watch) return 'watch';
      if (!collection) return 'get';
      return booleanOf(query.get('watch')) ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return collection ? 'deletecollection' : 'delete';
    default:
      return undefined;
  }
}

/**
 * Answers a request to a served resource. Throws 404 for an unknown subresource, 405 for a verb it does not have, and what is
 * wrong with types and options before anything is read.
 */
export function handleResource(call: Call): ApiAnswer {
  const { definition, path, request, query } = call;
  const verb = verbOf(request.method, path, query);
  const misplaced = misplacedAnswer(call, verb);
  if (misplaced) return misplaced;
  if (definition.custom) warnOfDeprecation(call);
  const connect = isConnection(path) ? specialHandler(call) : undefined;
  // A proxy takes every method that there is a route for.
  if (connect && path.subresource === 'proxy' && PROXIED.includes(request.method)) return connect(call);
  checkVerb(call, verb);
  if (!definition.custom) warnOfDeprecation(call);
  if (connect) return connect(call);
  checkRequest(call, verb);
  if (request.body.length > BODY_LIMIT) throw tooLarge(`Request entity too large: limit is ${BODY_LIMIT}`);
  const special = specialHandler(call);
  return special ? special(call) : HANDLERS[verb](call);
}

/** Refuses a place where no object of this resource can be: throws 404, but custom kinds have a page for it. */
function misplacedAnswer({ definition, path }: Call, verb: Verb | undefined): FullAnswer | undefined {
  const { namespaced, verbs, custom } = definition;
  const everywhere = path.name === '' && (!custom || verb === 'list' || verb === 'watch');
  const misplaced = namespaced ? !path.scoped && !everywhere : path.scoped;
  const unnamed = path.subresource === '' && verbs.every((one) => one === 'create');
  if (misplaced && custom) return textAnswer(404, '404 page not found\n');
  if (misplaced || (unnamed && path.name !== '')) throw noSuchResource();
  return undefined;
}

/** Throws 404 for a subresource that is not there and 405 for what cannot be done here. */
function checkVerb(call: Call, verb: Verb | undefined): asserts verb is Verb {
  const { definition, path, request } = call;
  const { custom } = definition;
  if (!custom && path.rest.length > 0 && path.subresource !== 'proxy') throw noSuchResource();
  if (path.subresource !== '' && !hasSubresource(definition, path.subresource)) {
    throw custom ? notFound(definition, path.name) : noSuchResource();
  }
  if (custom) {
    if (verb === undefined || !verbsAt(call).includes(verb)) throw verbNotSupported(definition, verb ?? '');
    return;
  }
  // Routes are those of methods.
  const known = verb !== undefined && request.method !== 'HEAD' && verbsAt(call).includes(verb);
  if (!known || (path.subresource === '' && !fitsPath(call, verb))) throw methodNotAllowed();
}

const PROXIED = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** What leads to a program behind the API takes and gives anything. */
function isConnection({ subresource }: ResourcePath): boolean {
  return ['exec', 'attach', 'portforward', 'proxy'].includes(subresource);
}

/** Served kinds that are to be left: every request for them says so. */
const DEPRECATED: Readonly<Record<string, string>> = {
  'v1 ComponentStatus': 'v1 ComponentStatus is deprecated in v1.19+',
  'v1 Endpoints': 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
};

function warnOfDeprecation({ definition, notes }: Call): void {
  const key = `${definition.apiVersion} ${definition.kind}`;
  const warning = definition.deprecation ?? (Object.hasOwn(DEPRECATED, key) ? DEPRECATED[key] : undefined);
  if (warning !== undefined) notes.warnings.push(warning);
}

function verbsAt({ definition, path }: Call): readonly string[] {
  if (path.subresource === '') return definition.verbs;
  return definition.subresources.find(({ name }) => name === path.subresource)?.verbs ?? [];
}

/** Creating is a matter of a collection in a namespace, updating one of an object. */
function fitsPath({ definition, path }: Call, verb: Verb): boolean {
  const collection = path.name === '';
  if (verb === 'create') return collection && (!definition.namespaced || path.scoped);
  if (verb === 'update' || verb === 'patch') return !collection;
  if (verb === 'deletecollection') return !definition.namespaced || path.scoped;
  return true;
}

function handleGet(call: Call): FullAnswer {
  const { cluster, definition, path } = call;
  const stored = currentObject(call);
  checkReadVersion(call.query.get('resourceVersion') ?? '', cluster.store.version);
  if (!stored) throw notFound(definition, path.name);
  const shown = stored.as(definition.apiVersion, definition.convert);
  return jsonAnswer(200, objectBody(shown, viewOptionsOf(call, 'object')));
}
