/** What we answer to a program over one input, in a form that can be compared with gojq's. */
import { AppError } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import { compileJq, eachJq } from './run-jq.ts';
import { jsonText } from './value/number-text.ts';

export interface JqAnswer {
  /** Compact JSON of each output. */
  readonly outputs: readonly string[];
  /** `invalid` for a program that is none, else the words of the error that ended it. */
  readonly error?: string;
}

export const INPUT: Json = { a: 1, b: [1, 2, 3], c: 'text', d: null };

const LIMITS = { steps: 1_000_000, cells: 10_000_000, depth: 500, now: 0 };

export function ourAnswer(program: string, input: Json = INPUT): JqAnswer {
  const outputs: string[] = [];
  try {
    eachJq(compileJq(program), { input, limits: LIMITS, emit: (value) => outputs.push(jsonText(value)) });
    return { outputs };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'jq.syntax' || error.code === 'jq.undefined') return { outputs: [], error: 'invalid' };
    return { outputs, error: error.code === 'jq.failed' ? error.message : error.code };
  }
}
