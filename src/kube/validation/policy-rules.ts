/** ValidatingAdmissionPolicies and their bindings, with the expressions in them; match conditions are those of webhooks too. */
import { isList, isObject, type Json, textAt } from '../../base/json-value.ts';
import { expressionCauses, textOf } from '../cel/policy/expression-causes.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongPathSegment, wrongQualifiedName } from '../object/names.ts';
import { duplicate, forbidden, invalid, invalidName, required } from './causes.ts';
import { anything, dnsSubdomain, firstOf, ifAny, must, serviceLabel, unique, word } from './field-rules.ts';
import { type FieldRule, isBlank, join, type Rule, type RuleInput, type Rules } from './rule.ts';

/** A qualified name under which an expression is known. */
const conditionName: FieldRule = (value, path) => {
  const name = textOf(value);
  return name === '' ? [required(path)] : invalidName(path, name, wrongQualifiedName(name));
};

/** The first condition of a name has it. */
const repeatedCondition: Rule = ({ value, path, outer }) => {
  const name = textAt(value, 'name') ?? '';
  const list = outer?.value['matchConditions'];
  const index = Number(/\[(\d+)\]$/.exec(path)?.[1] ?? 0);
  const taken = name !== '' && isList(list) && list.slice(0, index).some((other) => textAt(other, 'name') === name);
  return taken ? [duplicate(`${path}.name`, name)] : [];
};

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;
/** Words of the language, and of programming, that no variable may have. */
const RESERVED = new Set(
  'in as break const continue else for function if import let loop package namespace return var void while true false null'.split(
    ' ',
  ),
);

const variableName: FieldRule = (value, path) => {
  const name = textOf(value);
  if (name.trim() === '') return [required(path, 'name is not specified')];
  return IDENTIFIER.test(name) && !RESERVED.has(name) ? [] : [invalid(path, name, 'must be a valid CEL identifier')];
};

/** A policy says something: it validates or it notes. */
const policy: Rule = ({ value, path }) => {
  const detail = 'validations or auditAnnotations must contain at least one item';
  return isBlank(value['validations']) && isBlank(value['auditAnnotations'])
    ? ['validations', 'auditAnnotations'].map((name) => required(`${path}.${name}`, detail))
    : [];
};

const auditKey: FieldRule = (value, path, { object }) => {
  const name = textAt(object, 'metadata', 'name') ?? '';
  if (name === '') return [invalid(path, textOf(value), 'requires metadata.name be non-empty')];
  const key = `${name}/${textOf(value)}`;
  const wrong = wrongQualifiedName(key).map((one) => one.replace(/^a qualified name must/, 'a valid label key must'));
  return invalidName(path, key, wrong);
};

const paramKind: Rule = ({ value, path }) => {
  const [version, kind] = [textAt(value, 'apiVersion') ?? '', textAt(value, 'kind') ?? ''];
  const causes: FieldCause[] =
    version === '' ? [required(`${path}.apiVersion`)] : versionCauses(version, `${path}.apiVersion`);
  if (kind === '') return [...causes, required(`${path}.kind`)];
  return [
    ...causes,
    ...invalidName(
      `${path}.kind`,
      kind,
      serviceLabel(kind.toLowerCase()).map(
        (sentence) => `may have mixed case, but should otherwise match: ${sentence}`,
      ),
    ),
  ];
};

function versionCauses(version: string, field: string): FieldCause[] {
  const [first = '', second] = version.split('/');
  const name = second ?? first;
  return [
    ...(second === undefined || first === '' ? [] : invalidName(field, first, dnsSubdomain(first))),
    ...invalidName(field, name, serviceLabel(name)),
  ];
}

const actions: FieldRule = (value, path, input) => {
  if (isBlank(value)) return [required(path, 'at least one validation action is required')];
  const list = isList(value) ? value : [];
  const seen = new Set<Json>();
  const causes = list.flatMap((action, index): readonly FieldCause[] => {
    const field = `${path}[${index}]`;
    const wrong = word('Audit', 'Deny', 'Warn')(action, field, input);
    if (seen.has(action)) return [...wrong, duplicate(field, action)];
    seen.add(action);
    return wrong;
  });
  if (!seen.has('Deny') || !seen.has('Warn')) return causes;
  const why =
    'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
  return [...causes, invalid(path, list, why)];
};

const condition: FieldRule = (value, path, { object }) => {
  const text = textOf(value).trim();
  return text === '' ? [required(path)] : expressionCauses({ place: 'condition', text, path, object });
};

const variable: FieldRule = (value, path, { object, path: place }) => {
  const text = textOf(value);
  if (text.trim() === '') return [required(path, 'expression is not specified')];
  const before = Number(/\[(\d+)\]$/.exec(place)?.[1] ?? 0);
  return expressionCauses({ place: 'variable', text, path, object, before });
};

const validation: FieldRule = (value, path, { object }) => {
  const text = textOf(value);
  if (text.trim() === '') return [required(path, 'expression is not specified')];
  return expressionCauses({ place: 'validation', text, path, object });
};

const NOT_EMPTY = 'must be non-empty if specified';

const messageExpression: FieldRule = (value, path, { object }) => {
  const text = textOf(value);
  if (text === '') return [];
  if (text.trim() === '') return [invalid(path, text, NOT_EMPTY)];
  return expressionCauses({ place: 'message', text, path, object });
};

const message: FieldRule = (value, path) => {
  const text = textOf(value);
  if (text !== '' && text.trim() === '') return [invalid(path, text, NOT_EMPTY)];
  return /[\n\r]/.test(text.trim()) ? [invalid(path, text, 'must not contain line breaks')] : [];
};

const LONGEST_ANNOTATION = 5 * 1024;

const annotation: FieldRule = (value, path, { object }) => {
  const text = textOf(value).trim();
  if (text === '') return [required(path, 'valueExpression is not specified')];
  if (new TextEncoder().encode(text).length > LONGEST_ANNOTATION) {
    return [required(path, `must not exceed ${LONGEST_ANNOTATION} bytes in length`)];
  }
  return expressionCauses({ place: 'annotation', text, shown: textOf(value), path, object });
};

const MOST_ANNOTATIONS = 20;

const annotations: FieldRule = (value, path, input) => {
  const many = isList(value) && value.length > MOST_ANNOTATIONS;
  const why = `must not have more than ${MOST_ANNOTATIONS} auditAnnotations`;
  return [...(many ? [invalid(path, value, why)] : []), ...unique('key')(value, path, input)];
};

/** Parameters by name or by labels, and what to do without. */
const EXCLUSIVE = 'name and selector are mutually exclusive';

function isTwofold({ value }: RuleInput): boolean {
  return (textAt(value, 'name') ?? '') !== '' && isObject(value['selector']);
}

const paramName: Rule = (input) => {
  const { value, path } = input;
  const name = textAt(value, 'name') ?? '';
  return [
    ...invalidName(`${path}.name`, name, wrongPathSegment(name)),
    ...(isTwofold(input) ? [forbidden(`${path}.name`, EXCLUSIVE)] : []),
  ];
};

const paramAction: Rule = (input) => {
  const { value, path } = input;
  const [name, action] = [textAt(value, 'name') ?? '', textAt(value, 'parameterNotFoundAction') ?? ''];
  const field = `${path}.parameterNotFoundAction`;
  return [
    ...(isTwofold(input) ? [forbidden(`${path}.selector`, EXCLUSIVE)] : []),
    ...(name === '' && !isObject(value['selector'])
      ? [required(path, 'one of name or selector must be specified')]
      : []),
    ...(action === '' ? [required(field)] : word('Deny', 'Allow')(action, field, input)),
  ];
};

export const POLICY_RULES: Rules = {
  'admissionregistration/v1.MatchCondition': {
    order: ['expression', 'name'],
    fields: { name: conditionName, expression: condition },
    last: repeatedCondition,
  },
  'admissionregistration/v1.ValidatingAdmissionPolicySpec': {
    order: ['failurePolicy', 'paramKind', 'matchConstraints', 'matchConditions', 'variables', 'validations'],
    after: { variables: policy },
    fields: {
      paramKind: anything,
      failurePolicy: word('Fail', 'Ignore'),
      matchConstraints: (value, path) => (isObject(value) ? [] : [required(path)]),
      auditAnnotations: annotations,
    },
  },
  'admissionregistration/v1.MatchResources': {
    order: ['matchPolicy', 'namespaceSelector', 'objectSelector', 'resourceRules'],
    fields: { resourceRules: anything },
    last: ({ value, path, object }) =>
      object['kind'] === 'ValidatingAdmissionPolicy' && isBlank(value['resourceRules'])
        ? [required(join(path, 'resourceRules'))]
        : [],
  },
  'admissionregistration/v1.ParamKind': paramKind,
  'admissionregistration/v1.Variable': { fields: { name: variableName, expression: variable } },
  'admissionregistration/v1.Validation': {
    order: ['expression', 'messageExpression', 'message'],
    fields: {
      expression: validation,
      messageExpression,
      message,
      reason: word('Forbidden', 'Invalid', 'RequestEntityTooLarge'),
    },
  },
  'admissionregistration/v1.AuditAnnotation': { fields: { key: auditKey, valueExpression: annotation } },
  'admissionregistration/v1.ParamRef': {
    first: paramName,
    fields: { parameterNotFoundAction: anything },
    last: paramAction,
  },
  'admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec': {
    fields: { policyName: firstOf(must(), ifAny(dnsSubdomain)), validationActions: actions },
  },
};
