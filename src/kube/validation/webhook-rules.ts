/** Admission webhooks. */
import { isList, type Json } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongPathSegment } from '../object/names.ts';
import { duplicate, invalid, invalidName, required } from './causes.ts';
import { clientConfig } from './client-config.ts';
import { dnsSubdomain, each, number, serviceLabel, unique, word } from './field-rules.ts';
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
  value === undefined || value === null
    ? [required(path, 'must specify one of None, NoneOnDryRun')]
    : word('None', 'NoneOnDryRun')(value, path, { value: {}, path, object: {} });

/** Everything, and nothing besides. */
function alone(value: Json | undefined, path: string, what: string): readonly FieldCause[] {
  const list = isList(value) ? value : [];
  return list.length > 1 && list.includes('*')
    ? [invalid(path, list, `if '*' is present, must not specify other ${what}`)]
    : [];
}

const operations: FieldRule = (value, path, input) =>
  isBlank(value)
    ? [required(path)]
    : [...alone(value, path, 'operations'), ...each(word(...OPERATIONS))(value, path, input)];

const apiGroups: FieldRule = (value, path) => (isBlank(value) ? [required(path)] : alone(value, path, 'API groups'));

const apiVersions: FieldRule = (value, path, input) => [
  ...(isBlank(value) ? [] : alone(value, path, 'API versions')),
  ...mustItems(value, path, input),
];

/** Resources, and subresources behind a slash; wildcards leave nothing to add. */
const resources: FieldRule = (value, path) => {
  if (isBlank(value)) return [required(path)];
  const list = (isList(value) ? value : []).map(String);
  const [whole, sub] = [new Set<string>(), new Set<string>()];
  const causes = list.flatMap((one, index): readonly FieldCause[] => {
    const field = `${path}[${index}]`;
    if (one === '') return [required(field)];
    const [resource = '', ...rest] = one.split('/');
    if (rest.length === 0) return [];
    const part = rest.join('/');
    const known = [
      ...(whole.has(resource) ? [invalid(field, one, `if '${resource}/*' is present, must not specify ${one}`)] : []),
      ...(sub.has(part) ? [invalid(field, one, `if '*/${part}' is present, must not specify ${one}`)] : []),
    ];
    if (part === '*') whole.add(resource);
    if (resource === '*') sub.add(part);
    return known;
  });
  // It is the last plain name that counts.
  const plain = list.filter((one) => one !== '' && !one.includes('/')).at(-1) ?? '*';
  return [
    ...causes,
    ...(list.length > 1 && list.includes('*/*')
      ? [invalid(path, list, "if '*/*' is present, must not specify other resources")]
      : []),
    ...(list.includes('*') && plain !== '*'
      ? [invalid(path, list, "if '*' is present, must not specify other resources without subresources")]
      : []),
  ];
};

const mustItems: FieldRule = (value, path) => {
  if (isBlank(value)) return [required(path)];
  return (isList(value) ? value : []).flatMap((item, index) => (item === '' ? [required(`${path}[${index}]`)] : []));
};

const rule = {
  operations,
  apiGroups,
  apiVersions,
  resources,
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

const WEBHOOK_ORDER = [
  'name',
  'rules',
  'failurePolicy',
  'matchPolicy',
  'sideEffects',
  'timeoutSeconds',
  'reinvocationPolicy',
  'namespaceSelector',
  'objectSelector',
  'clientConfig',
  'matchConditions',
  'admissionReviewVersions',
];

const webhook = {
  name: qualifiedHost,
  admissionReviewVersions: admissionVersions,
  sideEffects,
  failurePolicy: word('Fail', 'Ignore'),
  matchPolicy: word('Equivalent', 'Exact'),
  timeoutSeconds: number((value) => value >= 1 && value <= 30, 'the timeout value must be between 1 and 30 seconds'),
};

const resourceNames: FieldRule = (value, path) => {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((item, index) => {
    const [name, field] = [String(item), `${path}[${index}]`];
    const causes = invalidName(field, name, wrongPathSegment(name));
    const twice = seen.has(name);
    seen.add(name);
    return twice ? [...causes, duplicate(field, name)] : causes;
  });
};

export const WEBHOOK_RULES: Rules = {
  'admissionregistration/v1.ValidatingWebhookConfiguration': { fields: { webhooks: unique('name') } },
  'admissionregistration/v1.MutatingWebhookConfiguration': { fields: { webhooks: unique('name') } },
  'admissionregistration/v1.ValidatingWebhook': { fields: webhook, order: WEBHOOK_ORDER },
  'admissionregistration/v1.MutatingWebhook': {
    fields: { ...webhook, reinvocationPolicy: word('IfNeeded', 'Never') },
    order: WEBHOOK_ORDER,
  },
  'admissionregistration/v1.WebhookClientConfig': clientConfig,
  'admissionregistration/v1.ServiceReference': () => [],
  'admissionregistration/v1.RuleWithOperations': { fields: rule },
  'admissionregistration/v1.NamedRuleWithOperations': { fields: { ...rule, resourceNames } },
};
