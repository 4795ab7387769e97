/** Writes of people's requests straight to a Kubernetes API, as an open project would let them through. */
import { AppError } from '../base/errors.ts';
import { type KubeObject, splitApiVersion } from '../kube/object/kube-object.ts';
import type { ApiResource, KubePort, ObjectAddress } from '../ports/kube.ts';
import type { ResourceChange, ResourceWriter } from '../ports/resource-writer.ts';

export function memoryResourceWriter(kube: KubePort): ResourceWriter {
  return {
    async write(_app, changes) {
      const { resources } = await kube.discover();
      const left: (KubeObject | undefined)[] = [];
      for (const change of changes) left.push(await write(kube, typeOf(change.object, resources), change));
      return left;
    },
  };
}

function write(kube: KubePort, type: ApiResource, change: ResourceChange): Promise<KubeObject | undefined> {
  const address = addressOf(change.object, type);
  switch (change.kind) {
    case 'create':
      return kube.create(type, change.object);
    case 'patch':
      return kube.patch(address, 'merge', change.patch.whole);
    case 'exact-patch':
      return kube.patch(address, change.type, change.patch);
    case 'delete':
      return kube.delete(address, {
        propagation: change.propagation,
        ...(change.now ? { gracePeriodSeconds: 0 } : {}),
      });
  }
}

function typeOf({ apiVersion, kind }: KubeObject, resources: readonly ApiResource[]): ApiResource {
  const { group, version } = splitApiVersion(apiVersion);
  const found = resources.find((one) => one.group === group && one.version === version && one.kind === kind);
  if (found) return found;
  throw new AppError({ code: 'write.unknown-kind', kind: 'user', message: `no resource for ${kind} of ${apiVersion}` });
}

function addressOf({ metadata }: KubeObject, type: ApiResource): ObjectAddress {
  return { type, namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
}
