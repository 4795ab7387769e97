/** Applications from the cache: one, many, and their changes. */
import type { Application } from '../../api/application/fields.ts';
import { textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ObjectCache } from '../../ports/object-cache.ts';

export interface ApplicationEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly application: Application;
}

export interface WatchRequest {
  readonly shows: (app: Application) => boolean;
  /** Replay what is there first. Left out when the caller names a resourceVersion (recordings 0b 4). */
  readonly replay: boolean;
  /** Only what is newer; compared as integers. Empty: everything. */
  readonly after: string;
  readonly signal: AbortSignal;
}

export function findApplication(cache: ObjectCache, namespace: string, name: string): Application | undefined {
  return asApplication(cache.get(namespace, name));
}

/** By namespace and name. */
export function listApplications(cache: ObjectCache, shows: (app: Application) => boolean): readonly Application[] {
  const order = (app: Application): string => `${app.metadata.namespace}/${app.metadata.name}`;
  return cache
    .list()
    .flatMap((object) => asApplication(object) ?? [])
    .filter(shows)
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** Changes from now on, in the server's order. A slow reader gets only the newest state of each Application. */
export async function* watchApplications(cache: ObjectCache, request: WatchRequest): AsyncIterable<ApplicationEvent> {
  const waiting = new Map<string, ApplicationEvent>();
  let wake: () => void = () => undefined;
  const offer = (event: ApplicationEvent): void => {
    waiting.set(event.application.metadata.uid ?? '', event);
    wake();
  };
  const unsubscribe = cache.subscribe(({ type, object }) => {
    const application = asApplication(object);
    if (application && isNewer(application, request.after) && request.shows(application)) offer({ type, application });
  });
  request.signal.addEventListener('abort', () => wake(), { once: true });
  try {
    if (request.replay)
      for (const application of listApplications(cache, request.shows)) offer({ type: 'ADDED', application });
    while (!request.signal.aborted) {
      const batch = [...waiting.values()];
      waiting.clear();
      yield* batch;
      if (waiting.size > 0) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (request.signal.aborted) resolve();
      });
    }
  } finally {
    unsubscribe();
  }
}

function isNewer(app: Application, after: string): boolean {
  return after === '' || Number(app.metadata.resourceVersion ?? 0) > Number(after);
}

/** The stored object read as an Application. Unknown fields stay in it. */
function asApplication(object: KubeObject | undefined): Application | undefined {
  return textAt(object, 'kind') === 'Application' ? (object as unknown as Application) : undefined;
}
