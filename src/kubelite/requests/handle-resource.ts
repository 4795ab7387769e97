/** From method and path to the verb and its handler. */
import { objectBody } from '../printing/object-views.ts';
import { hasSubresource } from '../registry/resource-definition.ts';
import { methodNotAllowed, noSuchResource, notFound, tooLarge } from '../status/faults.ts';
import { specialHandler } from '../subresources/special-handlers.ts';
import { type ApiAnswer, BODY_LIMIT, type FullAnswer, jsonAnswer, textAnswer } from './api-request.ts';
import type { Call } from './call.ts';
import { handleDelete, handleDeleteCollection } from './handle-delete.ts';
import { handleList } from './handle-list.ts';
import { handlePatch } from './handle-patch.ts';
import { handleWatch } from './handle-watch.ts';
import { handleCreate, handleUpdate } from './handle-write.ts';
import { booleanOf } from './list-options.ts';
import { checkReadVersion } from './read-version.ts';
import type { ResourcePath } from './resource-path.ts';
import { checkView, viewOptionsOf } from './view-options.ts';

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
      if (path.watch) return 'watch';
      // Only collections are watched; one object is one of a collection of that name.
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

/** Answers a request to a served resource. Throws 404 for an unknown subresource, 405 for a verb it does not have. */
export function handleResource(call: Call): ApiAnswer {
  const { definition, path, request, query } = call;
  const verb = verbOf(request.method, path, query);
  const misplaced = misplacedAnswer(call);
  if (misplaced) return misplaced;
  if (path.subresource !== '' && !hasSubresource(definition, path.subresource)) throw noSuchResource();
  if (!verb) throw methodNotAllowed();
  if (!verbsAt(call).includes(verb)) throw methodNotAllowed();
  if (request.body.length > BODY_LIMIT) throw tooLarge(`Request entity too large: limit is ${BODY_LIMIT}`);
  warnOfDeprecation(call);
  const special = specialHandler(call);
  if (special) return special(call);
  checkForm(call, verb);
  if (!fitsPath(call, verb)) throw methodNotAllowed();
  return HANDLERS[verb](call);
}

/** Refuses a place where no object of this resource can be: throws 404, but custom kinds have a page for it. */
function misplacedAnswer({ definition, path }: Call): FullAnswer | undefined {
  const { namespaced, verbs } = definition;
  const misplaced = namespaced ? path.namespace === '' && path.name !== '' : path.namespace !== '';
  const unnamed = path.subresource === '' && verbs.every((verb) => verb === 'create');
  if (misplaced && definition.custom) return textAnswer(404, '404 page not found\n');
  if (misplaced || (unnamed && path.name !== '')) throw noSuchResource();
  return undefined;
}

/** Throws 406 before anything is done for a client that takes no answer that we can give. */
function checkForm(call: Call, verb: Verb): void {
  if (verb === 'watch') return;
  const view = viewOptionsOf(call);
  checkView(view, verb === 'list' || verb === 'deletecollection' ? 'list' : 'object');
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
  if (verb === 'create') return collection && (!definition.namespaced || path.namespace !== '');
  if (verb === 'update' || verb === 'patch') return !collection;
  if (verb === 'deletecollection') return !definition.namespaced || path.namespace !== '';
  return true;
}

function handleGet(call: Call): FullAnswer {
  const { cluster, definition, path } = call;
  checkReadVersion(call.query.get('resourceVersion') ?? '', cluster.store.version);
  const stored = cluster.store.get(definition.shelf, path.namespace, path.name);
  if (!stored) throw notFound(definition, path.name);
  const shown = stored.as(definition.apiVersion, definition.convert);
  return jsonAnswer(200, objectBody(shown, viewOptionsOf(call)));
}
