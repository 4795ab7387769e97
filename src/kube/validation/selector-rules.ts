/** Selectors of labels, wherever they stand. */
import { isList, isObject, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongLabelValue, wrongQualifiedName } from '../object/names.ts';
import { forbidden, invalid, invalidName, required } from './causes.ts';
import { labelCauses } from './metadata.ts';
import { type FieldRule, join, type Rule, type RuleInput, type Rules } from './rule.ts';

/** A selector as messages show it: Go writes maps in the order of their keys. */
export function goSelector(selector: JsonObject): JsonObject {
  const labels = selector['matchLabels'];
  if (!isObject(labels)) return selector;
  const sorted = Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { ...selector, matchLabels: Object.fromEntries(sorted) };
}

/** Whether some part of it is told by the rules below. */
export function isBrokenSelector(selector: JsonObject): boolean {
  const expressions = isList(selector['matchExpressions']) ? selector['matchExpressions'] : [];
  const parts = expressions.filter(isObject).map((value) => ({ value, path: '', object: selector }));
  return labelCauses('', selector['matchLabels']).length > 0 || parts.some((part) => requirement(part).length > 0);
}

/** Selectors of metrics are another system's. */
const matchLabels: FieldRule = (value, path, input) => (isOfMetric(input) ? [] : labelCauses(path, value));

function isOfMetric({ path }: RuleInput): boolean {
  return path.startsWith('spec.metrics');
}

function requirement({ value, path }: RuleInput): readonly FieldCause[] {
  const key = textAt(value, 'key') ?? '';
  const values = isList(value['values']) ? value['values'].map(String) : [];
  return [
    ...operatorCauses({ value, path }),
    ...invalidName(join(path, 'key'), key, wrongQualifiedName(key)),
    ...values.flatMap((text, index) => invalidName(`${join(path, 'values')}[${index}]`, text, wrongLabelValue(text))),
  ];
}

function operatorCauses({ value, path }: Pick<RuleInput, 'value' | 'path'>): readonly FieldCause[] {
  const operator = textAt(value, 'operator') ?? '';
  const values = value['values'];
  const field = join(path, 'values');
  const many = isList(values) && values.length > 0;
  if (operator === 'In' || operator === 'NotIn') {
    return many ? [] : [required(field, "must be specified when `operator` is 'In' or 'NotIn'")];
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    return many ? [forbidden(field, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")] : [];
  }
  // Questions about access may come from clients that know more operators.
  if (path.includes('.resourceAttributes.')) return [];
  return [invalid(join(path, 'operator'), operator, 'not a valid selector operator')];
}

function fieldRequirement(input: RuleInput): readonly FieldCause[] {
  const named = textAt(input.value, 'key') ? [] : [required(join(input.path, 'key'), 'must be specified')];
  return [...named, ...operatorCauses(input)];
}

/** Selectors of roles are read besides, which is told once more. */
const unreadable: Rule = ({ value, path }) =>
  path.startsWith('aggregationRule.') && isBrokenSelector(value)
    ? [invalid(path, null, 'invalid label selector.')]
    : [];

export const SELECTOR_RULES: Rules = {
  'meta/v1.LabelSelector': {
    fields: { matchLabels },
    closed: (input) => (isOfMetric(input) ? ['matchExpressions'] : []),
    last: unreadable,
  },
  'meta/v1.LabelSelectorRequirement': requirement,
  'meta/v1.FieldSelectorRequirement': fieldRequirement,
};
