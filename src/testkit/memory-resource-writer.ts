/** Writes of people's requests straight to a Kubernetes API, as an open project would let them through. */
import { AppError } from '../base/errors.ts';
import { type KubeObject, splitApiVersion } from '../kube/object/kube-object.ts';
import type { ApiResource, KubePort, ObjectAddress } from '../ports/kube.ts';
import type { ResourceWriter } from '../ports/resource-writer.ts';

export function memoryResourceWriter(kube: KubePort): ResourceWriter {
  return {
    async write(_app, changes) {
      const { resources } = await kube.discover();
      for (const change of changes) {
        const type = typeOf(change.object, resources);
        if (change.kind === 'create') await kube.create(type, change.object);
        else await kube.patch(addressOf(change.object, type), 'merge', change.patch.whole);
      }
    },
  };
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
