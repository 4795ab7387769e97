/** Watches: one line of JSON per change, from a version in the recent past or from the state of now. */
import { ApiFault } from '../status/api-fault.ts';
import { badRequest } from '../status/faults.ts';
import { acceptedForm } from './accepted-form.ts';
import { headerOf, type StreamAnswer } from './api-request.ts';
import type { Call } from './call.ts';
import { type ListOptions, listOptionsOf } from './list-options.ts';
import { whyNoVersion } from './read-version.ts';
import { type Selection, selectionOf } from './selection.ts';
import { watchViewOf } from './view-options.ts';
import { type WatchPlan, WatchStream } from './watch-stream.ts';

const LONGEST = 1800;
const OTHER_NAME = "fieldSelector metadata.name doesn't match requested name";

/** Opens a watch. Throws 400, 406, 422 before it starts; a version that is too old is told by an ERROR line. */
export function handleWatch(call: Call): StreamAnswer {
  const plan = planOf(call);
  return {
    kind: 'stream',
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache, private' },
    start: (sink) => new WatchStream(plan, sink).open(),
  };
}

function planOf(call: Call): WatchPlan {
  const options = listOptionsOf(call.query);
  acceptedForm(headerOf(call.request, 'accept'));
  const selection = watchSelection(call, options);
  const initialEvents = options.sendInitialEvents ?? false;
  const version = versionOf(options.resourceVersion);
  return {
    call,
    selection,
    view: watchViewOf(call),
    since: sinceOf(call, options, version),
    notBefore: initialEvents ? version : 0,
    bookmarks: options.bookmarks,
    initialEvents,
    seconds: options.timeoutSeconds > 0 ? options.timeoutSeconds : LONGEST,
  };
}

/** Undefined for a watch that begins with the state of now. */
function sinceOf({ cluster }: Call, { sendInitialEvents }: ListOptions, version: number): number | undefined {
  if (sendInitialEvents === false && version === 0) return cluster.store.version;
  return version === 0 || sendInitialEvents ? undefined : version;
}

/** A watch at one object's path is one of the collection with that name. */
function watchSelection({ definition, path }: Call, options: ListOptions): Selection {
  const selection = selectionOf(definition, path.namespace, options);
  if (path.name === '') return selection;
  const named = options.fields.find(({ field, equal }) => field === 'metadata.name' && equal);
  if (options.fields.length > 0 && named?.value !== path.name) throw badRequest(OTHER_NAME);
  const { matches } = selection;
  return { ...selection, matches: (stored) => stored.name === path.name && (matches?.(stored) ?? true) };
}

function versionOf(text: string): number {
  if (text === '') return 0;
  const why = whyNoVersion(text);
  if (why !== undefined) throw new ApiFault({ code: 500, reason: '', message: why });
  return Number(text);
}
