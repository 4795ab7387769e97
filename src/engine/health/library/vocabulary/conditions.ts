/** Rules over `status.conditions`. */
import { type Json, type JsonObject, textAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { type HealthStatus, health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import type { Rule } from './check.ts';

/** A condition; an absent text is undefined, because some checks have words of their own for it. */
export interface Condition {
  readonly type: string | undefined;
  readonly status: string | undefined;
  readonly reason: string | undefined;
  readonly message: string | undefined;
  /** The whole entry, for what only some kinds have. */
  readonly entry: JsonObject;
}

/** What the user is told: this text, or what is made of the condition. */
export type Saying = string | ((condition: Condition, object: KubeObject) => string | undefined);

export interface ConditionCase {
  readonly type: string;
  readonly matches: (condition: Condition) => boolean;
  readonly is: HealthStatus;
  readonly say: Saying;
}

/** The conditions of an object in their order, or those of the list at another path. */
export function conditionsIn(object: Json | undefined, ...path: readonly string[]): readonly Condition[] {
  return objectsAt(object, ...(path.length === 0 ? ['status', 'conditions'] : path)).map((entry) => ({
    type: textAt(entry, 'type'),
    status: textAt(entry, 'status'),
    reason: textAt(entry, 'reason'),
    message: textAt(entry, 'message'),
    entry,
  }));
}

/** The first condition of a type. */
export function conditionOf(object: Json | undefined, type: string): Condition | undefined {
  return conditionsIn(object).find((condition) => condition.type === type);
}

/** True where a condition of the type has the status. */
export function holds(object: Json | undefined, type: string, status = 'True'): boolean {
  return conditionsIn(object).some((condition) => condition.type === type && condition.status === status);
}

const TEST = /^(?<type>[^=!:]+)(?:(?<sign>!?=)(?<status>[^:]+))?(?::(?<reason>.+))?$/;

/**
 * One line of a table of conditions: `Ready=True` as `kubectl wait` writes it, `Ready!=True` for any other status,
 * `Ready` for any at all, `*` for any type; `:Reason` asks for the reason too. The message is the condition's own unless
 * another is given.
 */
export function when(test: string, is: HealthStatus, say: Saying = ({ message }) => message): ConditionCase {
  const { type = '', sign, status, reason } = TEST.exec(test)?.groups ?? {};
  const matches = (condition: Condition) =>
    (type === '*' || condition.type === type) &&
    (sign === undefined || (condition.status === status) === (sign === '=')) &&
    (reason === undefined || condition.reason === reason);
  return { type, matches, is, say };
}

/** Goes through the conditions in their order; the first that a line of the table fits answers. */
export function inConditions(...cases: readonly ConditionCase[]): Rule {
  return (object) => {
    for (const condition of conditionsIn(object)) {
      const found = cases.find(({ matches }) => matches(condition));
      if (found !== undefined) return health(found.is, said(found.say, condition, object));
    }
    return undefined;
  };
}

/** Goes through the table in its order; the first line that any condition fits answers. */
export function byCondition(...cases: readonly ConditionCase[]): Rule {
  const rules = cases.map((one) => inConditions(one));
  return (object) => {
    for (const rule of rules) {
      const answer = rule(object);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
}

function said(say: Saying, condition: Condition, object: KubeObject): string | undefined {
  return typeof say === 'string' ? say : say(condition, object);
}

/** The condition's message, other words where it has none. */
export function messageOr(words: string): Saying {
  return ({ message }) => message ?? words;
}

/** The condition's reason. */
export function reason(condition: Condition): string | undefined {
  return condition.reason;
}

/** What many operators mean by one condition: True is Healthy, False is Degraded, both in the condition's words. */
export function judgedBy(type: string): Rule {
  return inConditions(when(`${type}=False`, 'Degraded'), when(`${type}=True`, 'Healthy'));
}
