/** What a kubelet tells of a container in trouble, once per kind of trouble. Containers that fare well pass in silence. */
import type { Action } from '../controller.ts';
import type { Pod, PodStatus } from '../workload-types.ts';

/** Events for containers that wait for another reason than before. */
export function troubleEvents(pod: Pod, status: PodStatus): readonly Action[] {
  return (status.containerStatuses ?? []).flatMap((container): readonly Action[] => {
    const before = pod.status?.containerStatuses?.find(({ name }) => name === container.name);
    const reason = container.state?.waiting?.['reason'];
    if (reason === undefined || reason === before?.state?.waiting?.['reason']) return [];
    const warn = (name: string, message: string): Action => ({
      kind: 'event',
      about: pod,
      type: 'Warning',
      reason: name,
      message,
      source: 'kubelet',
    });
    const { name = '', namespace = '', uid = '' } = pod.metadata;
    switch (reason) {
      case 'ImagePullBackOff':
        return [
          warn('Failed', `Failed to pull image "${container['image']}": not found`),
          warn('BackOff', `Back-off pulling image "${container['image']}"`),
        ];
      case 'CrashLoopBackOff':
        return [
          warn('BackOff', `Back-off restarting failed container ${container.name} in pod ${name}_${namespace}(${uid})`),
        ];
      default:
        return [];
    }
  });
}
