/** The specification of a pod as a whole. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, forbidden, invalid, invalidName, notFound, required, tooLong, unsupported } from './causes.ts';
import {
  anything,
  dnsLabel,
  dnsSubdomain,
  each,
  ifAny,
  ifPresent,
  must,
  neededWord,
  number,
  text,
} from './field-rules.ts';
import { wrongIp } from './formats.ts';
import { labelCauses } from './metadata.ts';
import { podClaim } from './pod-claim-rules.ts';
import { podSystem } from './pod-system.ts';
import { overhead, podResources } from './resource-rules.ts';
import { type FieldRule, join, type Rule, type Rules } from './rule.ts';
import { schedulingGates } from './scheduling-rules.ts';
import { sharedProcesses } from './security-rules.ts';

const LONGEST_HOSTNAME = 64;
const LONGEST_DEADLINE = 2_147_483_647;
const SEARCH = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;
const SEARCH_SENTENCE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/** A port of the host is taken once. */
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

/** The windows of a pod's host are open to all of its containers or to none. */
const hostProcess: Rule = ({ value, path }) => {
  const options = (one: Json | undefined) => memberAt(one, 'securityContext', 'windowsOptions', 'hostProcess');
  const of = options(value);
  const all = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((name) => {
    const list = value[name];
    return (isList(list) ? list : []).map((container, index) => ({
      field: `${join(path, name)}[${index}].securityContext.windowsOptions.hostProcess`,
      own: options(container),
    }));
  });
  const causes = all.flatMap(({ field, own }): readonly FieldCause[] =>
    of === undefined || own === undefined || own === of
      ? []
      : [invalid(field, own, `pod hostProcess value must be identical if both are specified, was ${String(of)}`)],
  );
  const open = all.filter(({ own }) => (own ?? of) === true).length;
  if (open > 0 && open < all.length) {
    causes.push(
      invalid(
        path,
        '',
        'If pod contains any hostProcess containers then all containers must be HostProcess containers',
      ),
    );
  }
  if (open > 0 && value['hostNetwork'] !== true) {
    const detail = 'hostNetwork must be true if pod contains any hostProcess containers';
    causes.push(invalid(join(path, 'hostNetwork'), false, detail));
  }
  return causes;
};

const WITHOUT_HOST_USERS = 'when `hostUsers` is false';

/** As messages name them. */
const SHARED_WITH_HOST = { hostNetwork: 'hostNetwork', hostPID: 'HostPID', hostIPC: 'HostIPC' };

/** A pod with users of its own has nothing of the host. */
const ownUsers: Rule = ({ value, path }) => {
  if (value['hostUsers'] !== false) return [];
  const shared = Object.entries(SHARED_WITH_HOST).flatMap(([name, shown]) => (value[name] === true ? [shown] : []));
  const devices = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((name) => {
    const list = value[name];
    return (isList(list) ? list : []).flatMap((container, index) => {
      const used = memberAt(container, 'volumeDevices');
      return isList(used) && used.length > 0 ? [`${name}[${index}].volumeDevices`] : [];
    });
  });
  return [...shared, ...devices].map((name) => forbidden(join(path, name), WITHOUT_HOST_USERS));
};

/** Variables come from files of volumes that the pod has, and that are empty at first. */
const fileVolumes: Rule = ({ value, path }) => {
  const volumes = isList(value['volumes']) ? value['volumes'] : [];
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((name) => {
    const list = value[name];
    return (isList(list) ? list : []).flatMap((container, at) => {
      const env = memberAt(container, 'env');
      return (isList(env) ? env : []).flatMap((variable, index): readonly FieldCause[] => {
        const key = memberAt(variable, 'valueFrom', 'fileKeyRef');
        if (!isObject(key)) return [];
        const field = `${join(path, name)}[${at}].env[${index}].valueFrom.fileKeyRef.volumeName`;
        const volume = volumes.find((one) => textAt(one, 'name') === (textAt(key, 'volumeName') ?? ''));
        if (volume === undefined) return [notFound(field, textAt(key, 'volumeName') ?? '')];
        const isEmpty = memberAt(volume, 'emptyDir') !== undefined;
        return isEmpty
          ? []
          : [invalid(field, textAt(key, 'volumeName') ?? '', 'referenced volume must be of type emptyDir')];
      });
    });
  });
};

/** What is asked of pods and templates under another name than their own. */
const hostnameOverride: FieldRule = (value, path, { value: spec }) => {
  if (typeof value !== 'string') return [];
  return [
    ...(spec['setHostnameAsFQDN'] === true
      ? [forbidden(path, 'may not be specified when setHostnameAsFQDN is true')]
      : []),
    ...(spec['hostNetwork'] === true ? [forbidden(path, 'may not be specified when hostNetwork is true')] : []),
    ...(value.length > LONGEST_HOSTNAME ? [tooLong(path, LONGEST_HOSTNAME)] : []),
    ...invalidName(path, value, dnsSubdomain(value)),
  ];
};

/** Fields in the order they are looked at. */
const ORDER = [
  'volumes',
  'resourceClaims',
  'containers',
  'initContainers',
  'ephemeralContainers',
  'resources',
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
  'hostnameOverride',
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
    after: {
      containers: hostPorts,
      securityContext: sharedProcesses,
      topologySpreadConstraints: (input) => [...hostProcess(input), ...ownUsers(input)],
    },
    fields: {
      containers: must(),
      resourceClaims: anything,
      resources: podResources,
      restartPolicy: neededWord('Always', 'OnFailure', 'Never'),
      activeDeadlineSeconds: number(
        (value) => value >= 1 && value <= LONGEST_DEADLINE,
        `must be between 1 and ${LONGEST_DEADLINE}, inclusive`,
      ),
      dnsPolicy: neededWord(...DNS_POLICIES),
      priorityClassName: ifAny(dnsSubdomain),
      runtimeClassName: ifPresent(dnsSubdomain),
      preemptionPolicy: ifNamed('PreemptLowerPriority', 'Never'),
      hostnameOverride,
      overhead,
      nodeSelector: (value, path) => labelCauses(path, value),
      nodeName: ifAny(dnsSubdomain),
      serviceAccountName: ifAny(dnsSubdomain),
      hostname: unlessNumbered(ifAny(dnsLabel)),
      subdomain: unlessNumbered(ifAny(dnsLabel)),
      schedulingGates,
      os: podSystem,
    },
    last: (input) => [...dns(input), ...fileVolumes(input)],
  },
  'core/v1.PodResourceClaim': podClaim,
  'core/v1.PodOS': { fields: { name: anything } },
  'core/v1.HostAlias': { fields: { ip: text(wrongIp), hostnames: hosts } },
  'core/v1.PodDNSConfig': {
    fields: { nameservers: each(text(wrongIp)), searches: each(text(searchDomain)), options: options },
  },
  'core/v1.PodDNSConfigOption': { fields: { name: () => [] } },
};

/** Pods with a number get names of their own, so that those of the template do not matter. */
function unlessNumbered(rule: FieldRule): FieldRule {
  return (value, path, input) => (input.object['kind'] === 'StatefulSet' ? [] : rule(value, path, input));
}

/** One of these words; what is there is not empty. */
function ifNamed(...allowed: readonly string[]): FieldRule {
  return (value, path) => {
    if (value === '') return [required(path)];
    return typeof value !== 'string' || allowed.includes(value) ? [] : [unsupported(path, value, allowed)];
  };
}

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
