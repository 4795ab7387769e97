/** Subresources that lead to a container, a node or a Service: nothing runs behind the simulated ones. */
import { isList, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Call } from '../requests/call.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest, notFound } from '../status/faults.ts';

/** Exec, attach, port-forward and proxy have nowhere to go. Throws 404 without the object, 400 without the container, else 501. */
export function refuseConnection({ cluster, definition, path, query }: Call): never {
  const { namespace, name, subresource } = path;
  const stored = cluster.store.get(definition.shelf, namespace, name);
  if (!stored) throw notFound(definition, name);
  const container = query.get('container') ?? '';
  if (container !== '' && !containersOf(stored.object).includes(container)) {
    throw badRequest(`container ${container} is not valid for pod ${name}`);
  }
  const message = `${definition.plural}/${subresource} is not served: "${name}" is simulated, there is nothing to connect to`;
  throw new ApiFault({ code: 501, reason: '', message });
}

function containersOf(pod: KubeObject): readonly string[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => {
    const containers = memberAt(pod.spec, list);
    return isList(containers) ? containers.map((one) => textAt(one, 'name') ?? '') : [];
  });
}
