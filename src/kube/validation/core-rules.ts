/** Rules for pods, Services and the data of ConfigMaps and Secrets. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongConfigKey, wrongDnsLabel, wrongEnvironmentName } from '../object/names.ts';
import { duplicate, forbidden, invalid, invalidName, required, unsupported } from './causes.ts';
import { labelCauses } from './metadata.ts';
import { all, join, needs, ports, type Rule, type RuleInput, type Rules } from './rule.ts';

const POLICIES = ['Always', 'IfNotPresent', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** A text field holds one of these; where it is empty, `needs` speaks. */
export function oneOf(name: string, allowed: readonly string[]): Rule {
  return ({ value, path }) => {
    const text = value[name];
    return typeof text !== 'string' || text === '' || allowed.includes(text)
      ? []
      : [unsupported(join(path, name), text, allowed)];
  };
}

/** Elements of a list differ in this member. */
export function distinct(list: string, key: string): Rule {
  return ({ value, path }) => {
    const elements = value[list];
    const seen = new Set<string>();
    return (isList(elements) ? elements : []).flatMap((element, index) => {
      const name = textAt(element, key) ?? '';
      if (name === '') return [];
      if (seen.has(name)) return [duplicate(`${join(path, list)}[${index}].${key}`, name)];
      seen.add(name);
      return [];
    });
  };
}

function named(rule: (name: string) => readonly string[], name = 'name'): Rule {
  return ({ value, path }) => {
    const text = textAt(value, name) ?? '';
    return text === '' ? [required(join(path, name))] : invalidName(join(path, name), text, rule(text));
  };
}

function podSpec(input: RuleInput): readonly FieldCause[] {
  const { value, path } = input;
  const containers = value['containers'];
  return [
    ...(isList(containers) && containers.length > 0 ? [] : [required(join(path, 'containers'))]),
    ...distinct('containers', 'name')(input),
    ...distinct('volumes', 'name')(input),
    ...oneOf('restartPolicy', RESTART_POLICIES)(input),
    ...oneOf('dnsPolicy', DNS_POLICIES)(input),
    ...labelCauses(join(path, 'nodeSelector'), value['nodeSelector']),
    ...mountCauses(input),
  ];
}

/** What containers mount is a volume of the pod. */
function mountCauses({ value, path, object }: RuleInput): readonly FieldCause[] {
  const volumes = value['volumes'];
  const claims = memberAt(object, 'spec', 'volumeClaimTemplates');
  const names = new Set([
    ...(isList(volumes) ? volumes : []).map((volume) => textAt(volume, 'name')),
    ...(isList(claims) ? claims : []).map((claim) => textAt(claim, 'metadata', 'name')),
  ]);
  return ['containers', 'initContainers'].flatMap((list) => {
    const containers = value[list];
    return (isList(containers) ? containers : []).flatMap((container, at) => {
      const mounts = memberAt(container, 'volumeMounts');
      return (isList(mounts) ? mounts : []).flatMap((mount, index): FieldCause[] => {
        const name = textAt(mount, 'name') ?? '';
        if (name === '' || names.has(name)) return [];
        const field = `${join(path, list)}[${at}].volumeMounts[${index}].name`;
        return [{ field, message: `Not found: ${JSON.stringify(name)}`, reason: 'FieldValueNotFound' }];
      });
    });
  });
}

function environmentVariable({ value, path }: RuleInput): readonly FieldCause[] {
  const name = textAt(value, 'name') ?? '';
  if (name === '') return [required(join(path, 'name'))];
  return invalidName(join(path, 'name'), name, wrongEnvironmentName(name));
}

function dataKeys(...members: readonly string[]): Rule {
  return ({ value }) =>
    members.flatMap((name) => {
      const data = value[name];
      return Object.keys(isObject(data) ? data : {}).flatMap((key) =>
        invalidName(`${name}[${key}]`, key, wrongConfigKey(key)),
      );
    });
}

const MOST_DATA = 1024 * 1024;

function dataSize({ value }: RuleInput): readonly FieldCause[] {
  const size = (data: Json | undefined, encoded: boolean): number =>
    Object.values(isObject(data) ? data : {}).reduce<number>(
      (sum, text) => sum + String(text).length * (encoded ? 0.75 : 1),
      0,
    );
  const total = size(value['data'], value['kind'] === 'Secret') + size(value['binaryData'], true);
  const field = value['kind'] === 'Secret' ? 'data' : '';
  return total > MOST_DATA
    ? [{ field, message: `Too long: may not be more than ${MOST_DATA} bytes`, reason: 'FieldValueTooLong' }]
    : [];
}

/** Secrets of the types that Kubernetes reads have what it reads. */
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

function secretKeys({ value }: RuleInput): readonly FieldCause[] {
  const type = textAt(value, 'type') ?? '';
  const keys = Object.hasOwn(SECRET_KEYS, type) ? (SECRET_KEYS[type] ?? []) : [];
  const data = isObject(value['data']) ? value['data'] : {};
  return keys.filter((key) => !Object.hasOwn(data, key)).map((key) => required(`data[${key}]`));
}

function service(input: RuleInput): readonly FieldCause[] {
  const { value, path } = input;
  const type = textAt(value, 'type') ?? '';
  const list = value['ports'];
  const hasPorts = isList(list) && list.length > 0;
  const causes: FieldCause[] = [];
  if (!hasPorts && value['clusterIP'] !== 'None' && type !== 'ExternalName') causes.push(required(join(path, 'ports')));
  if (type === 'ExternalName' && !textAt(value, 'externalName')) causes.push(required(join(path, 'externalName')));
  if (type === 'LoadBalancer' && value['clusterIP'] === 'None') {
    causes.push(invalid(join(path, 'clusterIPs[0]'), 'None', "may not be set to 'None' for LoadBalancer services"));
  }
  if (type === 'NodePort' && value['clusterIP'] === 'None') {
    causes.push(invalid(join(path, 'clusterIPs[0]'), 'None', "may not be set to 'None' for NodePort services"));
  }
  return [
    ...causes,
    ...labelCauses(join(path, 'selector'), value['selector']),
    ...oneOf('sessionAffinity', ['ClientIP', 'None'])(input),
    ...oneOf('type', ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'])(input),
    ...portNames(input),
  ];
}

/** Several ports need names, and these differ. */
function portNames({ value, path }: RuleInput): readonly FieldCause[] {
  const list = isList(value['ports']) ? value['ports'] : [];
  const seen = new Set<string>();
  return list.flatMap((port, index) => {
    const name = textAt(port, 'name') ?? '';
    const field = `${join(path, 'ports')}[${index}].name`;
    if (name === '') return list.length > 1 ? [required(field)] : [];
    if (seen.has(name)) return [duplicate(field, name)];
    seen.add(name);
    return invalidName(field, name, wrongDnsLabel(name));
  });
}

function containerPort(input: RuleInput): readonly FieldCause[] {
  const { value, path } = input;
  const number = value['containerPort'];
  return [
    ...(number === 0 || number === undefined ? [required(join(path, 'containerPort'))] : ports('containerPort')(input)),
    ...ports('hostPort')(input),
    ...oneOf('protocol', PROTOCOLS)(input),
  ];
}

function ephemeral({ value, path }: RuleInput): readonly FieldCause[] {
  return isList(value['ports']) && value['ports'].length > 0
    ? [forbidden(join(path, 'ports'), 'cannot be set for an Ephemeral Container')]
    : [];
}

export const CORE_RULES: Rules = {
  'core/v1.ConfigMap': all(dataKeys('data', 'binaryData'), dataSize),
  'core/v1.Container': all(
    named(wrongDnsLabel),
    needs('image'),
    oneOf('imagePullPolicy', POLICIES),
    oneOf('terminationMessagePolicy', MESSAGE_POLICIES),
  ),
  'core/v1.ContainerPort': containerPort,
  'core/v1.EnvVar': environmentVariable,
  'core/v1.EphemeralContainer': ephemeral,
  'core/v1.PodSpec': podSpec,
  'core/v1.Secret': all(dataKeys('data'), dataSize, secretKeys),
  'core/v1.ServicePort': all(ports('port'), oneOf('protocol', PROTOCOLS), ports('targetPort')),
  'core/v1.ServiceSpec': service,
  'core/v1.Volume': named(wrongDnsLabel),
  'core/v1.VolumeMount': needs('name', 'mountPath'),
};
