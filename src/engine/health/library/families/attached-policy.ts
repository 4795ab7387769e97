import type { JsonObject } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { type Check, conditionsIn, count, text } from '../vocabulary/index.ts';

/** Policies that are attached to gateways: each gateway (ancestor) tells whether it took the policy. */

/** Healthy once an ancestor has accepted it; a single refusal is a failure. All have to have seen the newest spec. */
export function attachedPolicy(): Check {
  return (object) => {
    const { kind } = object;
    const ancestors = objectsAt(object, 'status', 'ancestors');
    const late = ancestors.find((ancestor) => !hasSeen(object, ancestor));
    if (late !== undefined) {
      return health('Progressing', `Waiting for Ancestor ${nameOf(late)} to update ${kind} status`);
    }
    let accepted = false;
    for (const ancestor of ancestors) {
      for (const { type, status, message } of conditionsIn(ancestor, 'conditions')) {
        if (type !== 'Accepted' && type !== 'ResolvedRefs') continue;
        if (status !== 'True') return health('Degraded', `Ancestor ${nameOf(ancestor)}: ${message ?? ''}`);
        accepted ||= type === 'Accepted';
      }
    }
    return accepted ? health('Healthy', `${kind} is healthy`) : health('Progressing', `Waiting for ${kind} status`);
  };
}

function hasSeen(object: KubeObject, ancestor: JsonObject): boolean {
  const generation = count(object, 'metadata.generation');
  if (generation === undefined) return true;
  return conditionsIn(ancestor, 'conditions').every(
    ({ entry }) => (count(entry, 'observedGeneration') ?? generation) === generation,
  );
}

function nameOf(ancestor: JsonObject): string {
  return text(ancestor, 'ancestorRef.name') ?? '';
}
