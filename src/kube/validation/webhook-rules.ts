/** Admission webhooks. */
import { isList, type Json } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, invalidName, required } from './causes.ts';
import { clientConfig } from './client-config.ts';
import { dnsSubdomain, each, must, number, serviceLabel, unique, word } from './field-rules.ts';
import { type FieldRule, isBlank, type Rules } from './rule.ts';

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

export const WEBHOOK_RULES: Rules = {
  'admissionregistration/v1.ValidatingWebhookConfiguration': { fields: { webhooks: unique('name') } },
  'admissionregistration/v1.MutatingWebhookConfiguration': { fields: { webhooks: unique('name') } },
  'admissionregistration/v1.ValidatingWebhook': { fields: webhook },
  'admissionregistration/v1.MutatingWebhook': { fields: { ...webhook, reinvocationPolicy: word('IfNeeded', 'Never') } },
  'admissionregistration/v1.WebhookClientConfig': clientConfig,
  'admissionregistration/v1.ServiceReference': {},
  'admissionregistration/v1.RuleWithOperations': { fields: rule },
  'admissionregistration/v1.NamedRuleWithOperations': { fields: rule },
};
