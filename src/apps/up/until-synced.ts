/** Waits until an Application runs as its source says; gives up quietly, as the page shows what is the matter. */
import type { Clock } from '../../base/clock.ts';
import { textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ObjectCache } from '../../ports/object-cache.ts';

export interface SyncedWait {
  readonly applications: ObjectCache;
  readonly namespace: string;
  readonly name: string;
  readonly clock: Clock;
  readonly milliseconds: number;
}

/** True where it is synced and healthy within the time. */
export function untilSynced({ applications, namespace, name, clock, milliseconds }: SyncedWait): Promise<boolean> {
  if (isSynced(applications.get(namespace, name))) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (synced: boolean): void => {
      unsubscribe();
      timer.cancel();
      resolve(synced);
    };
    const timer = clock.after(milliseconds, () => finish(false));
    const unsubscribe = applications.subscribe(({ object }) => {
      if (object.metadata.name === name && object.metadata.namespace === namespace && isSynced(object)) finish(true);
    });
  });
}

function isSynced(object: KubeObject | undefined): boolean {
  return (
    textAt(object, 'status', 'sync', 'status') === 'Synced' &&
    textAt(object, 'status', 'health', 'status') === 'Healthy'
  );
}
