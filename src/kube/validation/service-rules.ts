/** Services: addresses, ports, traffic. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongQualifiedName } from '../object/names.ts';
import { duplicate, forbidden, invalid, invalidName, required, unsupported } from './causes.ts';
import { dnsLabel, dnsSubdomain, each, neededWord, portOrName, text, word } from './field-rules.ts';
import { NOT_AN_IP, wrongCidr, wrongIp, wrongPort } from './formats.ts';
import { isIP } from './ip-address.ts';
import { labelCauses } from './metadata.ts';
import { type FieldRule, isBlank, type Rule, type RuleInput, type Rules } from './rule.ts';

const OF_BALANCERS = "may only be used when `type` is 'LoadBalancer'";
const LONGEST_AFFINITY = 86_400;
const HIGHEST_PORT = 65_535;

const addresses: Rule = ({ value, path }) => {
  const field = `${path}.clusterIPs`;
  const list = isList(value['clusterIPs']) ? value['clusterIPs'] : [];
  if (value['type'] === 'ExternalName') {
    return list.length > 0 || !isBlank(value['clusterIP'])
      ? [forbidden(field, 'may not be set for ExternalName services')]
      : [];
  }
  return [...firstAddress(value, list, field), ...addressCauses(value, list, field)];
};

function firstAddress(value: JsonObject, list: readonly Json[], field: string): readonly FieldCause[] {
  const first = textAt(value, 'clusterIP') ?? '';
  if (list.length === 0 || first === list[0]) return [];
  const detail =
    first === '' ? 'must be empty when `clusterIP` is not specified' : 'first value must match `clusterIP`';
  return [invalid(field, list, detail)];
}

const MOST_ADDRESSES = 2;

function addressCauses(value: JsonObject, list: readonly Json[], field: string): readonly FieldCause[] {
  const given = (list.length > 0 ? list : [textAt(value, 'clusterIP') ?? '']).map(String);
  const causes = given.flatMap((address, index): readonly FieldCause[] => {
    if (index === 0 && address === 'None') {
      return given.length > 1 ? [invalid(field, list, "'None' must be the first and only value")] : [];
    }
    return (address === '' && list.length === 0) || isIP(address)
      ? []
      : [invalid(`${field}[${index}]`, address, NOT_AN_IP)];
  });
  const many = given.length > MOST_ADDRESSES ? [invalid(field, list, 'may only hold up to 2 values')] : [];
  if (causes.length > 0 || given.length < 2) return [...causes, ...many];
  const sixes = given.filter((address) => address.includes(':')).length;
  const families = given.length === 2 && sixes === 1;
  return [...many, ...(families ? [] : [invalid(field, list, 'may specify no more than one IP for each IP family')])];
}

/** A new Service gets each port of the nodes once; the same port of its own shares one. */
export function takenPortCauses(object: JsonObject): readonly FieldCause[] {
  const ports = object['kind'] === 'Service' ? memberAt(object, 'spec', 'ports') : undefined;
  const owners = new Map<Json, Json | undefined>();
  return (isList(ports) ? ports : []).flatMap((port, index) => {
    const [nodePort, own] = [memberAt(port, 'nodePort'), memberAt(port, 'port')];
    if (!nodePort) return [];
    const taken = owners.has(nodePort) && owners.get(nodePort) !== own;
    owners.set(nodePort, own);
    return taken ? [invalid(`spec.ports[${index}].nodePort`, nodePort, 'provided port is already allocated')] : [];
  });
}

/** What a changed Service is refused for before all else: its addresses must be allocated first. */
export function serviceAddressCauses(object: JsonObject): readonly FieldCause[] {
  const value = object['spec'];
  if (object['kind'] !== 'Service' || !isObject(value) || value['type'] === 'ExternalName') return [];
  const input = { value, path: 'spec', object };
  const list = isList(value['clusterIPs']) ? value['clusterIPs'] : [];
  return [
    ...firstAddress(value, list, 'spec.clusterIPs'),
    ...families(value['ipFamilies'], 'spec.ipFamilies', input),
    ...familyPolicy(value['ipFamilyPolicy'], 'spec.ipFamilyPolicy', input),
    ...addressCauses(value, list, 'spec.clusterIPs'),
  ];
}

/** Services without an address of their own have no balancer and no port of nodes. */
const headless: Rule = ({ value, path }) => {
  const type = textAt(value, 'type') ?? '';
  if (value['clusterIP'] !== 'None' || (type !== 'LoadBalancer' && type !== 'NodePort')) return [];
  return [invalid(`${path}.clusterIPs[0]`, 'None', `may not be set to 'None' for ${type} services`)];
};

const externalName: Rule = ({ value, path }) => {
  if (value['type'] !== 'ExternalName') return [];
  const name = textAt(value, 'externalName') ?? '';
  const field = `${path}.externalName`;
  return name === '' ? [required(field)] : invalidName(field, name, dnsSubdomain(name.replace(/\.$/, '')));
};

/** Names, numbers and protocols of the ports of one Service. */
const ports: FieldRule = (value, path, { value: spec }) => {
  const list = isList(value) ? value : [];
  const optional = spec['clusterIP'] === 'None' || spec['type'] === 'ExternalName';
  if (list.length === 0) return optional ? [] : [required(path)];
  const names = new Set<string>();
  return list.flatMap((port, index) => {
    const name = textAt(port, 'name') ?? '';
    const field = `${path}[${index}].name`;
    if (name === '') return list.length > 1 ? [required(field)] : [];
    const repeated = names.has(name) ? [duplicate(field, name)] : [];
    names.add(name);
    return [...invalidName(field, name, dnsLabel(name)), ...repeated];
  });
};

/** One port is served once. */
const samePorts: Rule = ({ value, path }) => {
  const list = isList(value['ports']) ? value['ports'] : [];
  const seen = new Set<string>();
  return list.flatMap((port, index) => {
    const key = `${memberAt(port, 'port')}/${textAt(port, 'protocol')}`;
    if (seen.has(key)) return [duplicate(`${path}.ports[${index}]`, shown(port))];
    seen.add(key);
    return [];
  });
};

/** What makes a port the same as another. */
function shown(port: Json): Json {
  return {
    Name: '',
    Protocol: textAt(port, 'protocol') ?? '',
    AppProtocol: null,
    Port: memberAt(port, 'port') ?? 0,
    TargetPort: 0,
    NodePort: 0,
  };
}

const traffic: Rule = ({ value, path }) => {
  const type = textAt(value, 'type') ?? '';
  const external = type === 'LoadBalancer' || type === 'NodePort' || !isBlank(value['externalIPs']);
  const policy = textAt(value, 'externalTrafficPolicy') ?? '';
  const causes: FieldCause[] = [];
  const field = `${path}.externalTrafficPolicy`;
  if (policy !== '' && !external) {
    causes.push(invalid(field, policy, 'may only be set for externally-accessible services'));
  } else if (policy !== '' && policy !== 'Cluster' && policy !== 'Local') {
    causes.push(unsupported(field, policy, ['Cluster', 'Local']));
  }
  const health = value['healthCheckNodePort'];
  if (health && !(type === 'LoadBalancer' && policy === 'Local')) {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    causes.push(invalid(`${path}.healthCheckNodePort`, health, detail));
  }
  if (health && causes.length === 0) {
    causes.push(...wrongPort(Number(health)).map((one) => invalid(`${path}.healthCheckNodePort`, health, one)));
  }
  return [...ofBalancers(value, path), ...balancer(value, path), ...causes];
};

/** What only Services with a balancer can have. */
function ofBalancers(value: JsonObject, path: string): readonly FieldCause[] {
  if (value['type'] === 'LoadBalancer') return [];
  return [
    ...(value['allocateLoadBalancerNodePorts'] === undefined
      ? []
      : [forbidden(`${path}.allocateLoadBalancerNodePorts`, OF_BALANCERS)]),
  ];
}

function balancer(value: JsonObject, path: string): readonly FieldCause[] {
  const name = value['loadBalancerClass'];
  const field = `${path}.loadBalancerClass`;
  if (typeof name !== 'string') return [];
  if (value['type'] !== 'LoadBalancer') return [forbidden(field, "may only be used when `type` is 'LoadBalancer'")];
  return invalidName(field, name, wrongQualifiedName(name));
}

/** Ports of nodes are those of Services that have them. */
const nodePorts: Rule = ({ value, path }) => {
  const type = textAt(value, 'type') ?? '';
  const list = isList(value['ports']) ? value['ports'] : [];
  const seen = new Set<string>();
  return list.flatMap((port, index): readonly FieldCause[] => {
    const [nodePort, field] = [memberAt(port, 'nodePort'), `${path}.ports[${index}].nodePort`];
    if (!nodePort) return [];
    if (type === 'ClusterIP') return [forbidden(field, "may not be used when `type` is 'ClusterIP'")];
    const key = `${textAt(port, 'protocol')} ${nodePort}`;
    const repeated = seen.has(key) ? [duplicate(field, nodePort)] : [];
    seen.add(key);
    return repeated;
  });
};

const affinity: FieldRule = (value, path) => {
  const seconds = memberAt(value, 'clientIP', 'timeoutSeconds');
  if (!isObject(value) || seconds === undefined) return [];
  const fits = Number(seconds) > 0 && Number(seconds) <= LONGEST_AFFINITY;
  const detail = `must be greater than 0 and less than ${LONGEST_AFFINITY}`;
  return fits ? [] : [invalid(`${path}.clientIP.timeoutSeconds`, seconds, detail)];
};

const sourceRanges: FieldRule = (value, path, input) => {
  const field = path.replace(/loadBalancer/, 'LoadBalancer');
  const unused = input.value['type'] !== 'LoadBalancer' && !isBlank(value);
  return [
    ...(unused ? [forbidden(field, OF_BALANCERS)] : []),
    ...each(text((given) => wrongCidr(given.trim())))(value, field, input),
  ];
};

const externalIps: FieldRule = (value, path) =>
  (isList(value) ? value : []).flatMap((item, index) => {
    const address = String(item);
    const wrong = wrongIp(address);
    const loop = /^127\./.test(address) || address === '::1';
    const sentences = loop ? [...wrong, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'] : wrong;
    return invalidName(`${path}[${index}]`, address, sentences);
  });

const targetPort: FieldRule = (value, path, input) =>
  value === undefined || input.value['port'] === undefined ? [] : portOrName(value, path, input);

const portNumber: FieldRule = (value, path) => {
  const given = Number(value ?? 0);
  return given >= 1 && given <= HIGHEST_PORT ? [] : wrongPort(given).map((sentence) => invalid(path, given, sentence));
};

const appProtocol: FieldRule = (value, path) =>
  typeof value === 'string' ? invalidName(path, value, wrongQualifiedName(value)) : [];

/** Without a selector and an address, whoever makes the endpoints decides on families. */
function isFree({ value }: RuleInput): boolean {
  return value['clusterIP'] === 'None' && isBlank(value['selector']);
}

const OF_NAMES = 'may not be set for ExternalName services';

/** What belongs to addresses is refused where a Service is another name for something outside. */
function addressed(rule: FieldRule): FieldRule {
  return (value, path, input) => {
    if (input.value['type'] !== 'ExternalName') return rule(value, path, input);
    return value === undefined || (isList(value) && value.length === 0) ? [] : [forbidden(path, OF_NAMES)];
  };
}

const families: FieldRule = (value, path, input) =>
  (isList(value) ? value : []).flatMap((family, index) => {
    const known = family === 'IPv4' || family === 'IPv6';
    const odd = known ? [] : [unsupported(`${path}[${index}]`, family, ['IPv4', 'IPv6'])];
    if (isList(value) && value.indexOf(family) < index) return [...odd, duplicate(`${path}[${index}]`, family)];
    if (!known) return odd;
    return family === 'IPv6' && !isFree(input)
      ? [invalid(`${path}[${index}]`, family, 'not configured on this cluster')]
      : [];
  });

const familyPolicy: FieldRule = (value, path, input) => {
  const causes = word('PreferDualStack', 'RequireDualStack', 'SingleStack')(value, path, input);
  if (causes.length > 0 || value !== 'RequireDualStack' || isFree(input)) return causes;
  return [invalid(path, value, 'this cluster is not configured for dual-stack services')];
};

export const SERVICE_RULES: Rules = {
  'core/v1.ServiceSpec': {
    first: (input) => [...headless(input), ...externalName(input)],
    fields: {
      ports,
      selector: (value, path) => labelCauses(path, value),
      sessionAffinity: neededWord('ClientIP', 'None'),
      type: neededWord('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'),
      externalIPs: externalIps,
      externalTrafficPolicy: () => [],
      internalTrafficPolicy: word('Cluster', 'Local'),
      ipFamilies: addressed(families),
      ipFamilyPolicy: addressed(familyPolicy),
      loadBalancerSourceRanges: sourceRanges,
      sessionAffinityConfig: affinity,
      trafficDistribution: word('PreferClose', 'PreferSameZone', 'PreferSameNode'),
    },
    last: (input) => [...addresses(input), ...nodePorts(input), ...samePorts(input), ...traffic(input)],
  },
  'core/v1.ServicePort': {
    order: ['name', 'port', 'protocol', 'targetPort'],
    fields: { name: () => [], port: portNumber, protocol: neededWord('SCTP', 'TCP', 'UDP'), targetPort, appProtocol },
  },
};
