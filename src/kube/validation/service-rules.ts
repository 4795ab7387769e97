/** Services: addresses, ports, traffic. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongQualifiedName } from '../object/names.ts';
import { duplicate, forbidden, invalid, invalidName, required, unsupported } from './causes.ts';
import { anything, dnsLabel, dnsSubdomain, each, neededWord, portOrName, text, word } from './field-rules.ts';
import { NOT_AN_IP, wrongCidr, wrongIp, wrongPort } from './formats.ts';
import { isIP } from './ip-address.ts';
import { labelCauses } from './metadata.ts';
import { type FieldRule, isBlank, type Rule, type RuleInput, type Rules } from './rule.ts';

const OF_BALANCERS = "may only be used when `type` is 'LoadBalancer'";
const LONGEST_AFFINITY = 86_400;
const HIGHEST_PORT = 65_535;

/** Addresses and families, which a Service that is another name for something outside has none of. */
const addresses: FieldRule = (_, __, { object }) => serviceAddressCauses(object);

function firstAddress(value: JsonObject, list: readonly Json[], field: string): readonly FieldCause[] {
  const first = textAt(value, 'clusterIP') ?? '';
  if (list.length === 0 || (first === list[0] && first !== '')) return [];
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
  const type = object['kind'] === 'Service' ? textAt(object, 'spec', 'type') : undefined;
  const ports = type === 'NodePort' || type === 'LoadBalancer' ? memberAt(object, 'spec', 'ports') : undefined;
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
  const formed = [
    ...firstAddress(value, list, 'spec.clusterIPs'),
    ...families(value['ipFamilies'], 'spec.ipFamilies', input),
    ...familyPolicy(value['ipFamilyPolicy'], 'spec.ipFamilyPolicy', input),
    ...addressCauses(value, list, 'spec.clusterIPs'),
  ];
  return formed.length > 0 ? formed : unservedCauses(input);
}

/** What this cluster, which has one family of addresses, does not have. */
function unservedCauses(input: RuleInput): readonly FieldCause[] {
  if (isFree(input)) return [];
  const { ipFamilies, ipFamilyPolicy } = input.value;
  const odd = (isList(ipFamilies) ? ipFamilies : []).flatMap((family, index) =>
    family === 'IPv6' ? [invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')] : [],
  );
  if (ipFamilyPolicy !== 'RequireDualStack') return odd;
  return [
    ...odd,
    invalid('spec.ipFamilyPolicy', ipFamilyPolicy, 'this cluster is not configured for dual-stack services'),
  ];
}

/** Services without an address of their own have no balancer and no port of nodes. */
const headless: Rule = ({ value, path }) => {
  const type = textAt(value, 'type') ?? '';
  if (value['clusterIP'] !== 'None' || (type !== 'LoadBalancer' && type !== 'NodePort')) return [];
  return [invalid(`${path}.clusterIPs[0]`, 'None', `may not be set to 'None' for ${type} services`)];
};

const OF_NAMES = 'may not be set for ExternalName services';

const externalName: Rule = ({ value, path }) => {
  if (value['type'] !== 'ExternalName') return [];
  const given = ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy'].filter((name) => !isBlank(value[name]));
  const name = textAt(value, 'externalName') ?? '';
  const field = `${path}.externalName`;
  const unnamed = !isBlank(value['clusterIP']) && !given.includes('clusterIPs') ? ['clusterIPs'] : [];
  return [
    ...[...unnamed, ...given].map((part) => forbidden(`${path}.${part}`, OF_NAMES)),
    ...(name === '' ? [required(field)] : invalidName(field, name, dnsSubdomain(name.replace(/\.$/, '')))),
  ];
};

const needsPorts: Rule = ({ value, path }) => {
  const optional = value['clusterIP'] === 'None' || value['type'] === 'ExternalName';
  return optional || !isBlank(value['ports']) ? [] : [required(`${path}.ports`)];
};

/** Names of several ports differ. */
const portName: FieldRule = (value, path, { value: port, outer }) => {
  const list = outer?.value['ports'];
  const all = isList(list) ? list : [];
  const name = typeof value === 'string' ? value : '';
  if (name === '') return all.length > 1 ? [required(path)] : [];
  const repeated = all.slice(0, all.indexOf(port)).some((other) => textAt(other, 'name') === name);
  return [...invalidName(path, name, dnsLabel(name)), ...(repeated ? [duplicate(path, name)] : [])];
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
  const reached = type === 'ClusterIP' && !isBlank(value['externalIPs']);
  const external = type === 'LoadBalancer' || type === 'NodePort' || reached;
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
  return causes;
};

/** What only Services with a balancer can have. */
const ofBalancers: FieldRule = (value, path, input) =>
  value === undefined || input.value['type'] === 'LoadBalancer' ? [] : [forbidden(path, OF_BALANCERS)];

/** The class of a balancer. */
export const balancerClass: FieldRule = (value, path, input) => {
  if (typeof value !== 'string') return [];
  if (input.value['type'] !== 'LoadBalancer') return [forbidden(path, OF_BALANCERS)];
  return invalidName(path, value, wrongQualifiedName(value));
};

/** Ports of nodes are those of Services that have them. */
const nodePorts: Rule = ({ value, path }) => {
  const type = textAt(value, 'type') ?? '';
  const list = isList(value['ports']) ? value['ports'] : [];
  const seen = new Set<string>();
  const field = (index: number) => `${path}.ports[${index}].nodePort`;
  const unused = list.flatMap((port, index) =>
    type === 'ClusterIP' && memberAt(port, 'nodePort')
      ? [forbidden(field(index), "may not be used when `type` is 'ClusterIP'")]
      : [],
  );
  const repeated = list.flatMap((port, index): readonly FieldCause[] => {
    const nodePort = memberAt(port, 'nodePort');
    if (!nodePort) return [];
    const key = `${textAt(port, 'protocol')} ${nodePort}`;
    const known = seen.has(key);
    seen.add(key);
    return known ? [duplicate(field(index), nodePort)] : [];
  });
  return [...unused, ...repeated];
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

const families: FieldRule = (value, path, _input) =>
  (isList(value) ? value : []).flatMap((family, index) => {
    const known = family === 'IPv4' || family === 'IPv6';
    const odd = known ? [] : [unsupported(`${path}[${index}]`, family, ['IPv4', 'IPv6'])];
    if (isList(value) && value.indexOf(family) < index) return [...odd, duplicate(`${path}[${index}]`, family)];
    return odd;
  });

const familyPolicy: FieldRule = word('PreferDualStack', 'RequireDualStack', 'SingleStack');

/** In which the server looks at the parts of a Service. */
const SPEC_ORDER = [
  'ports',
  'selector',
  'sessionAffinity',
  'sessionAffinityConfig',
  'clusterIPs',
  'externalIPs',
  'type',
  'loadBalancerSourceRanges',
  'allocateLoadBalancerNodePorts',
  'loadBalancerClass',
  'externalTrafficPolicy',
  'internalTrafficPolicy',
  'trafficDistribution',
];

export const SERVICE_RULES: Rules = {
  'core/v1.ServiceSpec': {
    first: (input) => [...needsPorts(input), ...headless(input), ...externalName(input)],
    order: SPEC_ORDER,
    fields: {
      selector: (value, path) => labelCauses(path, value),
      sessionAffinity: neededWord('ClientIP', 'None'),
      sessionAffinityConfig: affinity,
      clusterIPs: addresses,
      externalIPs: externalIps,
      type: neededWord('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'),
      loadBalancerSourceRanges: sourceRanges,
      allocateLoadBalancerNodePorts: ofBalancers,
      loadBalancerClass: balancerClass,
      externalTrafficPolicy: (_, __, input) => traffic(input),
      internalTrafficPolicy: word('Cluster', 'Local'),
      trafficDistribution: word('PreferClose', 'PreferSameZone', 'PreferSameNode'),
      ipFamilies: anything,
      ipFamilyPolicy: anything,
    },
    after: { type: (input) => [...nodePorts(input), ...samePorts(input)] },
  },
  'core/v1.ServicePort': {
    order: ['name', 'port', 'protocol', 'targetPort', 'appProtocol'],
    fields: { name: portName, port: portNumber, protocol: neededWord('SCTP', 'TCP', 'UDP'), targetPort, appProtocol },
  },
};
