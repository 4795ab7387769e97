/** Keywords for texts and numbers. */
import { compareNumbers, isMultipleOf } from '../decimal.ts';
import { englishFloat, englishInteger } from '../english-number.ts';
import { quoted } from '../quoted.ts';
import { addIssue, type Check } from './validation.ts';

export function checkText(check: Check, text: string): void {
  const { minLength, maxLength, pattern } = check.scope.schema;
  if (minLength !== undefined || maxLength !== undefined) {
    const length = [...text].length;
    if (minLength !== undefined && length < minLength)
      addIssue(check, () => sizeMessage('minLength', length, minLength));
    if (maxLength !== undefined && length > maxLength)
      addIssue(check, () => sizeMessage('maxLength', length, maxLength));
  }
  if (pattern === undefined) return;
  check.budget.step(check.scope.depth, text.length >> 6);
  if (pattern.pattern.matches(text)) return;
  addIssue(check, () => `${quoted(text)} does not match pattern ${quoted(pattern.source)}`);
}

/** `minItems: got 1, want 2`. */
export function sizeMessage(keyword: string, got: number, want: number): string {
  return `${keyword}: got ${englishInteger(got)}, want ${englishInteger(want)}`;
}

type Bound = 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum' | 'multipleOf';

/** In the order of the Go library: what breaks each bound. */
const BOUNDS: readonly (readonly [Bound, (value: number | bigint, bound: number | bigint) => boolean])[] = [
  ['minimum', (value, bound) => compareNumbers(value, bound) < 0],
  ['maximum', (value, bound) => compareNumbers(value, bound) > 0],
  ['exclusiveMinimum', (value, bound) => compareNumbers(value, bound) <= 0],
  ['exclusiveMaximum', (value, bound) => compareNumbers(value, bound) >= 0],
  ['multipleOf', (value, bound) => !isMultipleOf(value, bound)],
];

export function checkNumber(check: Check, value: number | bigint): void {
  for (const [keyword, breaks] of BOUNDS) {
    const bound = check.scope.schema[keyword];
    if (bound === undefined || !breaks(value, bound)) continue;
    addIssue(check, () => `${keyword}: got ${englishFloat(Number(value))}, want ${englishFloat(Number(bound))}`);
  }
}
