import type { JsonObject } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { type Health, health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { type Check, conditionsIn, count, text } from '../vocabulary/index.ts';

/** Policies that are attached to gateways: each gateway (ancestor) tells whether it took the policy. */

export interface PolicyWords {
  /** A condition that tells no generation was made for another one. */
  readonly needsGeneration: boolean;
  /** An ancestor that says nothing about acceptance has refused. */
  readonly needsAcceptance: boolean;
}

/** Healthy once an ancestor has accepted it; a single refusal is a failure. All have to have seen the newest spec. */
export function attachedPolicy({ needsGeneration, needsAcceptance }: PolicyWords): Check {
  return (object) => {
    const { kind } = object;
    const ancestors = objectsAt(object, 'status', 'ancestors');
    const late = ancestors.find((ancestor) => !hasSeen(object, ancestor, needsGeneration));
    if (late !== undefined) {
      return health('Progressing', `Waiting for Ancestor ${nameOf(late)} to update ${kind} status`);
    }
    let verdict = health('Progressing', `Waiting for ${kind} status`);
    for (const ancestor of ancestors) {
      const conditions = conditionsIn(ancestor, 'conditions');
      const refusal = conditions.find(
        ({ type, status }) => (type === 'Accepted' || type === 'ResolvedRefs') && status !== 'True',
      );
      if (refusal !== undefined) return refused(ancestor, refusal.message ?? '');
      if (conditions.some(({ type }) => type === 'Accepted')) verdict = health('Healthy', `${kind} is healthy`);
      else if (needsAcceptance) verdict = refused(ancestor, `${kind} is not accepted`);
    }
    return verdict;
  };
}

function refused(ancestor: JsonObject, why: string): Health {
  return health('Degraded', `Ancestor ${nameOf(ancestor)}: ${why}`);
}

function hasSeen(object: KubeObject, ancestor: JsonObject, needsGeneration: boolean): boolean {
  const generation = count(object, 'metadata.generation');
  if (generation === undefined) return true;
  const untold = needsGeneration ? undefined : generation;
  return conditionsIn(ancestor, 'conditions').every(
    ({ entry }) => (count(entry, 'observedGeneration') ?? untold) === generation,
  );
}

function nameOf(ancestor: JsonObject): string {
  return text(ancestor, 'ancestorRef.name') ?? '';
}
