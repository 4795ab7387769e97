/** Pods that name what is not there: an account, a class of priority, a class of runtime. */
import { isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { wrongPathSegment } from '../../kube/object/names.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { ApiFault } from '../status/api-fault.ts';
import { forbidden } from '../status/faults.ts';
import type { Cluster } from './cluster.ts';

/** What every cluster has without storing it. */
const SYSTEM_PRIORITIES: ReadonlySet<string> = new Set(['system-cluster-critical', 'system-node-critical']);

/** Throws 403 for a new pod that cannot be admitted. */
export function refusePod(cluster: Cluster, definition: ResourceDefinition, pod: KubeObject, namespace: string): void {
  if (definition.shelf !== '/pods') return;
  const why = accountFault(cluster, pod, namespace) ?? priorityFault(cluster, pod) ?? runtimeFault(cluster, pod);
  // It comes before names are made.
  if (why !== undefined) throw forbidden(definition, pod.metadata.generateName || (pod.metadata.name ?? ''), why);
}

/** Every namespace gets its default account by and by. */
function accountFault({ store }: Cluster, pod: KubeObject, namespace: string): string | undefined {
  const name = textAt(pod, 'spec', 'serviceAccountName') ?? 'default';
  if (name === 'default' || store.get('/serviceaccounts', namespace, name) !== undefined) return undefined;
  const why = unaskableName(name) ?? `serviceaccount ${JSON.stringify(name)} not found`;
  return `error looking up service account ${namespace}/${name}: ${why}`;
}

/** Names that are no part of a path can't be asked for. */
function unaskableName(name: string): string | undefined {
  const wrong = wrongPathSegment(name);
  return wrong.length === 0 ? undefined : `invalid resource name ${JSON.stringify(name)}: [${wrong.join(' ')}]`;
}

function priorityFault({ store }: Cluster, pod: KubeObject): string | undefined {
  const name = textAt(pod, 'spec', 'priorityClassName') ?? '';
  const found = name === '' ? undefined : store.get('scheduling.k8s.io/priorityclasses', '', name);
  if (name !== '' && found === undefined) {
    return SYSTEM_PRIORITIES.has(name) ? undefined : `no PriorityClass with name ${name} was found`;
  }
  const classed = found?.object ?? defaultClass(store)?.object;
  const [priority, policy] = [memberAt(pod, 'spec', 'priority'), textAt(pod, 'spec', 'preemptionPolicy')];
  const computed = classed === undefined ? 0 : (memberAt(classed, 'value') ?? 0);
  const from = 'from the given PriorityClass name';
  if (priority !== undefined && priority !== computed) {
    return `the integer value of priority (${priority}) must not be provided in pod spec; priority admission controller computed ${computed} ${from}`;
  }
  const preempts = (classed === undefined ? undefined : textAt(classed, 'preemptionPolicy')) ?? 'PreemptLowerPriority';
  return policy !== undefined && policy !== preempts
    ? `the string value of PreemptionPolicy (${policy}) must not be provided in pod spec; priority admission controller computed ${preempts} ${from}`
    : undefined;
}

function defaultClass(store: Cluster['store']) {
  return [...store.list('scheduling.k8s.io/priorityclasses')].find(({ object }) => object['globalDefault'] === true);
}

function runtimeFault({ store }: Cluster, pod: KubeObject): string | undefined {
  const name = textAt(pod, 'spec', 'runtimeClassName');
  if (name === '') throw new ApiFault({ code: 500, reason: '', message: 'resource name may not be empty' });
  const found = name === undefined ? undefined : store.get('node.k8s.io/runtimeclasses', '', name);
  if (name === undefined || found !== undefined) return undefined;
  const message = unaskableName(name);
  if (message !== undefined) throw new ApiFault({ code: 500, reason: '', message });
  return `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`;
}

/** Throws 403 for a pod, right but for this, that says what it costs beside its containers and has no class that says so. */
export function refuseOverhead(
  { store }: Cluster,
  definition: ResourceDefinition,
  pod: KubeObject,
  sent: Json | undefined,
): void {
  if (definition.shelf !== '/pods') return;
  const told = memberAt(pod, 'spec', 'overhead') ?? memberAt(sent, 'spec', 'overhead');
  if (!isObject(told)) return;
  const found = store.get('node.k8s.io/runtimeclasses', '', textAt(pod, 'spec', 'runtimeClassName') ?? '');
  if (memberAt(found?.object, 'overhead') !== undefined) return;
  const why = 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead';
  throw forbidden(definition, pod.metadata.name ?? '', why);
}
