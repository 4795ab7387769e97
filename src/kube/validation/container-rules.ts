/** Containers of every kind: names, images, ports, environment, mounts. */
import { isList, isObject, type Json, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongEnvironmentName, wrongQualifiedName } from '../object/names.ts';
import { duplicate, forbidden, invalid, invalidName, required } from './causes.ts';
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
} from './field-rules.ts';
import { wrongPort, wrongPortName } from './formats.ts';
import { volumeDevices, volumeMounts } from './mount-rules.ts';
import type { FieldRule, Rule, Rules } from './rule.ts';

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

/** Names of ports differ within a container. */
const ports: FieldRule = (value, path) => {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((item, index): readonly FieldCause[] => {
    const name = textAt(item, 'name') ?? '';
    if (name === '') return [];
    const wrong = wrongPortName(name);
    if (wrong.length > 0) return invalidName(`${path}[${index}].name`, name, wrong);
    if (seen.has(name)) return [duplicate(`${path}[${index}].name`, name)];
    seen.add(name);
    return [];
  });
};

const containerPort: FieldRule = (value, path) =>
  value === undefined || value === 0
    ? [required(path)]
    : wrongPort(Number(value)).map((one) => invalid(path, value, one));

/** A variable has a value or one source of it. */
const valueFrom: FieldRule = (value, path, { value: variable }) => {
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

/** Sources of whole sets of variables are said by the field of the list. */
const envFrom: FieldRule = (value, path) =>
  (isList(value) ? value : []).flatMap((source) => {
    const given = presentMembers(source, ['configMapRef', 'secretRef']);
    if (given.length === 1) return [];
    return [
      invalid(
        path,
        '',
        given.length === 0
          ? 'must specify one of: `configMapRef` or `secretRef`'
          : 'may not have more than one field specified at a time',
      ),
    ];
  });

const fieldPath: FieldRule = (value, path, input) => {
  const name = typeof value === 'string' ? value : '';
  const place = withoutItem(path);
  if (name === '') return [required(place)];
  const subscript = /^metadata\.(annotations|labels)\['(.*)'\]$/.exec(name);
  const version = textAt(input.value, 'apiVersion') ?? 'v1';
  if (version !== 'v1')
    return [invalid(place, name, `error converting fieldPath: unsupported pod version: ${version}`)];
  const whole = name === 'metadata.labels' || name === 'metadata.annotations';
  if (subscript) return subscriptCauses(subscript[1] ?? '', subscript[2] ?? '', place.replace(/\.fieldPath$/, ''));
  if (ENV_FIELDS.has(name) || (whole && !path.includes('.env['))) return [];
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

/** Ephemeral containers have fewer fields than others. */
const portless: Rule = ({ value, path }) =>
  isList(value['ports']) && value['ports'].length > 0
    ? [forbidden(`${path}.ports`, 'cannot be set for an Ephemeral Container')]
    : [];

const restartPolicy: FieldRule = (value, path, input) => word('Always', 'Never', 'OnFailure')(value, path, input);

/** Containers that run before the others are not watched, unless they stay. */
const initProbes: Rule = ({ value, path }) => {
  if (!/\.initContainers\[\d+\]$|^initContainers\[\d+\]$/.test(path) || value['restartPolicy'] === 'Always') return [];
  return presentMembers(value, ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe']).map((name) =>
    forbidden(`${path}.${name}`, 'may not be set for init containers without restartPolicy=Always'),
  );
};

const CONTAINER = {
  name: needed(dnsLabel),
  image,
  ports,
  envFrom,
  volumeMounts,
  volumeDevices,
  restartPolicy,
  imagePullPolicy: neededWord('Always', 'IfNotPresent', 'Never'),
  terminationMessagePolicy: neededWord('File', 'FallbackToLogsOnError'),
};

const resizePolicies: FieldRule = (value, path) => {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((policy, index): readonly FieldCause[] => {
    const [name, how] = [textAt(policy, 'resourceName') ?? '', textAt(policy, 'restartPolicy') ?? ''];
    if (seen.has(name)) return [duplicate(`${path}[${index}]`, name)];
    seen.add(name);
    return [...resized(name, ['cpu', 'memory'], path), ...resized(how, ['NotRequired', 'RestartContainer'], path)];
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
  'core/v1.Container': { fields: { ...CONTAINER, resizePolicy: resizePolicies }, last: initProbes },
  'core/v1.EphemeralContainer': { fields: CONTAINER, last: portless },
  'core/v1.ContainerPort': {
    fields: {
      name: anything,
      hostPort: (value, path, input) => port(value, path, input),
      containerPort,
      protocol: neededWord('SCTP', 'TCP', 'UDP'),
    },
  },
  'core/v1.ContainerResizePolicy': { fields: { resourceName: anything, restartPolicy: anything } },
  'core/v1.EnvVar': { fields: { name: firstOf(must(), ifAny(wrongEnvironmentName)), valueFrom } },
  'core/v1.EnvFromSource': { fields: { prefix: ifAny(wrongEnvironmentName) } },
  'core/v1.ConfigMapEnvSource': nameOfRef,
  'core/v1.SecretEnvSource': nameOfRef,
  'core/v1.ConfigMapKeySelector': keyOfRef,
  'core/v1.SecretKeySelector': keyOfRef,
  'core/v1.ObjectFieldSelector': { fields: { fieldPath } },
  'core/v1.ResourceFieldSelector': { fields: { resource, divisor } },
  'core/v1.VolumeMount': () => [],
  'core/v1.VolumeDevice': () => [],
};
