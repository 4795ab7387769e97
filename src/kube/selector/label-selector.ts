/** Label selectors in both their forms: text (`app=a,tier in (b,c),!old`) and the LabelSelector object of specs. */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { kubeFault } from '../object/kube-fault.ts';
import { parseRequirements } from './parse-label-selector.ts';

export type Operator = 'in' | 'notin' | '=' | '==' | '!=' | 'gt' | 'lt' | 'exists' | '!';

export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** All requirements must hold; an empty list selects everything. */
export type LabelSelector = readonly Requirement[];

const OBJECT_OPERATORS: Readonly<Record<string, Operator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
};

/** Parses the text form. Throws `kube.bad-request` with the API server's message. */
export function parseLabelSelector(text: string): LabelSelector {
  return parseRequirements(text).toSorted((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
}

/**
 * Reads a LabelSelector object. Null or absent selects nothing (`undefined`), an empty one everything, as
 * apimachinery's LabelSelectorAsSelector. Throws `kube.invalid` for an unknown operator.
 */
export function labelSelectorOf(selector: Json | undefined): LabelSelector | undefined {
  if (!isObject(selector)) return undefined;
  const exact = Object.entries(isObject(selector['matchLabels']) ? selector['matchLabels'] : {});
  const expressions = isList(selector['matchExpressions']) ? selector['matchExpressions'] : [];
  return [
    ...exact.map(([key, value]): Requirement => ({ key, operator: '=', values: [String(value)] })),
    ...expressions.map(requirementOf),
  ];
}

function requirementOf(expression: Json): Requirement {
  const name = textAt(expression, 'operator') ?? '';
  const operator = Object.hasOwn(OBJECT_OPERATORS, name) ? OBJECT_OPERATORS[name] : undefined;
  if (operator === undefined) {
    throw kubeFault({ code: 'kube.invalid', message: `"${name}" is not a valid label selector operator` });
  }
  const values = isObject(expression) && isList(expression['values']) ? expression['values'].map(String) : [];
  return { key: textAt(expression, 'key') ?? '', operator, values };
}

/** True where these labels fulfil every requirement. */
export function matchesLabels(selector: LabelSelector, labels: JsonObject | undefined): boolean {
  return selector.every((requirement) => fulfils(requirement, labels));
}

function fulfils({ key, operator, values }: Requirement, labels: JsonObject | undefined): boolean {
  const has = labels !== undefined && Object.hasOwn(labels, key);
  const value = has ? String(labels[key]) : '';
  switch (operator) {
    case 'exists':
      return has;
    case '!':
      return !has;
    case 'in':
    case '=':
    case '==':
      return has && values.includes(value);
    case 'notin':
    case '!=':
      return !has || !values.includes(value);
    case 'gt':
    case 'lt':
      return has && compares(operator, value, values[0] ?? '');
  }
}

function compares(operator: 'gt' | 'lt', value: string, limit: string): boolean {
  if (!/^[-+]?[0-9]+$/.test(value)) return false;
  return operator === 'gt' ? BigInt(value) > BigInt(limit) : BigInt(value) < BigInt(limit);
}

/** The text form, as the server writes it (e.g. in `status.selector` of a Scale): set values in byte order. */
export function formatLabelSelector(selector: LabelSelector): string {
  return selector
    .toSorted((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(formatRequirement)
    .join(',');
}

function formatRequirement({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.toSorted().join(',')})`;
    case 'gt':
      return `${key}>${values[0] ?? ''}`;
    case 'lt':
      return `${key}<${values[0] ?? ''}`;
    default:
      return `${key}${operator}${values[0] ?? ''}`;
  }
}
