/** Lists: selectors, pages pinned to one version, the rules about resourceVersion. */

import type { JsonObject } from '../../base/json-value.ts';
import { listBody } from '../printing/object-views.ts';
import { badRequest, expired } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { acceptedForm } from './accepted-form.ts';
import { type FullAnswer, headerOf, jsonAnswer } from './api-request.ts';
import type { Call } from './call.ts';
import { type ContinueToken, decodeToken, encodeToken } from './continue-token.ts';
import { type ListOptions, listOptionsOf } from './list-options.ts';
import { checkReadVersion, tooLargeVersion, whyNoVersion } from './read-version.ts';
import { isSelected, type Selection, selectionOf } from './selection.ts';
import { viewOptionsOf } from './view-options.ts';

const TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

const VERSION_AND_TOKEN = 'specifying resource version is not allowed when using continue';

interface Page {
  readonly items: readonly StoredObject[];
  readonly metadata: JsonObject;
}

/** A list that is asked for. */
interface AskedList {
  readonly call: Call;
  readonly options: ListOptions;
  readonly selection: Selection;
}

/** Answers a list. Throws 400, 410, 422 and 504 as a server does for options it can't follow. */
export function handleList(call: Call): FullAnswer {
  const { definition, path } = call;
  const options = listOptionsOf(call.query);
  const { view } = acceptedForm(headerOf(call.request, 'accept'));
  const selection = selectionOf(definition, path.namespace, options);
  const { items, metadata } = pageOf({ call, options, selection });
  const shown = items.map((item) => item.as(definition.apiVersion, definition.convert));
  // Untyped lists show that there is no more.
  const more = definition.custom && view === 'full' ? { continue: '' } : {};
  return jsonAnswer(200, listBody(shown, { ...viewOptionsOf(call, 'list'), metadata: { ...more, ...metadata } }));
}

/** What of a list is asked for. Throws 400, 410 and 504. */
export function pageOf(asked: AskedList): Page {
  const { call, options, selection } = asked;
  const { resourceVersion, match } = options;
  if (options.continue !== '') {
    const token = decodeToken(options.continue);
    if (resourceVersion !== '' && resourceVersion !== '0') throw badRequest(VERSION_AND_TOKEN);
    return nextPage(asked, token);
  }
  const { store } = call.cluster;
  const why = resourceVersion === '' ? undefined : whyNoVersion(resourceVersion);
  if (why !== undefined) throw badRequest(`invalid resource version: ${why}`);
  checkReadVersion(resourceVersion, store.version);
  // Pages of what is asked for by its version are those of that version.
  const exact = match === 'Exact' || (match === '' && options.limit > 0 && Number(resourceVersion) > 0);
  const past = exact ? Number(resourceVersion) : undefined;
  const items = past === undefined ? selected(call, selection) : selectedAt(call, selection, past);
  if (!items) throw expired('The resourceVersion for the provided list is too old.');
  // What may be old comes from a cache, which knows no pages.
  const limit = resourceVersion === '0' ? 0 : Math.max(0, options.limit);
  return pageFrom(asked, { items, version: past ?? store.version, limit });
}

/** The objects of a selection as they were at a version; undefined where that is no longer known. */
function selectedAt(call: Call, selection: Selection, version: number): readonly StoredObject[] | undefined {
  const { store } = call.cluster;
  if (version === store.version) return selected(call, selection);
  return store.listAt(call.definition.shelf, version)?.filter((stored) => isSelected(selection, stored));
}

/** The objects of a selection, in key order. */
export function selected(call: Call, selection: Selection): readonly StoredObject[] {
  const all = call.cluster.store.snapshot(call.definition.shelf, selection.namespace);
  return selection.matches ? all.filter((stored) => isSelected(selection, stored)) : all;
}

function nextPage(asked: AskedList, token: ContinueToken): Page {
  const { call, options, selection } = asked;
  const { store } = call.cluster;
  if (token.version > store.version) throw tooLargeVersion(String(token.version), store.version);
  const version = token.version < 0 ? store.version : token.version;
  const items = call.snapshots.find(snapshotKey(asked, version)) ?? selectedAt(call, selection, version);
  if (!items) throw expired(TOO_OLD, encodeToken({ ...token, version: -1 }));
  const start = firstFrom(items, token.start, (item) => keyOf(call, item));
  return pageFrom(asked, { items, version, limit: Math.max(0, options.limit), start });
}

/** Below the place of the list. */
function keyOf({ path, definition }: Call, { namespace, name }: StoredObject): string {
  return definition.namespaced && path.namespace === '' ? `${namespace}/${name}` : name;
}

/** The index of the first item whose key is not below a key. */
function firstFrom<Item>(items: readonly Item[], key: string, keyOfItem: (item: Item) => string): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && keyOfItem(item) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface AskedPage {
  readonly items: readonly StoredObject[];
  readonly version: number;
  readonly limit: number;
  readonly start?: number;
}

function pageFrom(asked: AskedList, { items, version, limit, start = 0 }: AskedPage): Page {
  const resourceVersion = String(version);
  const end = limit > 0 ? start + limit : items.length;
  const last = items[end - 1];
  if (end >= items.length || !last) return { items: items.slice(start), metadata: { resourceVersion } };
  const { call, selection } = asked;
  if (start === 0) call.snapshots.keep(snapshotKey(asked, version), items);
  // How many of the others are selected is not counted.
  const remaining = selection.matches === undefined ? { remainingItemCount: items.length - end } : {};
  const token = encodeToken({ version, start: `/${keyOf(call, last)}\u0000` });
  return { items: items.slice(start, end), metadata: { resourceVersion, continue: token, ...remaining } };
}

function snapshotKey({ call: { definition, path, query } }: AskedList, version: number): string {
  const selectors = `${query.get('labelSelector') ?? ''}|${query.get('fieldSelector') ?? ''}`;
  return `${definition.shelf}|${path.namespace}|${selectors}|${version}`;
}
