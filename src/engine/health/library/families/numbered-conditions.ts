import type { Condition } from '../vocabulary/index.ts';

/** Checks whose message is the list of all conditions. */

/** `1: Ready | True` and a line feed for each condition; `told` leaves some out without changing the numbers. */
export function numberedConditions(
  conditions: readonly Condition[],
  told: (condition: Condition) => boolean = () => true,
): string {
  const lines = conditions.map((condition, index) =>
    told(condition) ? `${index + 1}: ${condition.type ?? ''} | ${condition.status ?? ''}\n` : '',
  );
  return lines.join('');
}
