/** Another primary: a named instance, one by its number, or the next healthy one after the present. */
import { isList, memberAt, textAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { ActionInput } from '../../action.ts';
import { actionFault } from '../../action-fault.ts';
import { withValue } from '../../edit.ts';
import { secondStamp } from '../../stamp.ts';

export function healthyInstances(object: KubeObject): readonly string[] {
  const healthy = memberAt(object, 'status', 'instancesStatus', 'healthy');
  return isList(healthy) ? healthy.filter((name) => typeof name === 'string') : [];
}

/** Throws `action.refused` where no healthy instance is the one asked for. */
export function promoted({ object, parameters, now }: ActionInput): KubeObject {
  const wanted = (Object.hasOwn(parameters, 'instance') && parameters['instance']) || 'any';
  const chosen = wanted === 'any' ? nextOf(object) : namedOf(object, wanted);
  if (chosen === undefined) {
    throw actionFault('action.refused', `Could not find a healthy instance matching the criteria: ${wanted}`);
  }
  const changes: Readonly<Record<string, string>> = {
    targetPrimary: chosen,
    targetPrimaryTimestamp: secondStamp(now),
    phase: 'Switchover in progress',
    phaseReason: `Switching over to ${chosen}`,
  };
  return Object.entries(changes).reduce(
    (changed, [field, text]) => withValue(changed, ['status', field], text),
    object,
  );
}

function nextOf(object: KubeObject): string | undefined {
  const healthy = healthyInstances(object);
  const primary = healthy.indexOf(textAt(object, 'status', 'currentPrimary') ?? '');
  return healthy[(primary + 1) % Math.max(healthy.length, 1)];
}

/** `cluster-example-2`, or `2` for short. */
function namedOf(object: KubeObject, wanted: string): string | undefined {
  const full = /^\d+$/.test(wanted) ? `${object.metadata.name ?? ''}-${wanted}` : wanted;
  return healthyInstances(object).find((name) => name === full);
}
