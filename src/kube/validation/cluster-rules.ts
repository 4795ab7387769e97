/** Single kinds that keep a cluster: nodes, leases, classes of priority and runtime, aggregated APIs, events. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongLabelValue, wrongQualifiedName } from '../object/names.ts';
import { duplicate, forbidden, invalid, invalidName, required, unsupported } from './causes.ts';
import { serviceCauses } from './client-config.ts';
import { anything, dnsLabel, dnsSubdomain, number, serviceLabel, text, whole } from './field-rules.ts';
import { wrongCidr } from './formats.ts';
import { goShape } from './go-shape.ts';
import { labelCauses } from './metadata.ts';
import { amountCauses, resourceNameCauses } from './resource-rules.ts';
import { type FieldRule, isBlank, type Rule, type Rules } from './rule.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const HIGHEST_PRIORITY = 1_000_000_000;
const SYSTEM_PRIORITIES = new Set(['system-node-critical', 'system-cluster-critical']);

/** Said of the metadata, where taints once were. */
export function taintCauses(value: Json | undefined): readonly FieldCause[] {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((taint, index): readonly FieldCause[] => {
    const field = `metadata.taints[${index}]`;
    const [key, effect] = [textAt(taint, 'key') ?? '', textAt(taint, 'effect') ?? ''];
    const given = textAt(taint, 'value') ?? '';
    const causes = [
      ...invalidName(`${field}.key`, key, wrongQualifiedName(key)),
      ...invalidName(`${field}.value`, given, wrongLabelValue(given)),
      ...effectCauses(effect, `${field}.effect`),
    ];
    const pair = `${key} ${effect}`;
    const shown = { Key: key, Value: given, Effect: effect, TimeAdded: memberAt(taint, 'timeAdded') ?? null };
    const cause = duplicate(field, shown);
    if (seen.has(pair))
      causes.push({ ...cause, message: `${cause.message}: taints must be unique by key and effect pair` });
    seen.add(pair);
    return causes;
  });
}

const _UNNAMED = 'must be either unset or set to a non-empty string';

/** Ranges of a node's pods: one a family. The single one is the first of them, and hides a list that says otherwise. */
const podCIDRs: FieldRule = (value, path, { value: spec }) => {
  const single = textAt(spec, 'podCIDR') ?? '';
  const given = isList(value) ? value.map(String) : [];
  const list = single !== '' && given[0] !== single ? [single] : given;
  const causes = list.flatMap((range, index) => invalidName(`${path}[${index}]`, range, wrongCidr(range)));
  if (list.length < 2) return causes;
  const odd = list.findIndex((range) => wrongCidr(range).length > 0);
  const families = new Set(list.map((range) => range.includes(':')));
  if (odd >= 0) {
    const why = `invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[${odd}]: <nil> (invalid CIDR address: ${list[odd]})`;
    causes.push({ field: path, message: `Internal error: ${why}`, reason: 'InternalError' });
  }
  return list.length > 2 || families.size < 2 || odd >= 0
    ? [...causes, invalid(path, list, 'may specify no more than one CIDR for each IP family')]
    : causes;
};

function effectCauses(effect: string, field: string): readonly FieldCause[] {
  if (effect === '') return [required(field)];
  return EFFECTS.includes(effect) ? [] : [unsupported(field, effect, EFFECTS)];
}

const priorityClass: Rule = ({ value, object }) => {
  const name = textAt(object, 'metadata', 'name') ?? '';
  if (SYSTEM_PRIORITIES.has(name)) return [];
  const causes: FieldCause[] = [];
  if (name.startsWith('system-')) {
    const why = `priority class names with 'system-' prefix are reserved for system use only. error: ${name} is not a known system priority class`;
    causes.push(forbidden('metadata.name', why));
  } else if (Number(value['value'] ?? 0) > HIGHEST_PRIORITY) {
    causes.push(forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST_PRIORITY}`));
  }
  const policy = value['preemptionPolicy'];
  if (policy === '') causes.push(required('preemptionPolicy'));
  else if (typeof policy === 'string' && policy !== 'Never' && policy !== 'PreemptLowerPriority') {
    causes.push(unsupported('preemptionPolicy', policy, ['PreemptLowerPriority', 'Never']));
  }
  return causes;
};

/** Tolerations of a runtime are all different. */
const tolerations: FieldRule = (value, path) => {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((item, index) => {
    const shown = isObject(item) ? goShape(item, 'core/v1.Toleration') : item;
    const text = JSON.stringify(shown);
    if (seen.has(text)) return [duplicate(`${path}[${index}]`, shown)];
    seen.add(text);
    return [];
  });
};

/** Said as of limits of a container. */
const podFixed: FieldRule = (value, path) =>
  Object.entries(isObject(value) ? value : {}).flatMap(([name, amount]) => {
    const field = `${path.replace(/podFixed$/, 'limits')}[${name}]`;
    return [...resourceNameCauses(name, field), ...amountCauses(name, amount, field)];
  });

/** An aggregated API is named by what it serves. */
const apiService: Rule = ({ value }) => {
  const spec = value['spec'];
  const [group, version] = [textAt(spec, 'group') ?? '', textAt(spec, 'version') ?? ''];
  const causes: FieldCause[] = [];
  if (group !== '') causes.push(...invalidName('spec.group', group, dnsSubdomain(group)));
  else if (version !== 'v1')
    causes.push(required('spec.group', 'only v1 may have an empty group and it better be legacy kube'));
  causes.push(...invalidName('spec.version', version, serviceLabel(version)));
  causes.push(...priority(memberAt(spec, 'groupPriorityMinimum'), 'spec.groupPriorityMinimum', 20_000));
  causes.push(...priority(memberAt(spec, 'versionPriority'), 'spec.versionPriority', 1000));
  return [...causes, ...servedCauses(spec)];
};

function priority(value: Json | undefined, field: string, limit: number): readonly FieldCause[] {
  const given = Number(value ?? 0);
  return given > 0 && given <= limit ? [] : [invalid(field, given, `must be positive and less than ${limit}`)];
}

function servedCauses(spec: Json | undefined): readonly FieldCause[] {
  const field = 'spec.insecureSkipTLSVerify';
  const insecure = memberAt(spec, 'insecureSkipTLSVerify') === true;
  const service = memberAt(spec, 'service');
  if (!isObject(service)) {
    return insecure ? [invalid(field, true, 'local APIServices may not have insecureSkipTLSVerify')] : [];
  }
  const clash = insecure && !isBlank(memberAt(spec, 'caBundle'));
  return [
    ...serviceCauses(service, 'spec.service').toReversed(),
    ...(clash ? [invalid(field, true, 'may not be true if caBundle is present')] : []),
  ];
}

/** What every event says of its object and, where it has a time of its own, of who reports. */
function eventCauses(value: JsonObject, object: JsonObject, names: EventNames): readonly FieldCause[] {
  const about = textAt(value, names.about, 'namespace') ?? '';
  const own = textAt(object, 'metadata', 'namespace') ?? '';
  const place = [invalid('involvedObject.namespace', about, 'does not match event.namespace')];
  const timed = !isBlank(value['eventTime']);
  if (!timed) return (about === '' ? own === 'default' || own === '' : about === own) ? [] : place;
  const lost = about === '' && own !== 'default' && own !== 'kube-system';
  return [...(lost ? place : []), ...reporterCauses(value, names)];
}

interface EventNames {
  readonly about: string;
  readonly controller: string;
  readonly note: string;
}

const coreEvent: Rule = ({ value, object }) =>
  eventCauses(value, object, { about: 'involvedObject', controller: 'reportingComponent', note: 'message' });

/** What only the old form has. */
const OLD = { deprecatedFirstTimestamp: 'firstTimestamp', deprecatedLastTimestamp: 'lastTimestamp' };

const newEvent: Rule = ({ value, object }) => {
  const type = textAt(value, 'type') ?? '';
  const unset = (field: string) => invalid(field, '', 'needs to be unset');
  return [
    ...eventCauses(value, object, { about: 'regarding', controller: 'reportingController', note: 'note' }),
    ...seriesCauses(value['series']),
    ...(isBlank(value['eventTime']) ? [required('eventTime')] : []),
    ...(type === 'Normal' || type === 'Warning' ? [] : [invalid('type', '', `has invalid value: ${type}`)]),
    ...Object.entries(OLD).flatMap(([name, field]) => (isBlank(value[name]) ? [] : [unset(field)])),
    ...(Number(value['deprecatedCount'] ?? 0) === 0 ? [] : [unset('count')]),
    ...(['component', 'host'].some((name) => textAt(value['deprecatedSource'], name)) ? [unset('source')] : []),
  ];
};

const MOST_CHARACTERS = 128;

const LONGEST_NOTE = 1024;

function reporterCauses(value: JsonObject, { controller: field, note }: EventNames): readonly FieldCause[] {
  const controller = textAt(value, field) ?? '';
  const causes: FieldCause[] = controller === '' ? [required(field)] : [];
  causes.push(...invalidName(field, controller, wrongQualifiedName(controller)));
  for (const name of ['reportingInstance', 'action', 'reason']) {
    const size = (textAt(value, name) ?? '').length;
    if (size === 0) causes.push(required(name));
    if (size > MOST_CHARACTERS) causes.push(invalid(name, '', `can have at most ${MOST_CHARACTERS} characters`));
  }
  const long = (textAt(value, note) ?? '').length > LONGEST_NOTE;
  return long ? [...causes, invalid('message', '', `can have at most ${LONGEST_NOTE} characters`)] : causes;
}

function seriesCauses(series: Json | undefined): readonly FieldCause[] {
  if (!isObject(series)) return [];
  return [
    ...(Number(series['count'] ?? 0) < 2 ? [invalid('series.count', '', 'should be at least 2')] : []),
    ...(isBlank(series['lastObservedTime']) ? [required('series.lastObservedTime')] : []),
  ];
}

const namespaceFinalizers: FieldRule = (value) => finalizersCauses(value, () => 'spec.finalizers');

/** What is wrong with the finalizers of a namespace that are to replace others: here each is told by its place. */
export function finalizeCauses(namespace: JsonObject): readonly FieldCause[] {
  return finalizersCauses(memberAt(namespace, 'spec', 'finalizers'), (index) => `spec.finalizers[${index}]`);
}

function finalizersCauses(value: Json | undefined, place: (index: number) => string): readonly FieldCause[] {
  return (isList(value) ? value : []).flatMap((item, index) => {
    const name = String(item);
    const wrong = invalidName(place(index), name, wrongQualifiedName(name));
    if (name.includes('/') || ['kubernetes', 'orphan', 'foregroundDeletion'].includes(name)) return wrong;
    const detail = 'name is neither a standard finalizer name nor is it fully qualified';
    return [...wrong, invalid(place(index), name, detail)];
  });
}

export const CLUSTER_RULES: Rules = {
  'core/v1.NodeSpec': {
    order: ['taints'],
    fields: { taints: taintCauses, podCIDR: anything, podCIDRs },
    closed: () => ['configSource'],
  },
  'core/v1.Taint': () => [],
  'core/v1.NamespaceSpec': { fields: { finalizers: namespaceFinalizers } },
  'core/v1.Event': { first: coreEvent },
  'events/v1.Event': {
    first: newEvent,
    fields: { reportingController: anything, action: anything, reason: anything, type: anything },
  },
  'events/v1.EventSeries': { fields: { lastObservedTime: anything } },
  'coordination/v1.LeaseSpec': {
    fields: { leaseDurationSeconds: number((value) => value > 0, 'must be greater than 0'), leaseTransitions: whole },
  },
  'scheduling/v1.PriorityClass': { first: priorityClass, fields: { preemptionPolicy: anything } },
  'node/v1.RuntimeClass': { fields: { handler: text(dnsLabel) } },
  'node/v1.Overhead': { fields: { podFixed } },
  'node/v1.Scheduling': { fields: { nodeSelector: (value, path) => labelCauses(path, value), tolerations } },
  'apiregistration/v1.APIService': { first: apiService },
  'apiregistration/v1.ServiceReference': {},
};
