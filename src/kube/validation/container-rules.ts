/** Containers of every kind: names, images, ports, environment, mounts. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongConfigKey, wrongEnvironmentName } from '../object/names.ts';
import { duplicate, forbidden, invalid, invalidName, required } from './causes.ts';
import {
  anything,
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
import { wrongPort, wrongPortName, wrongUpwardPath } from './formats.ts';
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

const image: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  if (name === '') return [required(path)];
  return name.trim() === name ? [] : [invalid(path, name, 'must not have leading or trailing whitespace')];
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

/** What a container mounts is a volume of the pod, each at a place of its own. */
const mounts: FieldRule = (value, path) => {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((mount, index): readonly FieldCause[] => {
    const place = textAt(mount, 'mountPath') ?? '';
    if (place === '') return [];
    if (seen.has(place)) return [invalid(`${path}[${index}].mountPath`, place, 'must be unique')];
    seen.add(place);
    return [];
  });
};

const subPath: FieldRule = (value, path) => {
  const given = typeof value === 'string' ? value : '';
  // Its field is named without the index of the mount.
  return invalidName(
    path.replace(/\[\d+\]\.subPath/, '.subPath'),
    given,
    given.startsWith('/') ? ['must be a relative path'] : wrongUpwardPath(given),
  );
};

const propagation: FieldRule = (value, path, input) =>
  word('Bidirectional', 'HostToContainer', 'None')(
    value,
    path.replace(/\[\d+\]\.mountPropagation$/, '.mountPropagation'),
    input,
  );

const devices: FieldRule = (value, path) => {
  const [names, paths] = [new Set<string>(), new Set<string>()];
  return (isList(value) ? value : []).flatMap((device, index) => {
    const [name, place] = [textAt(device, 'name') ?? '', textAt(device, 'devicePath') ?? ''];
    const causes: FieldCause[] = [];
    if (name !== '' && names.has(name)) causes.push(invalid(`${path}[${index}].name`, name, 'must be unique'));
    if (place !== '' && paths.has(place)) causes.push(invalid(`${path}[${index}].devicePath`, place, 'must be unique'));
    names.add(name);
    paths.add(place);
    return causes;
  });
};

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

const fieldPath: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  const place = withoutItem(path);
  if (name === '') return [required(place)];
  const subscript = /^metadata\.(annotations|labels)\['(.*)'\]$/.exec(name);
  const whole = name === 'metadata.labels' || name === 'metadata.annotations';
  if (subscript || ENV_FIELDS.has(name) || (whole && !path.includes('.env['))) return [];
  return [invalid(place, name, `error converting fieldPath: field label not supported: ${name}`)];
};

const resource: FieldRule = (value, path, input) => {
  const given = typeof value === 'string' ? value : '';
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
  volumeMounts: mounts,
  volumeDevices: devices,
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
    key: firstOf(must(), ifAny(wrongConfigKey)),
  },
};

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The rule of a mount: its volume is looked for by the pod. */
const mount = { name: must(), mountPath: must(), subPath, subPathExpr: subPath, mountPropagation: propagation };

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
  'core/v1.ResourceFieldSelector': { fields: { resource } },
  'core/v1.VolumeMount': { fields: mount },
  'core/v1.VolumeDevice': { fields: { name: must(), devicePath: must() } },
};

/** What a container uses of the pod's volumes. */
export function usesOfVolumes(container: Json, list: 'volumeMounts' | 'volumeDevices'): readonly Json[] {
  const uses = memberAt(container, list);
  return isList(uses) ? uses : [];
}
