/**
 * Get with `refresh`: asks the controller by annotation and waits until it took the annotation away (surface §1.6). The
 * timestamp lets overlapping requests each be honoured (feature A20).
 */
import { APPLICATION_ANNOTATIONS } from '../../api/annotations.ts';
import type { Application } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { APPLICATIONS, type ApplicationsDependencies } from './index.ts';

const PATIENCE_MILLISECONDS = 120_000;

type Dependencies = Pick<ApplicationsDependencies, 'applications' | 'kube' | 'clock'>;

/** The Application after the controller has looked at it again. Throws `api.refresh-timeout` (transient). */
export async function refreshApplication(
  deps: Dependencies,
  app: Application,
  options: { readonly level: string; readonly signal: AbortSignal },
): Promise<Application> {
  const address = { type: APPLICATIONS, namespace: app.metadata.namespace ?? '', name: app.metadata.name ?? '' };
  const annotations = {
    [APPLICATION_ANNOTATIONS.refresh]: options.level === 'hard' ? 'hard' : 'normal',
    [APPLICATION_ANNOTATIONS.refreshTimestamp]: new Date(deps.clock.now()).toISOString(),
  };
  const patched = await deps.kube.patch(address, 'merge', JSON.stringify({ metadata: { annotations } }));
  deps.applications.observe(patched);
  return (await untilHandled(deps, patched, options.signal)) as unknown as Application;
}

function untilHandled(deps: Dependencies, asked: KubeObject, signal: AbortSignal): Promise<KubeObject> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      unsubscribe();
      timer.cancel();
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = (): void => finish(() => reject(signal.reason));
    const unsubscribe = deps.applications.subscribe(({ type, object }) => {
      if (object.metadata.uid !== asked.metadata.uid) return;
      if (type === 'DELETED') finish(() => reject(timedOut(asked, 'was deleted while it was refreshed')));
      else if (isHandled(object)) finish(() => resolve(object));
    });
    const timer = deps.clock.after(PATIENCE_MILLISECONDS, () =>
      finish(() => reject(timedOut(asked, 'was not refreshed in time'))),
    );
    signal.addEventListener('abort', onAbort);
    const now = deps.applications.get(asked.metadata.namespace ?? '', asked.metadata.name ?? '');
    if (now && now.metadata.uid === asked.metadata.uid && isHandled(now)) finish(() => resolve(now));
  });
}

function isHandled(object: KubeObject): boolean {
  return object.metadata.annotations?.[APPLICATION_ANNOTATIONS.refresh] === undefined;
}

function timedOut(app: KubeObject, what: string): AppError {
  return new AppError({
    code: 'api.refresh-timeout',
    kind: 'transient',
    message: `application ${app.metadata.name} ${what}`,
    hint: 'Is the application controller running? Its log tells what it does.',
  });
}
