/** Fairness between clients: flow schemas and priority levels. */
import { isList, isObject, type Json, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid, required, unsupported } from './causes.ts';
import { anything, between, both, dnsLabel, dnsSubdomain, firstOf, ifAny, must, number, text } from './field-rules.ts';
import { type FieldRule, isBlank, type Rule, type RuleInput, type Rules } from './rule.ts';

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
  causes.push(...someOrAll(value['apiGroups'], `${path}.apiGroups`, 'api group'));
  causes.push(...someOrAll(value['resources'], `${path}.resources`, 'resource'));
  if (namespaces.includes('*')) {
    const detail = "if '*' is present, must not specify other namespaces";
    return namespaces.length > 1 ? [...causes, invalid(`${path}.namespaces`, namespaces, detail)] : causes;
  }
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

/** A star stands alone. */
function someOrAll(value: Json | undefined, field: string, what: string): readonly FieldCause[] {
  const list = isList(value) ? value : [];
  if (list.length === 0) return [required(field, `resource rules must supply at least one ${what}`)];
  const beside = list.length > 1 && list.includes('*');
  return beside ? [invalid(field, list, `if '*' is present, must not specify other ${what}s`)] : [];
}

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

const SUBJECTS: Readonly<Record<string, string>> = { Group: 'group', ServiceAccount: 'serviceAccount', User: 'user' };

function memberOf({ value }: RuleInput): string | undefined {
  const kind = textAt(value, 'kind') ?? '';
  return Object.hasOwn(SUBJECTS, kind) ? SUBJECTS[kind] : undefined;
}

/** A subject of a kind is described under that kind. */
const subject: Rule = (input) => {
  const member = memberOf(input);
  const kind = textAt(input.value, 'kind') ?? '';
  if (member === undefined) return [unsupported(`${input.path}.kind`, kind, Object.keys(SUBJECTS))];
  return isObject(input.value[member])
    ? []
    : [required(`${input.path}.${member}`, `${member} is required when subject kind is '${kind}'`)];
};

const otherSubjects: Rule = (input) => {
  const own = memberOf(input);
  if (own === undefined) return [];
  return ['ServiceAccount', 'User', 'Group'].flatMap((kind): readonly FieldCause[] => {
    const member = SUBJECTS[kind] ?? '';
    if (member === own || input.value[member] === undefined) return [];
    const field = `${input.path}.${member}`;
    return [forbidden(field, `${member} is forbidden when subject kind is not '${kind}'`)];
  });
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

const level: Rule = ({ value, path, object }) => {
  const exempt = value['type'] === 'Exempt';
  const odd = (textAt(object, 'metadata', 'name') === 'exempt') !== exempt;
  const causes = [
    ...(odd
      ? [invalid(`${path}.type`, textAt(value, 'type') ?? '', "must be 'Exempt' if and only if `name` is 'exempt'")]
      : []),
    ...wordCause(value['type'], `${path}.type`, ['Exempt', 'Limited']),
    ...(exempt && value['limited'] !== undefined
      ? [forbidden(`${path}.limited`, 'must be nil if the type is not Limited')]
      : []),
    ...(value['type'] === 'Limited' && value['exempt'] !== undefined
      ? [forbidden(`${path}.exempt`, 'must be nil if the type is Limited')]
      : []),
  ];
  const missing = value['type'] === 'Limited' && !isObject(value['limited']);
  return missing ? [...causes, required(`${path}.limited`, 'must not be empty when type is Limited')] : causes;
};

const limitResponse: Rule = ({ value, path }) => {
  const causes = wordCause(value['type'], `${path}.type`, ['Queue', 'Reject']);
  const missing = value['type'] === 'Queue' && !isObject(value['queuing']);
  if (value['type'] === 'Reject' && isObject(value['queuing'])) {
    return [forbidden(`${path}.queuing`, 'must be nil if limited.limitResponse.type is not Limited')];
  }
  return missing
    ? [...causes, required(`${path}.queuing`, 'must not be empty if limited.limitResponse.type is Limited')]
    : causes;
};

const shares = number((value) => value >= 0, 'must be a non-negative integer');
const MOST_QUEUES = 10_000_000;
const MOST_BITS = 60;

/** Queues, and how many of them one client may fill (shuffle sharding). */
const queuing: Rule = ({ value, path }) => {
  const [length = 0, queues = 0, hand = 0] = ['queueLengthLimit', 'queues', 'handSize'].map((name) =>
    Number(value[name] ?? 0),
  );
  const causes: FieldCause[] = [];
  if (length <= 0) causes.push(invalid(`${path}.queueLengthLimit`, length, 'must be positive'));
  if (queues <= 0) causes.push(invalid(`${path}.queues`, queues, 'must be positive'));
  if (queues > MOST_QUEUES) causes.push(invalid(`${path}.queues`, queues, `must not be greater than ${MOST_QUEUES}`));
  const field = `${path}.handSize`;
  if (hand <= 0) return [...causes, invalid(field, hand, 'must be positive')];
  if (hand > queues) return [...causes, invalid(field, hand, `should not be greater than queues (${queues})`)];
  const bits = Array.from({ length: hand }, (_, at) => Math.log2(queues - at)).reduce((sum, one) => sum + one, 0);
  const detail = `required entropy bits of deckSize ${queues} and handSize ${hand} should not be greater than ${MOST_BITS}`;
  return Math.ceil(bits) > MOST_BITS ? [...causes, invalid(field, hand, detail)] : causes;
};

export const FLOW_RULES: Rules = {
  'flowcontrol/v1.FlowSchemaSpec': {
    order: ['matchingPrecedence', 'distinguisherMethod', 'priorityLevelConfiguration'],
    fields: {
      matchingPrecedence: both(
        number((value) => value > 0, 'must be a positive value'),
        number((value) => value <= LOWEST_PRECEDENCE, `must not be greater than ${LOWEST_PRECEDENCE}`),
        (value, path, { object }) =>
          value === 1 && textAt(object, 'metadata', 'name') !== 'exempt'
            ? [invalid(path, 1, "only the schema named 'exempt' may have matchingPrecedence 1")]
            : [],
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
  'flowcontrol/v1.Subject': {
    first: subject,
    fields: { kind: anything },
    closed: (input) => Object.values(SUBJECTS).filter((name) => name !== memberOf(input)),
    last: otherSubjects,
  },
  'flowcontrol/v1.ResourcePolicyRule': resourceRule,
  'flowcontrol/v1.NonResourcePolicyRule': { fields: { verbs, nonResourceURLs: urls } },
  'flowcontrol/v1.FlowDistinguisherMethod': distinguisher,
  'flowcontrol/v1.PriorityLevelConfigurationSpec': {
    first: level,
    fields: { type: anything },
    closed: ({ value }) => (value['type'] === 'Limited' ? ['exempt'] : ['limited']),
  },
  'flowcontrol/v1.LimitResponse': {
    first: limitResponse,
    fields: { type: anything },
    closed: ({ value }) => (value['type'] === 'Queue' ? [] : ['queuing']),
  },
  'flowcontrol/v1.LimitedPriorityLevelConfiguration': {
    order: ['nominalConcurrencyShares', 'limitResponse', 'lendablePercent', 'borrowingLimitPercent'],
    fields: {
      nominalConcurrencyShares: shares,
      lendablePercent: between(0, 100),
      borrowingLimitPercent: number((value) => value >= 0, 'if specified, must be a non-negative integer'),
    },
  },
  'flowcontrol/v1.ExemptPriorityLevelConfiguration': {
    fields: { nominalConcurrencyShares: shares, lendablePercent: between(0, 100) },
  },
  'flowcontrol/v1.QueuingConfiguration': queuing,
  'flowcontrol/v1.ServiceAccountSubject': {
    order: ['name', 'namespace'],
    fields: {
      name: firstOf(
        must(),
        text((name) => (name === '*' ? [] : dnsSubdomain(name))),
      ),
      namespace: firstOf(must('must specify namespace for service account'), text(dnsLabel)),
    },
  },
};
