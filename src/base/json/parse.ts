/**
 * JSON text → value, keeping every digit of integers beyond 2^53 as bigint. The text is scanned first: only where such
 * an integer stands does the own parser run; everything else is `JSON.parse`.
 */
import { AppError } from '../errors.ts';
import type { Json } from '../json-value.ts';
import { bigIntegerAt } from './big-integers.ts';
import { isDeeperThan } from './depth.ts';
import { parseExactly } from './parse-exactly.ts';

export interface JsonLimits {
  /** Longest text, in UTF-16 units. */
  readonly maxLength?: number;
  /** Deepest nesting of lists and objects. Everything after us recurses, so there always is a limit. */
  readonly maxDepth?: number;
}

/** Deep enough for any object of Kubernetes, shallow enough for every recursive function of ours. */
export const DEFAULT_MAX_DEPTH = 1000;

/**
 * The value of a JSON text. Duplicate keys: the last wins. Every key, `__proto__` included, is an own property.
 * Errors (kind user): `json.invalid`, `json.too-large`, `json.too-deep`.
 */
export function parseJson(text: string, limits: JsonLimits = {}): Json {
  const { maxLength = Number.POSITIVE_INFINITY, maxDepth = DEFAULT_MAX_DEPTH } = limits;
  if (text.length > maxLength) {
    throw userError(
      'json.too-large',
      `JSON text of ${text.length} characters is longer than the limit of ${maxLength}`,
    );
  }
  const value = parsePlainly(text);
  // JSON.parse itself does not recurse; whatever comes after it does.
  if (isDeeperThan(value, maxDepth)) {
    throw userError('json.too-deep', `JSON text is nested deeper than ${maxDepth} levels`);
  }
  return bigIntegerAt(text) < 0 ? value : parseExactly(text);
}

/** As `parseJson`, or undefined where the text is not valid or over a limit. */
export function tryParseJson(text: string, limits: JsonLimits = {}): Json | undefined {
  try {
    return parseJson(text, limits);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function parsePlainly(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : String(error);
    throw userError('json.invalid', `invalid JSON: ${reason}`);
  }
}

function userError(code: string, message: string): AppError {
  return new AppError({ code, kind: 'user', message });
}
