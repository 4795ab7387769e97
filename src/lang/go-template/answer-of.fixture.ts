/** One template run as the oracle runs it: the same request, the same form of answer. */
import { AppError } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import { Budget, fromJson, GoInt, GoMap, type GoValue, INT64, isArray, joinedText } from '../go-value/index.ts';
import { compileTemplates } from './index.ts';
import type { MissingKey } from './template-contract.ts';

export interface TemplateRequest {
  readonly template: string;
  readonly templates?: Readonly<Record<string, string>>;
  readonly values: Json;
  readonly options?: readonly string[];
  /** Whole numbers are int64, not float64. */
  readonly typed?: boolean;
}

/** Output or error text. */
export function answerOf(request: TemplateRequest): { output: string } | { error: string } {
  const data = fromJson(request.values);
  const texts = Object.entries(request.templates ?? {}).map(([name, text]) => ({ name, text }));
  try {
    const set = compileTemplates([...texts, { name: 't', text: request.template }], new Map(), {
      missingKey: missingKeyOf(request.options ?? []),
    });
    const inputs = { budget: new Budget(), now: () => 0n, random: (bytes: number) => new Uint8Array(bytes) };
    return { output: joinedText(set.execute('t', request.typed ? typed(data) : data, inputs)) };
  } catch (error) {
    if (error instanceof AppError) return { error: error.message };
    throw error;
  }
}

function missingKeyOf(options: readonly string[]): MissingKey {
  if (options.includes('missingkey=zero')) return 'zero';
  return options.includes('missingkey=error') ? 'error' : 'default';
}

function typed(value: GoValue): GoValue {
  if (typeof value === 'number') return isInt64(value) ? new GoInt(INT64, BigInt(value)) : value;
  if (isArray(value)) return value.map(typed);
  if (!(value instanceof GoMap)) return value;
  return new GoMap(value.type, new Map([...value.entries()].map(([key, item]) => [key, typed(item)])));
}

function isInt64(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
}
