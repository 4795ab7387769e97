/** The specification of a pod as a whole. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, invalid, required } from './causes.ts';
import { dnsLabel, dnsSubdomain, each, ifAny, must, neededWord, number, text, unique, word } from './field-rules.ts';
import { wrongIp } from './formats.ts';
import { lookers } from './looker-rules.ts';
import { labelCauses } from './metadata.ts';
import { type FieldRule, join, type Rule, type Rules } from './rule.ts';
import { schedulingGates, spreading } from './scheduling-rules.ts';

const LONGEST_DEADLINE = 2_147_483_647;
const SEARCH = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;
const SEARCH_SENTENCE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/** Names differ over all containers; a port of the host is taken once. */
const containers: Rule = ({ value, path }) => {
  const seen = new Set<string>();
  return ['containers', 'initContainers'].flatMap((list) => {
    const items = value[list];
    return (isList(items) ? items : []).flatMap((container, index): readonly FieldCause[] => {
      const name = textAt(container, 'name') ?? '';
      if (name === '') return [];
      if (seen.has(name)) return [duplicate(`${join(path, list)}[${index}].name`, name)];
      seen.add(name);
      return [];
    });
  });
};

const hostPorts: Rule = ({ value, path }) => {
  const seen = new Set<string>();
  const items = isList(value['containers']) ? value['containers'] : [];
  return items.flatMap((container, at) => {
    const ports = memberAt(container, 'ports');
    return (isList(ports) ? ports : []).flatMap((port, index): readonly FieldCause[] => {
      const host = memberAt(port, 'hostPort');
      const field = `${join(path, 'containers')}[${at}].ports[${index}].hostPort`;
      if (typeof host !== 'number' || host === 0) return [];
      const shared = value['hostNetwork'] === true && host !== memberAt(port, 'containerPort');
      const key = `${textAt(port, 'protocol') ?? ''}/${textAt(port, 'hostIP') ?? ''}/${host}`;
      const causes: FieldCause[] = shared
        ? [invalid(field, host, 'must match `containerPort` when `hostNetwork` is true')]
        : [];
      if (seen.has(key)) causes.push(duplicate(field, key));
      seen.add(key);
      return causes;
    });
  });
};

const dns: Rule = ({ value, path }) => {
  if (value['dnsPolicy'] !== 'None') return [];
  const config = value['dnsConfig'];
  if (!isObject(config))
    return [required(join(path, 'dnsConfig'), 'must provide `dnsConfig` when `dnsPolicy` is None')];
  const servers = config['nameservers'];
  return isList(servers) && servers.length > 0
    ? []
    : [
        required(
          `${join(path, 'dnsConfig')}.nameservers`,
          'must provide at least one DNS nameserver when `dnsPolicy` is None',
        ),
      ];
};

const podOs: FieldRule = (value, path) => {
  if (!isObject(value)) return [];
  const name = textAt(value, 'name') ?? '';
  return name === ''
    ? [required(`${path}.name`)]
    : word('linux', 'windows')(name, path, { value, path, object: value });
};

/** Names differ; a claim made for the pod bears its name in front, and is nobody else's. */
const volumes: FieldRule = (value, path, input) => {
  const { object } = input;
  const pod = object['kind'] === 'Pod' ? (textAt(object, 'metadata', 'name') ?? '') : '';
  const list = isList(value) ? value : [];
  const made = list
    .filter((volume) => pod !== '' && memberAt(volume, 'ephemeral') !== undefined)
    .map((volume) => `${pod}-${textAt(volume, 'name') ?? ''}`);
  return [
    ...unique('name')(value, path, input),
    ...list.flatMap((volume, index) => {
      const name = textAt(volume, 'name') ?? '';
      const claim = textAt(volume, 'persistentVolumeClaim', 'claimName') ?? '';
      const field = `${path}[${index}]`;
      const own =
        pod === '' || name === '' || memberAt(volume, 'ephemeral') === undefined ? [] : dnsSubdomain(`${pod}-${name}`);
      return [
        ...own.map((one) => invalid(`${field}.name`, name, `PVC name ${JSON.stringify(`${pod}-${name}`)}: ${one}`)),
        ...(made.includes(claim)
          ? [
              invalid(
                `${field}.persistentVolumeClaim.claimName`,
                claim,
                'must not reference a PVC that gets created for an ephemeral volume',
              ),
            ]
          : []),
      ];
    }),
  ];
};

/** Fields in the order they are looked at. */
const ORDER = [
  'volumes',
  'containers',
  'initContainers',
  'ephemeralContainers',
  'restartPolicy',
  'dnsPolicy',
  'nodeSelector',
  'securityContext',
  'imagePullSecrets',
  'affinity',
  'dnsConfig',
  'readinessGates',
  'schedulingGates',
  'topologySpreadConstraints',
  'serviceAccountName',
  'nodeName',
  'activeDeadlineSeconds',
  'hostname',
  'subdomain',
  'tolerations',
  'hostAliases',
  'priorityClassName',
  'runtimeClassName',
  'preemptionPolicy',
  'overhead',
  'os',
];

const hosts = each(text(dnsSubdomain));

export const POD_RULES: Rules = {
  'core/v1.PodSpec': {
    order: ORDER,
    after: { containers: (input) => [...containers(input), ...hostPorts(input)], ephemeralContainers: lookers },
    fields: {
      volumes,
      containers: must(),
      restartPolicy: neededWord('Always', 'OnFailure', 'Never'),
      activeDeadlineSeconds: number(
        (value) => value >= 1 && value <= LONGEST_DEADLINE,
        `must be between 1 and ${LONGEST_DEADLINE}, inclusive`,
      ),
      dnsPolicy: neededWord(...DNS_POLICIES),
      preemptionPolicy: word('PreemptLowerPriority', 'Never'),
      nodeSelector: (value, path) => labelCauses(path, value),
      nodeName: ifAny(dnsSubdomain),
      serviceAccountName: ifAny(dnsSubdomain),
      hostname: ifAny(dnsLabel),
      subdomain: ifAny(dnsLabel),
      topologySpreadConstraints: spreading,
      schedulingGates,
      os: podOs,
    },
    last: dns,
  },
  'core/v1.PodOS': { fields: { name: () => [] } },
  'core/v1.HostAlias': { fields: { ip: text(wrongIp), hostnames: hosts } },
  'core/v1.PodDNSConfig': {
    fields: { nameservers: each(text(wrongIp)), searches: each(text(searchDomain)), options: options },
  },
  'core/v1.PodDNSConfigOption': { fields: { name: () => [] } },
};

/** Search domains may have underscores and end in a dot. */
function searchDomain(given: string): readonly string[] {
  const domain = given.replace(/(.)\.$/, '$1');
  const long = domain.length > 253 ? ['must be no more than 253 characters'] : [];
  return domain === '.' || SEARCH.test(domain) ? long : [...long, SEARCH_SENTENCE];
}

function options(value: Json | undefined, path: string): readonly FieldCause[] {
  return (isList(value) ? value : []).flatMap((option, index) =>
    textAt(option, 'name') ? [] : [required(`${path}[${index}]`, 'must not be empty')],
  );
}
