/** The object cache (`ports/object-cache.ts`) over a reflector: whole objects by namespace and name, and who listens. */
import type { AppError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ObjectCache, ObjectCacheChange, ObjectCacheOptions } from '../../ports/object-cache.ts';
import type { ReflectorPort, ReflectorSink } from '../../ports/reflector.ts';

export function openObjectCache(reflector: ReflectorPort, options: ObjectCacheOptions): ObjectCache {
  const ended = new AbortController();
  const objects = new Map<string, KubeObject>();
  const listeners = new Set<(change: ObjectCacheChange) => void>();
  const first = Promise.withResolvers<void>();
  first.promise.catch(() => undefined);
  let seen = new Set<string>();

  function tell(change: ObjectCacheChange): void {
    for (const listener of listeners) listener(change);
  }

  /** Takes what is newer than what is known. */
  function put(object: KubeObject): void {
    const key = keyOf(object);
    const before = objects.get(key);
    if (before && !isNewer(object, before)) return;
    objects.set(key, object);
    tell({ type: before ? 'MODIFIED' : 'ADDED', object, before });
  }

  function drop(object: KubeObject): void {
    const before = objects.get(keyOf(object));
    if (!before || isNewer(before, object)) return;
    objects.delete(keyOf(object));
    tell({ type: 'DELETED', object, before });
  }

  const sink: ReflectorSink = {
    listing() {
      seen = new Set();
    },
    page(page) {
      for (const object of page) {
        seen.add(keyOf(object));
        put(object);
      }
    },
    listed(resourceVersion) {
      for (const [key, object] of objects) {
        if (seen.has(key) || Number(object.metadata.resourceVersion) > Number(resourceVersion)) continue;
        objects.delete(key);
        tell({ type: 'DELETED', object, before: object });
      }
      first.resolve();
    },
    changed(type, object) {
      if (type === 'DELETED') drop(object);
      else put(object);
    },
    bookmark() {},
    health(failure: AppError | undefined) {
      if (failure && failure.kind !== 'transient') first.reject(failure);
    },
  };

  const { kube, type, namespace = '', labelSelector, fieldSelector } = options;
  const selectors = { ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}) };
  void reflector.run({ kube, type, namespace, ...selectors, signal: ended.signal }, sink);

  return {
    ready: (signal) => (signal ? Promise.race([first.promise, rejected(signal)]) : first.promise),
    list: () => [...objects.values()],
    get: (objectNamespace, name) => objects.get(`${objectNamespace}/${name}`),
    observe: put,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      ended.abort();
      listeners.clear();
    },
  };
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}

function isNewer(object: KubeObject, than: KubeObject): boolean {
  return Number(object.metadata.resourceVersion) > Number(than.metadata.resourceVersion);
}

function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
