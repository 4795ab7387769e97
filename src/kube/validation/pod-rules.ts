/** The specification of a pod as a whole. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, invalid, notFound, required } from './causes.ts';
import { usesOfVolumes } from './container-rules.ts';
import {
  both,
  dnsLabel,
  dnsSubdomain,
  each,
  ifAny,
  must,
  neededWord,
  number,
  text,
  unique,
  word,
} from './field-rules.ts';
import { wrongIp } from './formats.ts';
import { labelCauses } from './metadata.ts';
import { type FieldRule, join, type Rule, type RuleInput, type Rules } from './rule.ts';
import { schedulingGates, spreading } from './scheduling-rules.ts';

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'];
const LONGEST_DEADLINE = 2_147_483_647;
const SEARCH = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;
const SEARCH_SENTENCE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/** A claim, which alone can be used as a device. */
function isClaim(volume: Json | undefined): boolean {
  return memberAt(volume, 'persistentVolumeClaim') !== undefined || memberAt(volume, 'ephemeral') !== undefined;
}

/** Volumes without a mistake by name; those of a StatefulSet's claims are claims. */
function volumesOf({ value, path, object, found = [] }: RuleInput): ReadonlyMap<string, Json> {
  const all = isList(value['volumes']) ? value['volumes'] : [];
  const list = join(path, 'volumes');
  const broken = (index: number) => found.some(({ field }) => field.startsWith(`${list}[${index}]`));
  const volumes = found.length === 0 ? all : all.filter((_, index) => !broken(index));
  const claims = memberAt(object, 'spec', 'volumeClaimTemplates');
  const named = (isList(claims) ? claims : []).map((claim): [string, Json] => [
    textAt(claim, 'metadata', 'name') ?? '',
    { persistentVolumeClaim: {} },
  ]);
  return new Map([...named, ...volumes.map((volume): [string, Json] => [textAt(volume, 'name') ?? '', volume])]);
}

/** What containers use is a volume of the pod. */
const uses: Rule = (input) => {
  const volumes = volumesOf(input);
  return LISTS.flatMap((list) => {
    const containers = input.value[list];
    return (isList(containers) ? containers : []).flatMap((container, index) => {
      const path = `${join(input.path, list)}[${index}]`;
      return [...mountCauses(container, volumes, path), ...deviceCauses(container, volumes, path)];
    });
  });
};

function mountCauses(container: Json, volumes: ReadonlyMap<string, Json>, path: string): readonly FieldCause[] {
  return usesOfVolumes(container, 'volumeMounts').flatMap((mount, index) => {
    const name = textAt(mount, 'name') ?? '';
    return volumes.has(name) ? [] : [notFound(`${path}.volumeMounts[${index}].name`, name)];
  });
}

function deviceCauses(container: Json, volumes: ReadonlyMap<string, Json>, path: string): readonly FieldCause[] {
  return usesOfVolumes(container, 'volumeDevices').flatMap((device, index) => {
    const name = textAt(device, 'name') ?? '';
    const field = `${path}.volumeDevices[${index}].name`;
    if (!volumes.has(name)) return [notFound(field, name)];
    const detail = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
    return isClaim(volumes.get(name)) ? [] : [invalid(field, name, detail)];
  });
}

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

const hosts = each(text(dnsSubdomain));

export const POD_RULES: Rules = {
  'core/v1.PodSpec': {
    after: { containers: (input) => [...containers(input), ...uses(input), ...hostPorts(input)] },
    fields: {
      volumes: unique('name'),
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
  'core/v1.PersistentVolumeClaimTemplate': { fields: { spec: both() } },
};

/** Search domains may have underscores and end in a dot. */
function searchDomain(given: string): readonly string[] {
  const domain = given.replace(/(.)\.$/, '$1');
  return domain === '.' || SEARCH.test(domain) ? [] : [SEARCH_SENTENCE];
}

function options(value: Json | undefined, path: string): readonly FieldCause[] {
  return (isList(value) ? value : []).flatMap((option, index) =>
    textAt(option, 'name') ? [] : [required(`${path}[${index}]`, 'must not be empty')],
  );
}
