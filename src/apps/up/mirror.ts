/**
 * Observing a real cluster: its Applications, projects and settings are copied, one way, into the embedded control plane,
 * which compares them with the real cluster and writes nothing there. Automated syncs are left out of the copies.
 */
import { hasCode, messageOf } from '../../base/errors.ts';
import { isObject, type JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import type { LogPort } from '../../ports/log.ts';
import type { ObjectCache, OpenObjectCache } from '../../ports/object-cache.ts';

const ARGO = { group: 'argoproj.io', version: 'v1alpha1', namespaced: true } as const;
const CORE = { group: '', version: 'v1', namespaced: true } as const;

/** What is copied. Settings are found by their label, as everywhere. */
const COPIED: readonly { readonly type: ResourceType; readonly labelSelector?: string }[] = [
  { type: { ...CORE, plural: 'configmaps' }, labelSelector: 'app.kubernetes.io/part-of=argocd' },
  { type: { ...CORE, plural: 'secrets' }, labelSelector: 'argocd.argoproj.io/secret-type' },
  { type: { ...ARGO, plural: 'appprojects' } },
  { type: { ...ARGO, plural: 'applications' } },
];

export interface MirrorOptions {
  readonly from: KubePort;
  readonly to: KubePort;
  readonly namespace: string;
  readonly open: OpenObjectCache;
  readonly log: LogPort;
}

/** Resolves when everything that is there was copied once; follows changes until closed. Kinds that the cluster lacks are left out. */
export async function startMirror(options: MirrorOptions): Promise<{ close(): void }> {
  const served = (await options.from.discover()).resources;
  const present = COPIED.filter(({ type }) =>
    served.some(({ group, plural }) => group === type.group && plural === type.plural),
  );
  const caches: ObjectCache[] = [];
  for (const { type, labelSelector } of present) {
    const selector = labelSelector === undefined ? {} : { labelSelector };
    const cache = options.open({ kube: options.from, type, namespace: options.namespace, ...selector });
    await cache.ready();
    for (const object of cache.list()) await copy(options, type, object);
    cache.subscribe(({ type: change, object }) => {
      const work = change === 'DELETED' ? erase(options, type, object) : copy(options, type, object);
      work.catch((error: unknown) => options.log.warn('an object could not be mirrored', { error: messageOf(error) }));
    });
    caches.push(cache);
  }
  return {
    close: () => {
      for (const cache of caches) cache.close();
    },
  };
}

async function copy({ to, namespace }: MirrorOptions, type: ResourceType, object: KubeObject): Promise<void> {
  const mirrored = mirrorOf(object);
  try {
    await to.create(type, mirrored);
  } catch (error) {
    if (!hasCode(error, 'kube.already-exists')) throw error;
    const address = { type, namespace, name: object.metadata.name ?? '' };
    const { status: _status, ...wish } = mirrored;
    await to.patch(address, 'merge', JSON.stringify(wish));
  }
}

async function erase({ to, namespace }: MirrorOptions, type: ResourceType, object: KubeObject): Promise<void> {
  const address = { type, namespace, name: object.metadata.name ?? '' };
  await to.delete(address);
}

/** The object as it may be written elsewhere: without identity, finalizers and automation. Pure. */
export function mirrorOf(object: KubeObject): KubeObject {
  const { name = '', namespace = '', labels = {}, annotations = {} } = object.metadata;
  const { operation: _operation, ...rest } = object;
  return {
    ...rest,
    metadata: { name, namespace, labels, annotations },
    ...(isObject(object.spec) ? { spec: manualSpec(object.spec) } : {}),
  };
}

function manualSpec(spec: JsonObject): JsonObject {
  if (!isObject(spec['syncPolicy'])) return spec;
  const { automated: _automated, ...policy } = spec['syncPolicy'];
  return { ...spec, syncPolicy: policy };
}
