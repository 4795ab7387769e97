/** Subresources that lead to a container, a node or a Service: nothing runs behind the simulated ones. */
import type { Call } from '../requests/call.ts';
import { ApiFault } from '../status/api-fault.ts';
import { notFound } from '../status/faults.ts';

/** Exec, attach, port-forward and proxy have nowhere to go. Throws 404 without the object, else 501. */
export function refuseConnection({ cluster, definition, path }: Call): never {
  const { namespace, name, subresource } = path;
  if (!cluster.store.get(definition.shelf, namespace, name)) throw notFound(definition, name);
  const message = `${definition.plural}/${subresource} is not served: "${name}" is simulated, there is nothing to connect to`;
  throw new ApiFault({ code: 501, reason: '', message });
}
