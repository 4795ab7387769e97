/** What a pod as a whole asks for. Source: Kubernetes docs, "Sidecar Containers: Resource sharing within containers". */
import { isList, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { addLists, largestOf, type ResourceList, readResourceList } from '../quantity/resource-list.ts';

export type ResourceSide = 'requests' | 'limits';

/** What its containers use; amounts for the pod as a whole replace these, and overhead comes on top. */
export function podResources(pod: JsonObject, side: ResourceSide): ResourceList {
  const whole = readResourceList(memberAt(pod, 'spec', 'resources', side));
  return withOverhead(new Map([...containerResources(pod, side), ...whole]), pod, side);
}

/** The sum over containers and sidecars, or what the hungriest init container needs beside the sidecars before it. */
export function containerResources(pod: JsonObject, side: ResourceSide): ResourceList {
  let running = containersOf(pod, 'containers').reduce<ResourceList>(
    (sum, container) => addLists(sum, readResourceList(memberAt(container, 'resources', side))),
    new Map(),
  );
  let sidecars: ResourceList = new Map();
  let starting: ResourceList = new Map();
  for (const container of containersOf(pod, 'initContainers')) {
    const own = readResourceList(memberAt(container, 'resources', side));
    if (textAt(container, 'restartPolicy') === 'Always') {
      running = addLists(running, own);
      sidecars = addLists(sidecars, own);
      starting = largestOf(starting, sidecars);
    } else {
      starting = largestOf(starting, addLists(sidecars, own));
    }
  }
  return largestOf(running, starting);
}

/** The named list of containers of a pod. */
export function containersOf(pod: JsonObject, list: 'containers' | 'initContainers'): readonly Json[] {
  const found = memberAt(pod, 'spec', list);
  return isList(found) ? found : [];
}

/** Overhead raises the limits only where there are any. */
function withOverhead(total: ResourceList, pod: JsonObject, side: ResourceSide): ResourceList {
  const overhead = readResourceList(memberAt(pod, 'spec', 'overhead'));
  if (side === 'requests') return addLists(total, overhead);
  return addLists(total, new Map([...overhead].filter(([name]) => total.has(name))));
}
