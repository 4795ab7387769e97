/** Fairness between clients: flow schemas and priority levels. */
import { isList, isObject, type Json, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, required, unsupported } from './causes.ts';
import { anything, both, dnsLabel, dnsSubdomain, firstOf, ifAny, must, number } from './field-rules.ts';
import { type FieldRule, isBlank, type Rule, type Rules } from './rule.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];
const LOWEST_PRECEDENCE = 10_000;

/** All verbs are known, or it is every verb. */
const verbs: FieldRule = (value, path) => {
  if (isBlank(value)) return [required(path, 'verbs must contain at least one value')];
  const list = isList(value) ? value.map(String) : [];
  if (list.includes('*')) {
    return list.length > 1 ? [invalid(path, list, "if '*' is present, must not specify other verbs")] : [];
  }
  return list.every((verb) => VERBS.includes(verb)) ? [] : [unsupported(path, list, VERBS)];
};

const urls: FieldRule = (value, path) => {
  if (isBlank(value)) return [required(path, 'nonResourceURLs must contain at least one value')];
  return (isList(value) ? value : []).flatMap((item, index): readonly FieldCause[] => {
    const url = String(item);
    if (url === '*') return [];
    if (url === '') return [invalid(`${path}[${index}]`, url, 'must not be empty')];
    return url.startsWith('/') ? [] : [invalid(`${path}[${index}]`, url, 'must start with slash')];
  });
};

const resourceRule: Rule = ({ value, path }) => {
  const namespaces = isList(value['namespaces']) ? value['namespaces'] : [];
  const causes = [...verbs(value['verbs'], `${path}.verbs`, { value, path, object: value })];
  if (isBlank(value['apiGroups']))
    causes.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  if (isBlank(value['resources']))
    causes.push(required(`${path}.resources`, 'resource rules must supply at least one resource'));
  if (namespaces.length === 0 && value['clusterScope'] !== true) {
    causes.push(
      required(`${path}.namespaces`, 'resource rules that are not cluster scoped must supply at least one namespace'),
    );
  }
  return [
    ...causes,
    ...namespaces.flatMap((item, index) => namespaceCauses(String(item), `${path}.namespaces[${index}]`)),
  ];
};

function namespaceCauses(name: string, field: string): readonly FieldCause[] {
  if (name === '*') return [];
  return dnsLabel(name).map((sentence) =>
    invalid(field, name, `each member of this list must be '*' or a DNS-1123 label; ${sentence}`),
  );
}

const rules: Rule = ({ value, path }) =>
  isBlank(value['resourceRules']) && isBlank(value['nonResourceRules'])
    ? [required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty')]
    : [];

/** A subject of a kind is described under that kind. */
const subject: Rule = ({ value, path }) => {
  const kind = textAt(value, 'kind') ?? '';
  const members: Readonly<Record<string, string>> = { Group: 'group', ServiceAccount: 'serviceAccount', User: 'user' };
  const member = Object.hasOwn(members, kind) ? members[kind] : undefined;
  if (member === undefined) return [unsupported(`${path}.kind`, kind, Object.keys(members))];
  return isObject(value[member])
    ? []
    : [required(`${path}.${member}`, `${member} is required when subject kind is '${kind}'`)];
};

const distinguisher: Rule = ({ value, path }) => {
  const type = textAt(value, 'type') ?? '';
  return type === 'ByNamespace' || type === 'ByUser'
    ? []
    : [unsupported(`${path}.type`, { Type: type }, ['ByNamespace', 'ByUser'])];
};

function wordCause(value: Json | undefined, path: string, allowed: readonly string[]): readonly FieldCause[] {
  const given = typeof value === 'string' ? value : '';
  return allowed.includes(given) ? [] : [unsupported(path, given, allowed)];
}

const level: Rule = ({ value, path }) => {
  const causes = wordCause(value['type'], `${path}.type`, ['Exempt', 'Limited']);
  const missing = value['type'] === 'Limited' && !isObject(value['limited']);
  return missing ? [...causes, required(`${path}.limited`, 'must not be empty when type is Limited')] : causes;
};

const limitResponse: Rule = ({ value, path }) => {
  const causes = wordCause(value['type'], `${path}.type`, ['Queue', 'Reject']);
  const missing = value['type'] === 'Queue' && !isObject(value['queuing']);
  return missing
    ? [...causes, required(`${path}.queuing`, 'must not be empty if limited.limitResponse.type is Limited')]
    : causes;
};

export const FLOW_RULES: Rules = {
  'flowcontrol/v1.FlowSchemaSpec': {
    fields: {
      matchingPrecedence: both(
        number((value) => value > 0, 'must be a positive value'),
        number((value) => value <= LOWEST_PRECEDENCE, `must not be greater than ${LOWEST_PRECEDENCE}`),
      ),
    },
  },
  'flowcontrol/v1.PriorityLevelConfigurationReference': {
    fields: { name: firstOf(must('must reference a priority level'), ifAny(dnsSubdomain)) },
  },
  'flowcontrol/v1.PolicyRulesWithSubjects': {
    fields: { subjects: must('subjects must contain at least one value') },
    last: rules,
  },
  'flowcontrol/v1.Subject': subject,
  'flowcontrol/v1.ResourcePolicyRule': resourceRule,
  'flowcontrol/v1.NonResourcePolicyRule': { fields: { verbs, nonResourceURLs: urls } },
  'flowcontrol/v1.FlowDistinguisherMethod': distinguisher,
  'flowcontrol/v1.PriorityLevelConfigurationSpec': { first: level, fields: { type: anything } },
  'flowcontrol/v1.LimitResponse': { first: limitResponse, fields: { type: anything } },
  'flowcontrol/v1.LimitedPriorityLevelConfiguration': {
    fields: { nominalConcurrencyShares: number((value) => value >= 0, 'must be a non-negative integer') },
  },
};
