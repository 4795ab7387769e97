/** Lists: selectors, pages pinned to one version, the rules about resourceVersion. */

import { goJsonError } from '../../base/json/go-json-error.ts';
import { tryParseJson } from '../../base/json/parse.ts';
import { type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { listBody } from '../printing/object-views.ts';
import { badRequest, expired } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type FullAnswer, jsonAnswer } from './api-request.ts';
import type { Call } from './call.ts';
import { listOptionsOf } from './list-options.ts';
import { checkReadVersion, noVersion } from './read-version.ts';
import { isSelected, type Selection, selectionOf } from './selection.ts';
import { viewOptionsOf } from './view-options.ts';

const TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

const VERSION_AND_TOKEN = 'specifying resource version is not allowed when using continue';

interface Page {
  readonly items: readonly StoredObject[];
  readonly metadata: JsonObject;
}

/** Answers a list. Throws 400, 410, 422 and 504 as a server does for options it can't follow. */
export function handleList(call: Call): FullAnswer {
  const view = viewOptionsOf(call);
  const selection = selectionOf(call.definition, call.path.namespace, call.query);
  const { items, metadata } = pageOf(call, selection);
  const shown = items.map((item) => item.as(call.definition.apiVersion, call.definition.convert));
  return jsonAnswer(200, listBody(shown, { ...view, metadata }));
}

function pageOf(call: Call, selection: Selection): Page {
  const options = listOptionsOf(call.query, { watch: false });
  const { resourceVersion, match } = options;
  if (options.continue !== '') {
    const token = decodeToken(options.continue);
    if (resourceVersion !== '' && resourceVersion !== '0') throw badRequest(VERSION_AND_TOKEN);
    return nextPage(call, token, options.limit);
  }
  const { store } = call.cluster;
  if (resourceVersion !== '' && !/^\d+$/.test(resourceVersion)) {
    throw badRequest(`invalid resource version: ${noVersion(resourceVersion)}`);
  }
  checkReadVersion(resourceVersion, store.version);
  const past = match === 'Exact' ? Number(resourceVersion) : undefined;
  const items = past === undefined ? selected(call, selection) : selectedAt(call, selection, past);
  // What may be old comes from a cache, which knows no pages.
  const limit = resourceVersion === '0' ? 0 : Math.max(0, options.limit);
  return pageFrom(call, { items, version: past ?? store.version, limit, exact: selection.matches === undefined });
}

/** The objects of a selection as they were at a version. Throws 410 where that is no longer known. */
function selectedAt(call: Call, selection: Selection, version: number): readonly StoredObject[] {
  const items = call.cluster.store.listAt(call.definition.shelf, version);
  if (!items) throw expired('The resourceVersion for the provided list is too old.');
  return items.filter((stored) => isSelected(selection, stored));
}

/** The objects of a selection, in key order. */
export function selected(call: Call, selection: Selection): readonly StoredObject[] {
  const all = call.cluster.store.snapshot(call.definition.shelf, selection.namespace);
  return selection.matches ? all.filter((stored) => isSelected(selection, stored)) : all;
}

interface Token {
  readonly version: number;
  readonly start: number;
}

function nextPage(call: Call, token: Token, limit: number): Page {
  const items = call.snapshots.find(snapshotKey(call, token.version));
  if (!items) throw expired(TOO_OLD);
  const exact = !call.query.get('labelSelector') && !call.query.get('fieldSelector');
  return pageFrom(call, { items, version: token.version, limit, exact, start: token.start });
}

function pageFrom(
  call: Call,
  page: {
    readonly items: readonly StoredObject[];
    readonly version: number;
    readonly limit: number;
    readonly exact: boolean;
    readonly start?: number;
  },
): Page {
  const { items, version, limit, start = 0 } = page;
  const resourceVersion = String(version);
  const end = limit > 0 ? start + limit : items.length;
  if (end >= items.length) return { items: items.slice(start), metadata: { resourceVersion } };
  if (start === 0) call.snapshots.keep(snapshotKey(call, version), items);
  const remaining = page.exact ? { remainingItemCount: items.length - end } : {};
  const token = encodeToken({ version, start: end });
  return { items: items.slice(start, end), metadata: { resourceVersion, continue: token, ...remaining } };
}

function snapshotKey({ definition, path, query }: Call, version: number): string {
  const selectors = `${query.get('labelSelector') ?? ''}|${query.get('fieldSelector') ?? ''}`;
  return `${definition.shelf}|${path.namespace}|${selectors}|${version}`;
}

function encodeToken({ version, start }: Token): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: version, start: String(start) })).toString('base64url');
}

function decodeToken(token: string): Token {
  const odd = token.search(/[^\w-]/);
  if (odd >= 0) {
    throw badRequest(`invalid continue token: continue key is not valid: illegal base64 data at input byte ${odd}`);
  }
  const text = Buffer.from(token, 'base64url').toString('latin1');
  const value = tryParseJson(text);
  if (value === undefined) throw badRequest(`invalid continue token: continue key is not valid: ${goJsonError(text)}`);
  const version = memberAt(value, 'rv');
  const start = Number(textAt(value, 'start') ?? Number.NaN);
  if (typeof version === 'number' && Number.isSafeInteger(start) && start >= 0) return { version, start };
  throw badRequest('invalid continue token: continue key is not valid: it is none of this server');
}
