/** Where pods may run: affinity, tolerations, spreading. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongLabelValue, wrongQualifiedName } from '../object/names.ts';
import { duplicate, forbidden, invalid, invalidName, required, unsupported } from './causes.ts';
import {
  anything,
  dnsLabel,
  dnsSubdomain,
  each,
  numberAlways,
  qualifiedName,
  text,
  word,
  wordAlways,
} from './field-rules.ts';
import { goShape } from './go-shape.ts';
import type { FieldRule, Rule, RuleInput, Rules } from './rule.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const weight = numberAlways((value) => value >= 1 && value <= 100, 'must be in the range 1-100');

/** A key of a label of nodes. */
const topologyKey: FieldRule = (value, path, input) => [
  ...(value === undefined || value === '' ? [required(path, 'can not be empty')] : []),
  ...text(qualifiedName)(value, path, input),
];

/** Fields of nodes that can be selected by: their name alone. */
function fieldRequirement({ value, path }: RuleInput): readonly FieldCause[] {
  const values = isList(value['values']) ? value['values'] : [];
  const operator = textAt(value, 'operator') ?? '';
  const causes: FieldCause[] = [];
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length !== 1) {
      const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
      causes.push(required(`${path}.values`, detail));
    }
  } else {
    causes.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'));
  }
  const key = textAt(value, 'key') ?? '';
  if (key !== 'metadata.name') causes.push(invalid(`${path}.key`, key, 'not a valid field selector key'));
  else causes.push(...each(text(dnsSubdomain))(values, `${path}.values`, { value, path, object: value }));
  return causes;
}

/** Labels of nodes; numbers can be compared. */
function labelRequirement({ value, path }: RuleInput): readonly FieldCause[] {
  const values = isList(value['values']) ? value['values'] : [];
  const [operator, key] = [textAt(value, 'operator') ?? '', textAt(value, 'key') ?? ''];
  return [
    ...operatorCauses(operator, values, path),
    ...invalidName(`${path}.key`, key, wrongQualifiedName(key)),
    // What is preferred only was never looked at so closely.
    ...(path.includes('.preferredDuringSchedulingIgnoredDuringExecution[') ? [] : values).flatMap((item, index) =>
      invalidName(`${path}.values[${index}]`, String(item), wrongLabelValue(String(item))),
    ),
  ];
}

function operatorCauses(operator: string, values: readonly Json[], path: string): readonly FieldCause[] {
  const field = `${path}.values`;
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 ? [] : [required(field, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0
        ? []
        : [
            {
              field,
              message: "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
              reason: 'FieldValueForbidden',
            },
          ];
    case 'Gt':
    case 'Lt':
      return values.length === 1
        ? []
        : [required(field, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(`${path}.operator`, operator, 'not a valid selector operator')];
  }
}

const requirement: Rule = (input) =>
  /\.matchFields\[\d+\]$/.test(input.path) ? fieldRequirement(input) : labelRequirement(input);

const terms: FieldRule = (value, path) =>
  isList(value) && value.length > 0 ? [] : [required(path, 'must have at least one node selector term')];

/** Terms as messages show them. */
export function shownTerms(terms: Json | undefined): Json {
  return isList(terms) ? terms.map((term) => goShape(isObject(term) ? term : {}, 'core/v1.NodeSelectorTerm')) : null;
}

/** A pod accepts a taint of this key, value and effect. */
export const tolerationCauses: Rule = ({ value, path }) => {
  const [key, operator] = [textAt(value, 'key') ?? '', textAt(value, 'operator') ?? ''];
  const [given, effect] = [textAt(value, 'value') ?? '', textAt(value, 'effect') ?? ''];
  const causes = [...(key === '' ? [] : invalidName(`${path}.key`, key, wrongQualifiedName(key)))];
  if (key === '' && operator !== 'Exists') {
    causes.push(
      invalid(
        `${path}.operator`,
        operator,
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ),
    );
  }
  if (value['tolerationSeconds'] !== undefined && effect !== 'NoExecute') {
    causes.push(invalid(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  }
  if (operator === 'Exists') {
    if (given !== '')
      causes.push(invalid(`${path}.operator`, given, "value must be empty when `operator` is 'Exists'"));
  } else if (operator === '' || operator === 'Equal') {
    causes.push(...invalidName(`${path}.operator`, given, wrongLabelValue(given)));
  } else {
    // Comparing numbers is known, and not switched on.
    const compares = operator === 'Lt' || operator === 'Gt';
    causes.push(unsupported(`${path}.operator`, operator, ['Equal', 'Exists', ...(compares ? ['Lt', 'Gt'] : [])]));
  }
  return effect === '' || EFFECTS.includes(effect)
    ? causes
    : [...causes, unsupported(`${path}.effect`, effect, EFFECTS)];
};

/** Constraints differ in key and consequence: it is the earlier one that is told of. */
const repeated: Rule = ({ value, path, outer }) => {
  const list = outer?.value['topologySpreadConstraints'];
  const index = Number(/\[(\d+)\]$/.exec(path)?.[1] ?? 0);
  const pairOf = (item: Json) => `{${textAt(item, 'topologyKey') ?? ''}, ${textAt(item, 'whenUnsatisfiable') ?? ''}}`;
  const later = isList(list) ? list.slice(index + 1).map(pairOf) : [];
  const pair = pairOf(value);
  return later.includes(pair) ? [duplicate(`${path}.{topologyKey, whenUnsatisfiable}`, pair)] : [];
};

/** Only a strict constraint may ask for a number of domains. */
const minDomains: FieldRule = (value, path, { value: constraint }) => {
  if (typeof value !== 'number') return [];
  const action = textAt(constraint, 'whenUnsatisfiable') ?? '';
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
  return [
    ...(value > 0 ? [] : [invalid(path, value, 'must be greater than zero')]),
    ...(action === 'DoNotSchedule' ? [] : [invalid(path, value, detail)]),
  ];
};

/** Keys of labels by which pods are, or are not, told apart. */
const labelKeys: Rule = ({ value, path }) => {
  const { labelSelector: selector } = value;
  const [same, other] = ['matchLabelKeys', 'mismatchLabelKeys'].map((name) => textsIn(value, name));
  return [
    ...keyCauses(same ?? [], selector, `${path}.matchLabelKeys`),
    ...keyCauses(other ?? [], selector, `${path}.mismatchLabelKeys`),
    ...repeatedKeys(same ?? [], selector, path),
    ...(same ?? []).flatMap((key, index) =>
      (other ?? []).includes(key)
        ? [invalid(`${path}.matchLabelKeys[${index}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys')]
        : [],
    ),
  ];
};

function keyCauses(keys: readonly string[], selector: Json | undefined, field: string): readonly FieldCause[] {
  if (keys.length === 0) return [];
  if (selector === undefined) return [forbidden(field, 'must not be specified when labelSelector is not set')];
  return keys.flatMap((key, index) => invalidName(`${field}[${index}]`, key, wrongQualifiedName(key)));
}

/** The server itself adds an expression a key, which must then be the only one. */
function repeatedKeys(keys: readonly string[], selector: Json | undefined, path: string): readonly FieldCause[] {
  const labels = memberAt(selector, 'matchLabels');
  const expressions = memberAt(selector, 'matchExpressions');
  const seen = new Set(Object.keys(isObject(labels) ? labels : {}));
  return (isList(expressions) ? expressions : []).flatMap((expression) => {
    const key = textAt(expression, 'key') ?? '';
    const index = keys.lastIndexOf(key);
    const twice = index >= 0 && seen.has(key);
    seen.add(key);
    return twice ? [invalid(`${path}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector')] : [];
  });
}

function textsIn(value: JsonObject, name: string): readonly string[] {
  const list = value[name];
  return isList(list) ? list.map(String) : [];
}

const spreadKey: FieldRule = (value, path) =>
  value === undefined || value === '' ? [required(path, 'can not be empty')] : [];

/** A namespace that pods are looked for in: its field is named in the singular. */
const namespaces: FieldRule = (value, path) =>
  (isList(value) ? value : []).flatMap((item) =>
    invalidName(path.replace(/namespaces$/, 'namespace'), String(item), dnsLabel(String(item))),
  );

export const SCHEDULING_RULES: Rules = {
  'core/v1.NodeSelectorRequirement': requirement,
  'core/v1.NodeSelector': { fields: { nodeSelectorTerms: terms } },
  'core/v1.PreferredSchedulingTerm': { fields: { weight } },
  'core/v1.WeightedPodAffinityTerm': { fields: { weight } },
  'core/v1.PodAffinityTerm': {
    order: ['labelSelector', 'namespaceSelector', 'namespaces', 'topologyKey'],
    after: { namespaces: labelKeys },
    fields: { topologyKey, namespaces },
  },
  'core/v1.Toleration': tolerationCauses,
  'core/v1.TopologySpreadConstraint': {
    fields: {
      maxSkew: numberAlways((value) => value > 0, 'must be greater than zero'),
      topologyKey: spreadKey,
      whenUnsatisfiable: wordAlways('DoNotSchedule', 'ScheduleAnyway'),
      minDomains,
      nodeAffinityPolicy: word('Honor', 'Ignore'),
      nodeTaintsPolicy: word('Honor', 'Ignore'),
    },
    order: [
      ...['maxSkew', 'topologyKey', 'whenUnsatisfiable', 'minDomains', 'nodeAffinityPolicy', 'nodeTaintsPolicy'],
      ...['matchLabelKeys', 'labelSelector'],
    ],
    after: { whenUnsatisfiable: repeated, matchLabelKeys: labelKeys },
  },
  'core/v1.PodSchedulingGate': { fields: { name: anything } },
  'core/v1.PodReadinessGate': { fields: { conditionType: text(qualifiedName) } },
};

/** Names of gates, said of the gate. */
export const schedulingGates: FieldRule = (value, path) => {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((gate, index) => {
    const name = String(memberAt(gate, 'name') ?? '');
    const wrong = invalidName(`${path}[${index}]`, name, wrongQualifiedName(name));
    if (seen.has(name)) return [...wrong, duplicate(`${path}[${index}]`, name)];
    seen.add(name);
    return wrong;
  });
};
