/** Selectors of a question about access that could not be read, and what is said of them. No rule here looks at selectors. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import { wrongLabelValue, wrongQualifiedName } from '../../kube/object/names.ts';
import { parseFieldSelector } from '../../kube/selector/field-selector.ts';
import { parseRequirements } from '../../kube/selector/parse-label-selector.ts';

type Verdict = 'read' | 'partly' | 'unread';

/** A sentence for each selector of `spec.resourceAttributes` that is ignored, or partly so. */
export function ignoredSelectors(attributes: Json | undefined): readonly string[] {
  const verdicts = [
    ['fieldSelector', verdictOf(memberAt(attributes, 'fieldSelector'), parseFieldSelector, isFieldRequirement)],
    ['labelSelector', verdictOf(memberAt(attributes, 'labelSelector'), parseRequirements, isLabelRequirement)],
  ] as const;
  return verdicts.flatMap(([name, verdict]) => {
    if (verdict === 'read') return [];
    return [`spec.resourceAttributes.${name} ${verdict === 'partly' ? 'partially ' : ''}ignored due to parse error`];
  });
}

function verdictOf(
  selector: Json | undefined,
  parse: (text: string) => unknown,
  fits: (requirement: Json) => boolean,
): Verdict {
  const requirements = memberAt(selector, 'requirements');
  if (isList(requirements) && requirements.length > 0) {
    const fitting = requirements.filter(fits).length;
    return fitting === requirements.length ? 'read' : fitting > 0 ? 'partly' : 'unread';
  }
  try {
    parse(textAt(selector, 'rawSelector') ?? '');
    return 'read';
  } catch {
    return 'unread';
  }
}

function isLabelRequirement(requirement: Json): boolean {
  if (!isObject(requirement)) return false;
  const values = isList(requirement['values']) ? requirement['values'].map(String) : [];
  const operator = textAt(requirement, 'operator') ?? '';
  const counted = operator === 'In' || operator === 'NotIn' ? values.length > 0 : values.length === 0;
  const known = ['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator);
  const wrong = [...wrongQualifiedName(textAt(requirement, 'key') ?? ''), ...values.flatMap(wrongLabelValue)];
  return known && counted && wrong.length === 0;
}

/** Fields are compared with one value. */
function isFieldRequirement(requirement: Json): boolean {
  if (!isObject(requirement)) return false;
  const values = isList(requirement['values']) ? requirement['values'] : [];
  return values.length === 1 && ['In', 'NotIn'].includes(textAt(requirement, 'operator') ?? '');
}
