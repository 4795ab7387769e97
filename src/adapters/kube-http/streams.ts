/** Calls whose answer goes on: watches and logs. Breaking out of the loop or aborting the signal ends the connection. */
import type { LogOptions, ResourceType, WatchEvent, WatchOptions } from '../../ports/kube.ts';
import { watchEvent } from './answers.ts';
import { type Answer, type Ask, type Call, describe } from './ask.ts';
import { linesOf } from './lines.ts';
import { collectionPath, objectPath, withQuery } from './paths.ts';

/** A watch is asked to end after 5 to 10 minutes, as client-go does, so that a silently dead connection is noticed. */
const WATCH_SECONDS = 300;
const GRACE_SECONDS = 30;
const PODS: ResourceType = { group: '', version: 'v1', plural: 'pods', namespaced: true };

/** One watch connection. Ends quietly when the server ends it or the signal aborts; throws `kube.gone` for too old a version. */
export async function* watchEvents(
  ask: Ask,
  type: ResourceType,
  options: WatchOptions & { readonly random: () => number },
): AsyncIterable<WatchEvent> {
  const { namespace = '', signal, random, resourceVersion, labelSelector, fieldSelector } = options;
  const seconds = Math.round(WATCH_SECONDS * (1 + random()));
  const query = { watch: true, allowWatchBookmarks: true, timeoutSeconds: seconds };
  const path = withQuery(collectionPath(type, namespace), { ...query, resourceVersion, labelSelector, fieldSelector });
  const timeoutMilliseconds = (seconds + GRACE_SECONDS) * 1000;
  const call: Call = { method: 'GET', path, verb: 'watch', type, stream: true, timeoutMilliseconds, signal };
  yield* quietly(ask, call, (answer) => eventsOf(answer, describe(call)));
}

async function* eventsOf({ body, known }: Answer, request: string): AsyncIterable<WatchEvent> {
  for await (const line of linesOf(body)) {
    if (line !== '') yield watchEvent(line, request, known);
  }
}

/** Lines of a container's log. A followed log may be silent for as long as the container is. */
export async function* logLines(ask: Ask, namespace: string, pod: string, options: LogOptions): AsyncIterable<string> {
  const { signal, ...query } = options;
  const path = withQuery(objectPath({ type: PODS, namespace, name: pod, subresource: 'log' }), query);
  const silence = options.follow ? { timeoutMilliseconds: 0 } : {};
  const headers = { accept: 'text/plain, application/json' };
  const call: Call = { method: 'GET', path, verb: 'logs', type: PODS, headers, stream: true, ...silence, signal };
  yield* quietly(ask, call, ({ body }) => linesOf(body));
}

/** What an answer goes on to say; nothing more once the signal aborts. */
async function* quietly<Item>(
  ask: Ask,
  call: Call,
  read: (answer: Answer) => AsyncIterable<Item>,
): AsyncIterable<Item> {
  if (call.signal?.aborted) return;
  try {
    yield* read(await ask(call));
  } catch (error) {
    if (!call.signal?.aborted) throw error;
  }
}
