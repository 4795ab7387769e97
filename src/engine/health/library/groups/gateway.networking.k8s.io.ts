import type { JsonObject } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { type Health, health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { attachedPolicy } from '../families/attached-policy.ts';
import { type Check, type Condition, conditionsIn, count, has, inGroup, text } from '../vocabulary/index.ts';

/** What a list of conditions says of what they stand for: a listener, a parent of a route, or the gateway itself. */
function byProgramming(conditions: readonly Condition[], who: string, programming: string): Health | undefined {
  for (const type of ['ResolvedRefs', 'Accepted']) {
    const failed = conditions.find((condition) => condition.type === type && condition.status === 'False');
    if (failed !== undefined) return health('Degraded', `${who}${failed.message ?? `Failed condition: ${type}`}`);
  }
  const busy = conditions.find(({ type, status }) => type === 'Programmed' && status !== 'True');
  return busy === undefined ? undefined : health('Progressing', `${who}${busy.message ?? programming}`);
}

/** The first verdict on any of the entries of a list of the status. */
function firstIn(entries: readonly JsonObject[], judge: (entry: JsonObject) => Health | undefined): Health | undefined {
  for (const entry of entries) {
    const verdict = judge(entry);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

const GATEWAY: Check = (object) => {
  const listeners = objectsAt(object, 'status', 'listeners');
  const verdict =
    byProgramming(conditionsIn(object), '', 'Gateway is still being programmed') ??
    firstIn(listeners, (listener) =>
      byProgramming(conditionsIn(listener, 'conditions'), 'Listener: ', 'Listener is still being programmed'),
    );
  if (verdict !== undefined) return verdict;
  return has(object, 'status.conditions') || listeners.length > 0
    ? health('Healthy', 'Gateway is healthy')
    : health('Progressing', 'Waiting for Gateway status');
};

/** Whether what was said of a newer or an older spec is left out. An entry that tells no generation is current. */
function isCurrent(object: KubeObject, conditions: readonly Condition[]): boolean {
  const generation = count(object, 'metadata.generation');
  if (generation === undefined) return true;
  return conditions.every(({ entry }) => (count(entry, 'observedGeneration') ?? generation) === generation);
}

/** Whether any condition is of the newest spec. Those that tell no generation count only where the object has none. */
function isSeen(object: KubeObject, conditions: readonly Condition[]): boolean {
  const generation = count(object, 'metadata.generation');
  return generation === undefined || conditions.some(({ entry }) => count(entry, 'observedGeneration') === generation);
}

/** A route is as good as its worst parent; parents that have not seen the newest spec say nothing (argo-cd#24958). */
function route(counts: typeof isSeen): Check {
  return (object) => routeHealth(object, (conditions) => counts(object, conditions));
}

function routeHealth(object: KubeObject, counts: (conditions: readonly Condition[]) => boolean): Health {
  const parents = objectsAt(object, 'status', 'parents').filter((parent) => {
    const conditions = conditionsIn(parent, 'conditions');
    return conditions.length > 0 && counts(conditions);
  });
  const verdict = firstIn(parents, (parent) => {
    const who = `Parent ${text(parent, 'parentRef.name') ?? ''}: `;
    return byProgramming(conditionsIn(parent, 'conditions'), who, 'Route is still being programmed');
  });
  if (verdict !== undefined) return verdict;
  return parents.length > 0
    ? health('Healthy', `${object.kind} is healthy`)
    : health('Progressing', `Waiting for ${object.kind} status`);
}

const GATEWAY_CLASS: Check = (object) => {
  const accepted = conditionsIn(object).find(
    (condition) => condition.type === 'Accepted' && isCurrent(object, [condition]),
  );
  switch (accepted?.status) {
    case 'True':
      return health('Healthy', accepted.message ?? 'GatewayClass is accepted');
    case 'False':
      return health('Degraded', accepted.message ?? 'GatewayClass is not accepted');
    default:
      return health('Progressing', accepted?.message ?? 'Waiting for GatewayClass status');
  }
};

/** Gateway API. */
export const GATEWAY_NETWORKING_K8S_IO = inGroup('gateway.networking.k8s.io', {
  BackendTLSPolicy: attachedPolicy({ needsGeneration: false, needsAcceptance: false }),
  GRPCRoute: route(isCurrent),
  Gateway: GATEWAY,
  GatewayClass: GATEWAY_CLASS,
  HTTPRoute: route(isSeen),
});
