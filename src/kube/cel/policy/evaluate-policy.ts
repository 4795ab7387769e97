/** Evaluates a compiled policy for one request, under the budgets of Kubernetes. */
import { isObject, type JsonObject, textAt } from '../../../base/json-value.ts';
import { CelFault, type CelMap, typeName, type Value, type Variables } from '../../../lang/cel/index.ts';
import { CALL_LIMIT, CONDITIONS_BUDGET, LONGEST_MESSAGE, REQUEST_BUDGET } from '../limits.ts';
import { type CompiledExpression, type CompiledPolicy, objects } from './policy-expressions.ts';

/** What one validation, or the policy as a whole, says of a request. */
export interface Denial {
  /** Of the validation that failed; 0 where the policy itself did. */
  readonly index: number;
  readonly message: string;
  readonly reason: string;
}

export interface PolicyOutcome {
  readonly denials: readonly Denial[];
  /** Denied whatever the actions of the binding are: an audit annotation could not be made. */
  readonly faults: readonly string[];
  readonly annotations: readonly { readonly key: string; readonly value: string }[];
}

const NOTHING: PolicyOutcome = { denials: [], faults: [], annotations: [] };

export interface PolicyInput {
  readonly spec: JsonObject;
  readonly compiled: CompiledPolicy;
  /** `object`, `oldObject`, `params`, `request`, `namespaceObject`, `authorizer`, `authorizer.requestResource`. */
  readonly values: ReadonlyMap<string, Value>;
}

/** The outcome for a request that the policy's match constraints let through. */
export function evaluatePolicy({ spec, compiled, values }: PolicyInput): PolicyOutcome {
  const lenient = textAt(spec, 'failurePolicy') === 'Ignore';
  const failed = (message: string): PolicyOutcome =>
    lenient ? NOTHING : { ...NOTHING, denials: [{ index: 0, message, reason: 'Invalid' }] };
  // Conditions know no namespace object.
  const conditions = evaluateAll(
    compiled.matchConditions,
    compiled,
    withNull(values, 'namespaceObject'),
    CONDITIONS_BUDGET,
  );
  if (conditions.kind === 'spent') return failed(conditions.message);
  const match = matchOf(conditions.results);
  if (match.kind === 'fault') return failed(match.message);
  if (match.kind === 'no') return NOTHING;
  const validations = evaluateAll(compiled.validations, compiled, values, REQUEST_BUDGET);
  if (validations.kind === 'spent') return failed(validations.message);
  // Messages know no authorizer, not even by variables that ask it.
  const told = new Map([...values].filter(([name]) => !name.startsWith('authorizer')));
  const messages = evaluateAll(compiled.messages, compiled, told, validations.left);
  const denials = validations.results.flatMap((result, index) => {
    const validation = objects(spec['validations'])[index] ?? {};
    return denialOf(result, { index, validation, messages, lenient });
  });
  const notes = evaluateAll(compiled.auditAnnotations, compiled, values, REQUEST_BUDGET);
  if (notes.kind === 'spent') return failed(notes.message);
  return { denials, ...annotationsOf(spec, notes.results, lenient) };
}

function withNull(values: ReadonlyMap<string, Value>, name: string): ReadonlyMap<string, Value> {
  return new Map(values).set(name, null);
}

type Result =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'fault'; readonly message: string }
  /** There was no expression. */
  | { readonly kind: 'none' };

type Results =
  | { readonly kind: 'done'; readonly results: readonly Result[]; readonly left: number }
  | { readonly kind: 'spent'; readonly message: string };

const SPENT = 'validation failed due to running out of cost budget, no further validation rules will be run';

function evaluateAll(
  expressions: readonly (CompiledExpression | undefined)[],
  compiled: CompiledPolicy,
  values: ReadonlyMap<string, Value>,
  budget: number,
): Results {
  const composed = new ComposedVariables(compiled, values);
  const results: Result[] = [];
  let left = budget;
  for (const expression of expressions) {
    if (expression === undefined) {
      results.push({ kind: 'none' });
      continue;
    }
    if (expression.program === undefined) {
      results.push({ kind: 'fault', message: `compilation error: ${expression.error?.detail ?? ''}` });
      continue;
    }
    const outcome = expression.program.evaluate(composed.read, CALL_LIMIT);
    left -= outcome.cost + composed.takeCost();
    if (left < 0) return { kind: 'spent', message: SPENT };
    if (outcome.kind === 'value') results.push({ kind: 'value', value: outcome.value });
    else
      results.push({ kind: 'fault', message: `expression '${expression.text}' resulted in error: ${outcome.message}` });
  }
  return { kind: 'done', results, left };
}

/** The variables of a policy: each is evaluated when it is first read, and costs whoever read it. */
class ComposedVariables {
  readonly read: Variables;
  readonly #compiled: CompiledPolicy;
  readonly #known = new Map<string, Value | CelFault>();
  #cost = 0;

  constructor(compiled: CompiledPolicy, values: ReadonlyMap<string, Value>) {
    this.#compiled = compiled;
    const composed: CelMap = {
      kind: 'map',
      type: 'kubernetes.variables',
      size: compiled.variables.size,
      get: (key) => (typeof key === 'string' ? this.#variable(key) : undefined),
      keys: () => [...compiled.variables.keys()],
    };
    this.read = (name) => (name === 'variables' ? composed : values.get(name));
  }

  takeCost(): number {
    const cost = this.#cost;
    this.#cost = 0;
    return cost;
  }

  #variable(name: string): Value | undefined {
    const expression = this.#compiled.variables.get(name);
    if (expression === undefined) return undefined;
    const known = this.#known.get(name) ?? this.#evaluate(name, expression);
    this.#known.set(name, known);
    if (known instanceof CelFault) throw known;
    return known;
  }

  #evaluate(name: string, { program, error }: CompiledExpression): Value | CelFault {
    const quoted = JSON.stringify(name);
    if (program === undefined)
      return new CelFault(`composited variable ${quoted} fails to compile: ${error?.detail ?? ''}`);
    const outcome = program.evaluate(this.read, CALL_LIMIT);
    this.#cost += outcome.cost;
    if (outcome.kind === 'value') return outcome.value;
    return new CelFault(`composited variable ${quoted} fails to evaluate: ${outcome.message}`);
  }
}

type Match = { readonly kind: 'yes' } | { readonly kind: 'no' } | { readonly kind: 'fault'; readonly message: string };

/** One condition that does not hold decides, even where others cannot be judged. */
function matchOf(results: readonly Result[]): Match {
  if (results.some((result) => result.kind === 'value' && result.value === false)) return { kind: 'no' };
  const faults = results.flatMap((result) => (result.kind === 'fault' ? [result.message] : []));
  if (faults.length === 0) return { kind: 'yes' };
  const unique = [...new Set(faults)];
  return { kind: 'fault', message: unique.length === 1 ? (unique[0] ?? '') : `[${unique.join(', ')}]` };
}

interface DenialContext {
  readonly index: number;
  readonly validation: JsonObject;
  readonly messages: Results;
  readonly lenient: boolean;
}

function denialOf(result: Result, { index, validation, messages, lenient }: DenialContext): readonly Denial[] {
  const broken = (message: string) => (lenient ? [] : [{ index, message, reason: 'Invalid' }]);
  if (result.kind === 'fault') return broken(result.message);
  if (messages.kind === 'spent') return broken(`failed messageExpression: ${messages.message}`);
  if (result.kind === 'value' && result.value === true) return [];
  const message = expressedMessage(messages.results[index]) || plainMessage(validation);
  return [{ index, message, reason: textAt(validation, 'reason') ?? 'Invalid' }];
}

function expressedMessage(result: Result | undefined): string {
  if (result?.kind !== 'value' || typeof result.value !== 'string') return '';
  const text = result.value.trim();
  return text.includes('\n') || new TextEncoder().encode(text).length > LONGEST_MESSAGE ? '' : text;
}

function plainMessage(validation: JsonObject): string {
  const given = (textAt(validation, 'message') ?? '').trim();
  return given === '' ? `failed expression: ${(textAt(validation, 'expression') ?? '').trim()}` : given;
}

function annotationsOf(
  spec: JsonObject,
  results: readonly Result[],
  lenient: boolean,
): Pick<PolicyOutcome, 'faults' | 'annotations'> {
  const declared = objects(spec['auditAnnotations']);
  const faults: string[] = [];
  const annotations: { key: string; value: string }[] = [];
  results.forEach((result, index) => {
    const annotation = declared[index];
    if (!isObject(annotation)) return;
    if (result.kind === 'fault' && !lenient) faults.push(result.message);
    if (result.kind !== 'value' || result.value === null) return;
    if (typeof result.value === 'string') {
      const value = result.value.trim();
      if (value !== '') annotations.push({ key: textAt(annotation, 'key') ?? '', value });
      return;
    }
    const expression = textAt(annotation, 'valueExpression') ?? '';
    const why = `resulted in unsupported return type: ${typeName(result.value)}. Return type must be either string or null.`;
    faults.push(`valueExpression '${expression}' ${why}`);
  });
  return { faults, annotations };
}
