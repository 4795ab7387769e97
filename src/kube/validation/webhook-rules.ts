/** Admission webhooks and policies. */
import { isList, isObject, type Json, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongQualifiedName } from '../object/names.ts';
import { duplicate, invalid, invalidName, required } from './causes.ts';
import { clientConfig } from './client-config.ts';
import {
  anything,
  dnsSubdomain,
  each,
  firstOf,
  ifAny,
  must,
  number,
  serviceLabel,
  unique,
  word,
} from './field-rules.ts';
import { type FieldRule, isBlank, type Rule, type Rules } from './rule.ts';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const KNOWN_REVIEWS = ['v1', 'v1beta1'];

/** Versions of the review that the webhook understands; one the server sends must be among them. */
export function reviewVersions(value: Json | undefined, path: string): readonly FieldCause[] {
  const list = isList(value) ? value.map(String) : [];
  const seen = new Set<string>();
  const causes: FieldCause[] = [];
  for (const [index, version] of list.entries()) {
    if (seen.has(version)) {
      causes.push(invalid(`${path}[${index}]`, version, 'duplicate version'));
      continue;
    }
    seen.add(version);
    causes.push(...invalidName(`${path}[${index}]`, version, serviceLabel(version)));
  }
  return list.some((version) => KNOWN_REVIEWS.includes(version))
    ? causes
    : [...causes, invalid(path, list, 'must include at least one of v1, v1beta1')];
}

const admissionVersions: FieldRule = (value, path) =>
  isBlank(value) ? [required(path, 'must specify one of v1, v1beta1')] : reviewVersions(value, path);

const sideEffects: FieldRule = (value, path) =>
  value === undefined
    ? [required(path, 'must specify one of None, NoneOnDryRun')]
    : word('None', 'NoneOnDryRun')(value, path, { value: {}, path, object: {} });

const operations: FieldRule = (value, path, input) =>
  isBlank(value) ? [required(path)] : each(word(...OPERATIONS))(value, path, input);

const mustItems: FieldRule = (value, path) => {
  if (isBlank(value)) return [required(path)];
  return (isList(value) ? value : []).flatMap((item, index) => (item === '' ? [required(`${path}[${index}]`)] : []));
};

const rule = {
  operations,
  apiGroups: must(),
  apiVersions: mustItems,
  resources: mustItems,
  scope: word('*', 'Cluster', 'Namespaced'),
};

const qualifiedHost: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  if (name === '') return [required(path)];
  const wrong = invalidName(path, name, dnsSubdomain(name));
  if (wrong.length > 0) return wrong;
  return name.split('.').length < 3
    ? [invalid(path, name, 'should be a domain with at least three segments separated by dots')]
    : [];
};

const webhook = {
  name: qualifiedHost,
  admissionReviewVersions: admissionVersions,
  sideEffects,
  failurePolicy: word('Fail', 'Ignore'),
  matchPolicy: word('Equivalent', 'Exact'),
  timeoutSeconds: number((value) => value >= 1 && value <= 30, 'the timeout value must be between 1 and 30 seconds'),
  matchConditions: unique('name'),
};

/** A qualified name under which an expression is known. */
const conditionName: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  return name === '' ? [required(path)] : invalidName(path, name, wrongQualifiedName(name));
};

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

const variableName: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  if (name === '') return [required(path, 'name is not specified')];
  return IDENTIFIER.test(name) ? [] : [invalid(path, name, 'must be a valid CEL identifier')];
};

/** A policy says something: it validates or it notes. */
const policy: Rule = ({ value, path }) => {
  const detail = 'validations or auditAnnotations must contain at least one item';
  return isBlank(value['validations']) && isBlank(value['auditAnnotations'])
    ? ['validations', 'auditAnnotations'].map((name) => required(`${path}.${name}`, detail))
    : [];
};

const auditKey: FieldRule = (value, path, { object }) => {
  const key = `${textAt(object, 'metadata', 'name') ?? ''}/${typeof value === 'string' ? value : ''}`;
  return invalidName(path, key, wrongQualifiedName(key));
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
    ...(second === undefined ? [] : invalidName(field, first, dnsSubdomain(first))),
    ...invalidName(field, name, serviceLabel(name)),
  ];
}

const actions: FieldRule = (value, path, input) => {
  if (isBlank(value)) return [required(path, 'at least one validation action is required')];
  const list = isList(value) ? value : [];
  const seen = new Set<Json>();
  return list.flatMap((action, index): readonly FieldCause[] => {
    const field = `${path}[${index}]`;
    const wrong = word('Audit', 'Deny', 'Warn')(action, field, input);
    if (seen.has(action)) return [...wrong, duplicate(field, action)];
    seen.add(action);
    return wrong;
  });
};

const expression = must('expression is not specified');

export const WEBHOOK_RULES: Rules = {
  'admissionregistration/v1.ValidatingWebhookConfiguration': { fields: { webhooks: unique('name') } },
  'admissionregistration/v1.MutatingWebhookConfiguration': { fields: { webhooks: unique('name') } },
  'admissionregistration/v1.ValidatingWebhook': { fields: webhook },
  'admissionregistration/v1.MutatingWebhook': { fields: { ...webhook, reinvocationPolicy: word('IfNeeded', 'Never') } },
  'admissionregistration/v1.WebhookClientConfig': clientConfig,
  'admissionregistration/v1.ServiceReference': {},
  'admissionregistration/v1.RuleWithOperations': { fields: rule },
  'admissionregistration/v1.NamedRuleWithOperations': { fields: rule },
  'admissionregistration/v1.MatchCondition': { fields: { name: conditionName, expression: must() } },
  'admissionregistration/v1.ValidatingAdmissionPolicySpec': {
    first: policy,
    fields: {
      paramKind: anything,
      failurePolicy: word('Fail', 'Ignore'),
      matchConstraints: (value, path) => (isObject(value) ? [] : [required(path)]),
      matchConditions: unique('name'),
      auditAnnotations: unique('key'),
    },
  },
  'admissionregistration/v1.MatchResources': {
    fields: {
      resourceRules: (value, path, { object }) =>
        object['kind'] === 'ValidatingAdmissionPolicy' && isBlank(value) ? [required(path)] : [],
    },
  },
  'admissionregistration/v1.ParamKind': paramKind,
  'admissionregistration/v1.Variable': { fields: { name: variableName, expression } },
  'admissionregistration/v1.Validation': {
    fields: { expression, reason: word('Forbidden', 'Invalid', 'RequestEntityTooLarge') },
  },
  'admissionregistration/v1.AuditAnnotation': {
    fields: { key: auditKey, valueExpression: must('valueExpression is not specified') },
  },
  'admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec': {
    fields: { policyName: firstOf(must(), ifAny(dnsSubdomain)), validationActions: actions },
  },
};
