/** How checks are put together: rules are asked in order, the first that knows answers. */
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { Health } from '../../health.ts';
import type { HealthCheck } from '../../health-check.ts';

/** Judges every object of a kind. */
export type Check = HealthCheck['check'];

/** Judges an object, or leaves it to the next rule. */
export type Rule = (object: KubeObject) => Health | undefined;

/** The answer of the first rule that has one, `otherwise` where none has. */
export function firstOf(rules: readonly Rule[], otherwise: Health | Check): Check {
  return (object, now) => {
    for (const rule of rules) {
      const answer = rule(object);
      if (answer !== undefined) return answer;
    }
    return typeof otherwise === 'function' ? otherwise(object, now) : otherwise;
  };
}

/**
 * The checks of an API group by kind. A group `*.crossplane.io` is any under that suffix, the kind `*` any kind that has
 * no check of its own.
 */
export function inGroup(group: string, kinds: Readonly<Record<string, Check>>): readonly HealthCheck[] {
  return Object.entries(kinds).map(([kind, check]) => ({ groups: [group], kind, check }));
}

/** What users of Argo CD see where a check comes to no status at all. */
export const INVALID: Health = { status: 'Unknown', message: 'Lua returned an invalid health status' };
