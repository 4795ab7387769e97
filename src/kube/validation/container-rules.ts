/** Containers of every kind: names, images, ports, environment, mounts. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongEnvironmentName, wrongQualifiedName } from '../object/names.ts';
import { duplicate, forbidden, invalid, invalidName, required, unsupported } from './causes.ts';
import {
  anything,
  configKey,
  dnsLabel,
  dnsSubdomain,
  firstOf,
  ifAny,
  must,
  needed,
  neededWord,
  port,
  presentMembers,
  word,
  wordAlways,
} from './field-rules.ts';
import { wrongPort, wrongPortName } from './formats.ts';
import { looker } from './looker-rules.ts';
import { volumeDevices, volumeMounts } from './mount-rules.ts';
import type { FieldRule, Rule, RuleInput, Rules } from './rule.ts';

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];
const ENV_FIELDS = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);
const VOLUME_FIELDS = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
]);
/** What the server knows of pods, whether it can be told to them or not. */
const POD_FIELDS = new Set([
  ...ENV_FIELDS,
  ...VOLUME_FIELDS,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);
const CONTAINER_RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

/** Templates may have more around it. */
const image: FieldRule = (value, path, { object }) => {
  const name = typeof value === 'string' ? value : '';
  if (name === '') return [required(path)];
  return name.trim() === name || object['kind'] !== 'Pod'
    ? []
    : [invalid(path, name, 'must not have leading or trailing whitespace')];
};

/** Names of ports differ within a container: the first of a name has it. */
const portName: FieldRule = (value, path, { path: port, outer }) => {
  const name = typeof value === 'string' ? value : '';
  if (name === '') return [];
  const wrong = wrongPortName(name);
  if (wrong.length > 0) return invalidName(path, name, wrong);
  const list = outer?.value['ports'];
  const before = isList(list) ? list.slice(0, indexOf(port)) : [];
  return before.some((other) => textAt(other, 'name') === name) ? [duplicate(path, name)] : [];
};

/** Of the last list on a path. */
function indexOf(path: string): number {
  return Number(/\[(\d+)\]$/.exec(path)?.[1] ?? 0);
}

const containerPort: FieldRule = (value, path) =>
  value === undefined || value === 0
    ? [required(path)]
    : wrongPort(Number(value)).map((one) => invalid(path, value, one));

/** A variable has a value or one source of it. */
const oneValue: Rule = ({ value: variable, path: place }) => {
  const [value, path] = [variable['valueFrom'], `${place}.valueFrom`];
  if (!isObject(value)) return [];
  const given = presentMembers(value, SOURCES);
  if (given.length === 0) {
    return [
      invalid(
        path,
        '',
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
      ),
    ];
  }
  if (textAt(variable, 'value')) return [invalid(path, '', 'may not be specified when `value` is not empty')];
  return given.length > 1 ? [invalid(path, '', 'may not have more than one field specified at a time')] : [];
};

/** A variable from a file that another container writes into a volume of the pod. */
const fileKey: Rule = ({ value, path }) => {
  const [key = '', volume = '', file = ''] = ['key', 'volumeName', 'path'].map((name) => textAt(value, name) ?? '');
  return [
    ...(key === '' ? [required(`${path}.key`)] : []),
    ...(volume === '' ? [required(`${path}.volumeName`)] : invalidName(`${path}.volumeName`, volume, dnsLabel(volume))),
    ...(file === ''
      ? [required(`${path}.path`)]
      : file.split('/').includes('..')
        ? [invalid(`${path}.path`, file, "must not contain '..'")]
        : []),
  ];
};

/** A source of a whole set of variables: what is wrong with it is said of the list. */
const envSource: Rule = ({ value, path }) => {
  const given = presentMembers(value, ['configMapRef', 'secretRef']);
  if (given.length === 1) return [];
  const detail =
    given.length === 0
      ? 'must specify one of: `configMapRef` or `secretRef`'
      : 'may not have more than one field specified at a time';
  return [invalid(path.replace(/\[\d+\]$/, ''), '', detail)];
};

const fieldPath: FieldRule = (value, path, input) => {
  const name = typeof value === 'string' ? value : '';
  const place = withoutItem(path);
  if (name === '') return [required(place)];
  const subscript = /^metadata\.(annotations|labels)\['(.*)'\]$/.exec(name);
  const version = textAt(input.value, 'apiVersion') ?? 'v1';
  if (version !== 'v1')
    return [invalid(place, name, `error converting fieldPath: unsupported pod version: ${version}`)];
  if (subscript) return subscriptCauses(subscript[1] ?? '', subscript[2] ?? '', place.replace(/\.fieldPath$/, ''));
  const allowed = path.includes('.env[') ? ENV_FIELDS : VOLUME_FIELDS;
  if (allowed.has(name)) return [];
  if (POD_FIELDS.has(name)) return [unsupported(place, name, [...allowed].toSorted())];
  return [invalid(place, name, `error converting fieldPath: field label not supported: ${name}`)];
};

/** Keys of annotations may have capitals. */
function subscriptCauses(map: string, key: string, field: string): readonly FieldCause[] {
  const name = map === 'annotations' ? key.toLowerCase() : key;
  return invalidName(field, name, wrongQualifiedName(name));
}

const UNITS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** An amount is told in one of a few units. */
const divisor: FieldRule = (value, path, { value: selector }) => {
  const [unit, name] = [String(value ?? '0'), textAt(selector, 'resource') ?? ''];
  const kind = /^(?:limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-)/.exec(name)?.[1];
  if (unit === '0' || kind === undefined) return [];
  const units = kind === 'cpu' ? ['1m', '1'] : UNITS;
  if (units.includes(unit)) return [];
  const shown = kind === 'cpu' ? '1m and 1' : UNITS.join(', ');
  const what = { cpu: 'cpu', memory: 'memory', 'ephemeral-storage': 'local ephemeral storage' }[kind] ?? 'hugepages';
  return [invalid(withoutItem(path), name, `only divisor's values ${shown} are supported with the ${what} resource`)];
};

const resource: FieldRule = (value, path, input) => {
  const given = typeof value === 'string' ? value : '';
  // Of a file only the first of the two names that is missing is told.
  if (path.includes('.items[') && !textAt(input.value, 'containerName')) return [];
  if (given === '') return [required(withoutItem(path))];
  const huge = /^(limits|requests)\.hugepages-/.test(given);
  return huge ? [] : word(...CONTAINER_RESOURCES)(value, withoutItem(path), input);
};

/** What is wrong with a file made of a field is said without its index. */
function withoutItem(path: string): string {
  return path.replace(/\.items\[\d+\]/, '');
}

const referenced = firstOf(must(), ifAny(dnsSubdomain));

const isInit = (path: string): boolean => /(^|\.)initContainers\[\d+\]$/.test(path);

/** When a container is started again, and what its exit says about that. */
const restartPolicy: FieldRule = (value, path, input) => {
  const ruled = isList(input.value['restartPolicyRules']) && input.value['restartPolicyRules'].length > 0;
  if (value === undefined) {
    return ruled ? [required(path, 'must specify restartPolicy when restart rules are used')] : [];
  }
  return word('Always', 'Never', 'OnFailure')(value, path, input);
};

const exitCodes: FieldRule = (value, path) => (isObject(value) ? [] : [required(path, 'must be specified')]);

const LIFE = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];

/** What comes with containers that are always started again. */
const noRules: Rule = ({ value, path }) => {
  const rules = value['restartPolicyRules'];
  const detail = 'restartPolicyRules are not allowed for init containers with restart policy Always';
  const refused = isInit(path) && value['restartPolicy'] === 'Always' && isList(rules) && rules.length > 0;
  return refused ? [forbidden(`${path}.restartPolicyRules`, detail)] : [];
};

/** Rules of containers that run before the others count only beside a policy that may end them. */
function isUnruled({ value, path }: RuleInput): boolean {
  return isInit(path) && (value['restartPolicy'] === undefined || value['restartPolicy'] === 'Always');
}

/** Containers that run before the others are not watched, unless they stay. */
function isUnwatched({ value, path }: RuleInput): boolean {
  return isInit(path) && value['restartPolicy'] !== 'Always';
}

const initProbes: Rule = (input) =>
  isUnwatched(input)
    ? presentMembers(input.value, LIFE).map((name) =>
        forbidden(`${input.path}.${name}`, 'may not be set for init containers without restartPolicy=Always'),
      )
    : [];

/** Names differ over the containers before and beside this one. */
const sameName: Rule = ({ value, path, outer }) => {
  const name = textAt(value, 'name') ?? '';
  const lists = isInit(path) ? ['containers', 'initContainers'] : ['containers'];
  const before = lists.flatMap((list) => {
    const items = outer?.value[list];
    if (!isList(items)) return [];
    return list === lists.at(-1) ? items.slice(0, indexOf(path)) : items;
  });
  const own = isInit(path) && name === '' ? listOf(outer?.value['containers']) : before;
  const taken = own.some((other) => (textAt(other, 'name') ?? '') === name);
  return [
    ...(taken ? [duplicate(`${path}.name`, name)] : []),
    ...(isInit(path) ? hostPortsTwice(value['ports'], path) : []),
  ];
};

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** Containers that run one after the other share ports; what one of them takes twice is told of the first of all. */
function hostPortsTwice(ports: Json | undefined, path: string): readonly FieldCause[] {
  const seen = new Set<string>();
  return listOf(ports).flatMap((port, index) => {
    const host = memberAt(port, 'hostPort');
    if (typeof host !== 'number' || host === 0) return [];
    const key = `${textAt(port, 'protocol') ?? ''}/${textAt(port, 'hostIP') ?? ''}/${host}`;
    const twice = seen.has(key);
    seen.add(key);
    return twice ? [duplicate(`${path.replace(/\[\d+\]$/, '[0]')}.ports[${index}].hostPort`, key)] : [];
  });
}

/** What every container has, in the order in which it is looked at. */
const SHARED = [
  'name',
  'image',
  'terminationMessagePolicy',
  'ports',
  'env',
  'envFrom',
  'volumeMounts',
  'volumeDevices',
  'imagePullPolicy',
  'resources',
  'resizePolicy',
  'securityContext',
];
const RESTARTS = ['restartPolicy', 'restartPolicyRules'];

const CONTAINER = {
  name: needed(dnsLabel),
  image,
  volumeMounts,
  volumeDevices,
  restartPolicy,
  imagePullPolicy: neededWord('Always', 'IfNotPresent', 'Never'),
  terminationMessagePolicy: neededWord('File', 'FallbackToLogsOnError'),
};

const resizePolicies: FieldRule = (value, path, { outer }) => {
  const ends = outer?.value['restartPolicy'] === 'Never';
  const once = "must be 'NotRequired' when `restartPolicy` is 'Never'";
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((policy, index): readonly FieldCause[] => {
    const [name, how] = [textAt(policy, 'resourceName') ?? '', textAt(policy, 'restartPolicy') ?? ''];
    const repeated = seen.has(name);
    seen.add(name);
    return [
      ...(repeated ? [duplicate(`${path}[${index}]`, name)] : []),
      ...resized(name, ['cpu', 'memory'], path),
      ...resized(how, ['NotRequired', 'RestartContainer'], path),
      ...(ends && how !== 'NotRequired' ? [invalid(path, how, once)] : []),
    ];
  });
};

function resized(given: string, allowed: readonly string[], path: string): readonly FieldCause[] {
  if (given === '') return [required(path)];
  return word(...allowed)(given, path, { value: {}, path, object: {} });
}

const nameOfRef = { fields: { name: referenced } };
const keyOfRef = {
  fields: {
    name: ((value, path) => invalidName(path, textOf(value), dnsSubdomain(textOf(value)))) as FieldRule,
    key: firstOf(must(), ifAny(configKey)),
  },
};

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export const CONTAINER_RULES: Rules = {
  'core/v1.Container': {
    order: ({ path }) => (isInit(path) ? [...SHARED, ...RESTARTS, ...LIFE] : [...SHARED, ...LIFE, ...RESTARTS]),
    fields: { ...CONTAINER, resizePolicy: resizePolicies },
    after: {
      securityContext: (input) => (isInit(input.path) ? [] : sameName(input)),
      restartPolicyRules: (input) => (isInit(input.path) ? [...noRules(input), ...sameName(input)] : []),
    },
    closed: (input) => [...(isUnwatched(input) ? LIFE : []), ...(isUnruled(input) ? ['restartPolicyRules'] : [])],
    last: initProbes,
  },
  'core/v1.EphemeralContainer': {
    order: SHARED,
    fields: { ...CONTAINER, resizePolicy: resizePolicies, restartPolicy: anything },
    closed: () => [...LIFE, ...RESTARTS],
    last: looker,
  },
  'core/v1.ContainerRestartRule': { fields: { action: wordAlways('Restart'), exitCodes } },
  'core/v1.ContainerRestartRuleOnExitCodes': { fields: { operator: wordAlways('In', 'NotIn') } },
  'core/v1.ContainerPort': {
    order: ['name', 'containerPort', 'hostPort', 'protocol'],
    fields: {
      name: portName,
      hostPort: (value, path, input) => port(value, path, input),
      containerPort,
      protocol: neededWord('SCTP', 'TCP', 'UDP'),
    },
  },
  'core/v1.ContainerResizePolicy': { fields: { resourceName: anything, restartPolicy: anything } },
  'core/v1.EnvVar': { fields: { name: firstOf(must(), ifAny(wrongEnvironmentName)) }, after: { valueFrom: oneValue } },
  'core/v1.FileKeySelector': fileKey,
  'core/v1.EnvFromSource': { fields: { prefix: ifAny(wrongEnvironmentName) }, last: envSource },
  'core/v1.ConfigMapEnvSource': nameOfRef,
  'core/v1.SecretEnvSource': nameOfRef,
  'core/v1.ConfigMapKeySelector': keyOfRef,
  'core/v1.SecretKeySelector': keyOfRef,
  'core/v1.ObjectFieldSelector': { fields: { fieldPath } },
  'core/v1.ResourceFieldSelector': { fields: { resource, divisor } },
  'core/v1.VolumeMount': () => [],
  'core/v1.VolumeDevice': () => [],
};
