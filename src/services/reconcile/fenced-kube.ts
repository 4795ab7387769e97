/**
 * A Kubernetes API to which only the leader writes: every write asks the fence, here and once more when it is sent. With a
 * user, writes are that user's.
 */
import type { KubePort, WriteOptions } from '../../ports/kube.ts';
import type { Fence } from '../../ports/leadership.ts';

/** Reads and dry runs pass. Writes throw `leadership.lost` where the fence is shut. */
export function fencedKube(kube: KubePort, fence: Fence, user?: string): KubePort {
  const acting = user === undefined ? {} : { impersonate: { user } };
  const fenced = <O extends WriteOptions>(options: O | undefined): (O & WriteOptions) | WriteOptions | undefined => {
    if (options?.dryRun) return { ...options, ...acting };
    fence.check();
    return { ...options, ...acting, fence };
  };
  return {
    ...kube,
    server: kube.server,
    create: async (type, object, options) => kube.create(type, object, fenced(options)),
    update: async (address, object, options) => kube.update(address, object, fenced(options)),
    patch: async (address, type, patch, options) => kube.patch(address, type, patch, fenced(options)),
    delete: async (address, options) => kube.delete(address, fenced(options)),
  };
}
