/** What a schema says about a value: what is wrong, and how much of it fits. */
import { goFloat } from '../../base/go-float.ts';
import { goJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';

export interface Verdict {
  /** Fields are relative to the value that was given first; empty for that value itself. */
  readonly causes: readonly FieldCause[];
  /** How many checks passed: of several alternatives the one with most is told about. */
  readonly matches: number;
}

export const FINE: Verdict = { causes: [], matches: 0 };

/** Nothing but a cause. */
export function wrong(field: string, message: string, reason = 'FieldValueInvalid'): Verdict {
  return { causes: [{ field, message, reason }], matches: 0 };
}

/** A cause that shows a value and says what it should be like. */
export function unfit(field: string, value: Json, sentence: string): Verdict {
  return wrong(field, `Invalid value: ${shownValue(value)}: ${sentence}`);
}

/** All of them; a cause that was told is not told again. */
export function together(verdicts: readonly Verdict[]): Verdict {
  const seen = new Set<string>();
  const causes = verdicts
    .flatMap((one) => one.causes)
    .filter(({ field, message }) => {
      const text = `${field}\n${message}`;
      if (seen.has(text)) return false;
      seen.add(text);
      return true;
    });
  return { causes, matches: verdicts.reduce((sum, { matches }) => sum + matches, 0) };
}

/** One more check passed. */
export function counted(verdict: Verdict, more = 1): Verdict {
  return { ...verdict, matches: verdict.matches + more };
}

/** A value as causes show it. */
export function shownValue(value: Json): string {
  return typeof value === 'number' ? goFloat(value) : typeof value === 'string' ? JSON.stringify(value) : goJson(value);
}
