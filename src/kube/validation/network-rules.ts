/** Network policies and endpoints. */
import { isList, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, forbidden, invalid, required, tooMany } from './causes.ts';
import {
  anything,
  dnsLabel,
  dnsSubdomain,
  each,
  ifAny,
  ifPresent,
  labelValue,
  neededWord,
  presentMembers,
  qualifiedName,
  word,
} from './field-rules.ts';
import { NOT_AN_IP, wrongCidr, wrongIp, wrongPort, wrongPortName } from './formats.ts';
import { isIPv4, isIPv6 } from './ip-address.ts';
import { type FieldRule, isBlank, type Rule, type Rules } from './rule.ts';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const PEERS = ['podSelector', 'namespaceSelector', 'ipBlock'];

const policyPort: FieldRule = (value, path) => {
  if (value === undefined) return [];
  if (typeof value === 'string') return wrongPortName(value).map((sentence) => invalid(path, value, sentence));
  return wrongPort(Number(value)).map((sentence) => invalid(path, value, sentence));
};

/** Up to a number that is not below the port. */
const endPort: FieldRule = (value, path, { value: rule }) => {
  if (value === undefined) return [];
  const from = rule['port'];
  if (from === undefined) return [invalid(path, value, 'may not be specified when `port` is not specified')];
  if (typeof from !== 'number') return [invalid(path, value, 'may not be specified when `port` is non-numeric')];
  const wrong = wrongPort(Number(value)).map((sentence) => invalid(path, value, sentence));
  return Number(value) < from ? [invalid(path, from, 'must be greater than or equal to `port`'), ...wrong] : wrong;
};

const policyTypes: FieldRule = (value, path, input) =>
  isList(value) && value.length > 2
    ? [invalid(path, value, 'may not specify more than two policyTypes')]
    : each(word('Ingress', 'Egress'))(value, path, input);

const peer: Rule = ({ value, path }) => {
  const given = presentMembers(value, PEERS);
  if (given.length === 0) return [required(path, 'must specify a peer')];
  return given.length > 1 && given.includes('ipBlock')
    ? [forbidden(path, 'may not specify both ipBlock and another peer')]
    : [];
};

const ipBlock: Rule = ({ value, path }) => {
  const cidr = textAt(value, 'cidr') ?? '';
  if (cidr === '') return [required(`${path}.cidr`)];
  const wrong = wrongCidr(cidr).map((sentence) => invalid(`${path}.cidr`, cidr, sentence));
  if (wrong.length > 0) return wrong;
  const except = isList(value['except']) ? value['except'] : [];
  return except.flatMap((one, index) => {
    const field = `${path}.except[${index}]`;
    const bad = wrongCidr(String(one)).map((sentence) => invalid(field, one, sentence));
    return bad.length > 0 || isWithin(String(one), cidr)
      ? bad
      : [invalid(field, one, 'must be a strict subset of `cidr`')];
  });
};

/** A smaller range inside a larger one. */
function isWithin(inner: string, outer: string): boolean {
  const [one, other] = [bitsOf(inner), bitsOf(outer)];
  return one.length > other.length && one.startsWith(other);
}

/** The fixed bits of a range. */
function bitsOf(range: string): string {
  const [address = '', length = '0'] = range.split('/');
  const groups = isIPv4(address) ? address.split('.').map((part) => Number(part)) : wholeIPv6(address);
  const width = isIPv4(address) ? 8 : 16;
  const family = isIPv4(address) ? '4' : '6';
  return `${family}${groups
    .map((group) => group.toString(2).padStart(width, '0'))
    .join('')
    .slice(0, Number(length))}`;
}

function wholeIPv6(address: string): readonly number[] {
  const [head = '', tail] = address.split('::');
  const read = (half: string) => (half === '' ? [] : half.split(':').map((group) => Number.parseInt(group, 16)));
  const [before, after] = [read(head), read(tail ?? '')];
  return tail === undefined
    ? before
    : [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

/** Addresses that no endpoint may have. */
function unfitForEndpoint(address: string): readonly string[] {
  const sentences: string[] = [];
  if (address === '0.0.0.0' || address === '::') sentences.push('may not be unspecified (0.0.0.0 or ::)');
  if (/^127\./.test(address) || address === '::1')
    sentences.push('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  if (/^169\.254\./.test(address) || /^fe[89ab]/i.test(address))
    sentences.push('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  if (/^224\.0\.0\./.test(address) || /^ff02:/i.test(address))
    sentences.push('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  return sentences;
}

/** An address of a Service's pods or of something outside. */
const endpointAddress: FieldRule = (value, path) => {
  const address = typeof value === 'string' ? value : '';
  return wrongIp(address).length > 0 ? [invalid(path, address, NOT_AN_IP)] : [];
};

/** After its name and its node the address is looked at once more. */
const fitAddress: Rule = ({ value, path }) => {
  const address = textAt(value, 'ip') ?? '';
  const sentences = wrongIp(address).length > 0 ? ['must be a valid IP address'] : unfitForEndpoint(address);
  return sentences.map((sentence) => invalid(`${path}.ip`, address, sentence));
};

const subset: Rule = ({ value, path }) =>
  isBlank(value['addresses']) && isBlank(value['notReadyAddresses'])
    ? [required(path, 'must specify `addresses` or `notReadyAddresses`')]
    : [];

const subsetPort: Rule = ({ value, path, outer }) => {
  const name = textAt(value, 'name') ?? '';
  const number = Number(value['port'] ?? 0);
  const siblings = outer?.value['ports'];
  const unnamed = name === '' && isList(siblings) && siblings.length > 1;
  return [
    ...(unnamed ? [required(`${path}.name`)] : []),
    ...(name === '' ? [] : dnsLabel(name).map((sentence) => invalid(`${path}.name`, name, sentence))),
    ...wrongPort(number).map((sentence) => invalid(`${path}.port`, number, sentence)),
  ];
};

/** Addresses of a slice are all of its family. */
const sliceAddresses: FieldRule = (value, path, { object }) => {
  if (isBlank(value)) return [required(path, 'must contain at least 1 address')];
  const type = textAt(object, 'addressType') ?? '';
  // Addresses of an unknown family are not looked at.
  if (!['FQDN', 'IPv4', 'IPv6'].includes(type)) return [];
  const list = isList(value) ? value.map(String) : [];
  return list.flatMap((address, index) => sliceAddress({ address, type, path, index }));
};

interface SliceAddress {
  readonly address: string;
  readonly type: string;
  readonly path: string;
  readonly index: number;
}

/** A name with its domain. */
function domainCauses(name: string, field: string): readonly FieldCause[] {
  if (name === '') return [required(field)];
  const wrong = dnsSubdomain(name);
  if (wrong.length > 0) return [invalid(field, name, wrong.join(','))];
  const labels = name.split('.');
  if (labels.length < 2) {
    return [invalid(field, name, 'should be a domain with at least two segments separated by dots')];
  }
  return labels.flatMap((label) =>
    dnsLabel(label).length > 0 ? [invalid(field, label, dnsLabel(label).join(','))] : [],
  );
}

function sliceAddress({ address, type, path, index }: SliceAddress): readonly FieldCause[] {
  const field = `${path}[${index}]`;
  if (type === 'FQDN') return domainCauses(address.replace(/\.$/, ''), field);
  const wrong = wrongIp(address).map((sentence) => invalid(field, address, sentence));
  if (wrong.length > 0) return wrong;
  if (type === 'IPv4' && !isIPv4(address)) return [invalid(path, address, 'must be an IPv4 address')];
  if (type === 'IPv6' && !isIPv6(address)) return [invalid(path, address, 'must be an IPv6 address')];
  return unfitForEndpoint(address).map((sentence) => invalid(field, address, sentence));
}

const slicePort: Rule = ({ value, path, outer }) => {
  const [name, field] = [textAt(value, 'name') ?? '', `${path}.name`];
  const siblings = outer?.value['ports'];
  const index = Number(/\[(\d+)\]$/.exec(path)?.[1] ?? 0);
  const before = isList(siblings) ? siblings.slice(0, index) : [];
  const twice = before.some((one) => (textAt(one, 'name') ?? '') === name);
  return [
    ...(name === '' ? [] : dnsLabel(name).map((sentence) => invalid(field, name, sentence))),
    ...(twice ? [duplicate(field, name)] : []),
  ];
};

const MOST_HINTS = 8;

/** Names for which an endpoint is meant, each once. */
function hinted(wrong: (name: string) => readonly string[]): FieldRule {
  return (value, path) => {
    const list = isList(value) ? value : [];
    if (list.length > MOST_HINTS) return [tooMany(path, list.length, MOST_HINTS)];
    const seen = new Set<string>();
    return list.flatMap((item, index): readonly FieldCause[] => {
      const name = textAt(item, 'name') ?? '';
      const field = `${path}[${index}].name`;
      const twice = seen.has(name) ? [duplicate(field, name)] : [];
      seen.add(name);
      return [...twice, ...wrong(name).map((sentence) => invalid(field, name, sentence))];
    });
  };
}

const forZones = hinted(labelValue);
const forNodes = hinted(dnsSubdomain);

export const NETWORK_RULES: Rules = {
  'networking/v1.NetworkPolicySpec': { fields: { policyTypes } },
  'networking/v1.NetworkPolicyPort': {
    fields: {
      protocol: word(...PROTOCOLS),
      // The end is looked at after a number, and before a name.
      port: (value, path, input) => {
        const end = endPort(input.value['endPort'], path.replace(/port$/, 'endPort'), input);
        const own = policyPort(value, path, input);
        return typeof value === 'string' ? [...end, ...own] : [...own, ...end];
      },
      endPort: anything,
    },
  },
  'networking/v1.NetworkPolicyPeer': { order: PEERS, last: peer },
  'networking/v1.IPBlock': ipBlock,
  'core/v1.EndpointSubset': { first: subset },
  'core/v1.EndpointAddress': {
    order: ['ip', 'hostname', 'nodeName'],
    fields: { ip: endpointAddress, nodeName: ifPresent(dnsSubdomain), hostname: ifAny(dnsLabel) },
    after: { nodeName: fitAddress },
  },
  'core/v1.EndpointPort': {
    first: subsetPort,
    fields: { port: anything, name: anything, appProtocol: ifPresent(qualifiedName) },
  },
  'discovery/v1.EndpointSlice': {
    order: ['addressType', 'ports'],
    fields: { addressType: neededWord('FQDN', 'IPv4', 'IPv6') },
  },
  'discovery/v1.Endpoint': {
    fields: { addresses: sliceAddresses, nodeName: ifPresent(dnsSubdomain), hostname: ifPresent(dnsLabel) },
  },
  'discovery/v1.EndpointHints': { fields: { forZones, forNodes } },
  'discovery/v1.ForZone': () => [],
  'discovery/v1.ForNode': () => [],
  'discovery/v1.EndpointPort': {
    first: slicePort,
    order: ['protocol', 'appProtocol'],
    fields: { protocol: word('SCTP', 'TCP', 'UDP'), appProtocol: ifPresent(qualifiedName) },
  },
};
