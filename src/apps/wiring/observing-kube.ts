/** A cluster that is only looked at: reads and dry runs pass, everything else is refused before it leaves the process. */
import { AppError } from '../../base/errors.ts';
import type { KubePort, WriteOptions } from '../../ports/kube.ts';

export function observingKube(kube: KubePort): KubePort {
  return {
    ...kube,
    server: kube.server,
    create: (type, object, options) => refuseUnlessDry(options) ?? kube.create(type, object, options),
    update: (address, object, options) => refuseUnlessDry(options) ?? kube.update(address, object, options),
    patch: (address, type, patch, options) => refuseUnlessDry(options) ?? kube.patch(address, type, patch, options),
    delete: (address, options) => refuseUnlessDry(options) ?? kube.delete(address, options),
  };
}

function refuseUnlessDry(options: WriteOptions | undefined): Promise<never> | undefined {
  if (options?.dryRun) return undefined;
  return Promise.reject(
    new AppError({
      code: 'kube.forbidden',
      kind: 'user',
      message: 'Tiphys only observes this cluster',
      hint: 'Start it with --manage to let it write.',
    }),
  );
}
