/** Replacing the conditions of a step that has run again (features A27). */
import type { ApplicationCondition } from '../../api/application/fields.ts';
import type { ApplicationConditionType } from '../../api/enumerations.ts';
import { compareBytes } from '../../base/json/byte-order.ts';

/** A condition before it has a time. */
export interface ConditionText {
  readonly type: ApplicationConditionType;
  readonly message: string;
}

/**
 * Conditions after a step that evaluates the types of `evaluated` found `found`: types it does not evaluate stay as they
 * are, those it evaluates are replaced as a whole. A condition that was there with the same message keeps its time, others
 * get `now`. Sorted by type and message; the same text twice is one.
 */
export function mergeConditions(
  before: readonly ApplicationCondition[],
  found: readonly ConditionText[],
  step: { readonly evaluated: readonly ApplicationConditionType[]; readonly now: string },
): readonly ApplicationCondition[] {
  const kept = before.filter(({ type }) => !step.evaluated.some((evaluated) => evaluated === type));
  const unique = new Map(found.map((condition) => [`${condition.type}/${condition.message}`, condition]));
  const renewed = [...unique.values()].map(({ type, message }) => {
    const same = before.find((condition) => condition.type === type && condition.message === message);
    return { type, message, lastTransitionTime: same?.lastTransitionTime ?? step.now };
  });
  return [...kept, ...renewed].sort((left, right) => compareBytes(sortText(left), sortText(right)));
}

function sortText({ type, message, lastTransitionTime = '' }: ApplicationCondition): string {
  return `${type}/${message}/${lastTransitionTime}`;
}

/** True where both say the same, whatever their times. */
export function sameConditions(left: readonly ApplicationCondition[], right: readonly ApplicationCondition[]): boolean {
  const texts = (conditions: readonly ApplicationCondition[]) =>
    conditions
      .map(({ type, message }) => `${type}/${message}`)
      .sort()
      .join('\n');
  return texts(left) === texts(right);
}
