/** Watches: one line of JSON per change, from a version in the recent past or from the state of now. */
import { ApiFault } from '../status/api-fault.ts';
import type { StreamAnswer } from './api-request.ts';
import type { Call } from './call.ts';
import { listOptionsOf } from './list-options.ts';
import { noVersion } from './read-version.ts';
import { type Selection, selectionOf } from './selection.ts';
import { watchViewOf } from './view-options.ts';
import { type WatchPlan, WatchStream } from './watch-stream.ts';

const LONGEST = 1800;

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
  const options = listOptionsOf(call.query, { watch: true });
  const initialEvents = options.sendInitialEvents ?? false;
  const version = versionOf(options.resourceVersion);
  return {
    call,
    selection: watchSelection(call),
    view: watchViewOf(call),
    since: version === 0 || initialEvents ? undefined : version,
    bookmarks: options.bookmarks,
    initialEvents,
    seconds: options.timeoutSeconds > 0 ? options.timeoutSeconds : LONGEST,
  };
}

/** A watch at one object's path is one of the collection with that name. */
function watchSelection(call: Call): Selection {
  const { definition, path, query } = call;
  if (path.name === '') return selectionOf(definition, path.namespace, query);
  const selection = selectionOf(definition, path.namespace, query);
  const { matches } = selection;
  return { ...selection, matches: (stored) => stored.name === path.name && (matches?.(stored) ?? true) };
}

function versionOf(text: string): number {
  if (text === '') return 0;
  if (/^\d+$/.test(text)) return Number(text);
  throw new ApiFault({ code: 500, reason: '', message: noVersion(text) });
}
