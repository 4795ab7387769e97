/** Which container of a pod a request means. */
import { isList, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { badRequest } from '../status/faults.ts';

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** The named container, or the only one: one has to be named where there are several. Throws 400. */
export function containerOf(pod: KubeObject, asked: string): string {
  const [init, normal, looking] = LISTS.map((list) => namesIn(pod, list));
  const all = [init, normal, looking].flatMap((names) => names ?? []);
  const name = pod.metadata.name ?? '';
  if (asked !== '') {
    if (all.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only, ...others] = normal ?? [];
  if (only !== undefined && others.length === 0) return only;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${all.join(' ')}]`);
}

function namesIn(pod: KubeObject, list: string): readonly string[] {
  const containers = memberAt(pod, 'spec', list);
  return isList(containers) ? containers.map((container) => textAt(container, 'name') ?? '') : [];
}
