/** Ingresses: hosts, paths, backends; their classes. */
import { isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, invalidName, required } from './causes.ts';
import { anything, dnsSubdomain, each, ifAny, ifPresent, must, serviceLabel } from './field-rules.ts';
import { wrongPort, wrongPortName, wrongWildcardSubdomain } from './formats.ts';
import { isIP } from './ip-address.ts';
import { type FieldRule, isBlank, type Rule, type Rules } from './rule.ts';

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const FORBIDDEN_PARTS = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_ENDS = ['/..', '/.'];

/** Names may start with a wildcard; addresses are no names. */
const host: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  if (name === '') return [];
  if (isIP(name)) return [invalid(path, name, 'must be a DNS name, not an IP address')];
  return invalidName(path, name, name.includes('*') ? wrongWildcardSubdomain(name) : dnsSubdomain(name));
};

const tlsHosts = each((value, path) => {
  const name = String(value ?? '');
  return invalidName(path, name, name.includes('*') ? wrongWildcardSubdomain(name) : dnsSubdomain(name));
});

const path: Rule = ({ value, path: place }) => {
  const type = textAt(value, 'pathType');
  if (type === undefined) return [required(`${place}.pathType`, 'pathType must be specified')];
  if (!PATH_TYPES.includes(type)) {
    const message = `Unsupported value: ${JSON.stringify(type)}: supported values: ${PATH_TYPES.map((one) => JSON.stringify(one)).join(', ')}`;
    return [{ field: `${place}.pathType`, message, reason: 'FieldValueNotSupported' }];
  }
  return pathCauses(textAt(value, 'path') ?? '', type, `${place}.path`);
};

function pathCauses(given: string, type: string, field: string): readonly FieldCause[] {
  if (type === 'ImplementationSpecific') {
    return given === '' || given.startsWith('/') ? [] : [invalid(field, given, 'must be an absolute path')];
  }
  if (!given.startsWith('/')) return [invalid(field, given, 'must be an absolute path')];
  if (given === '') return [];
  const causes = FORBIDDEN_PARTS.filter((part) => given.includes(part)).map((part) =>
    invalid(field, given, `must not contain '${part}'`),
  );
  const ends = FORBIDDEN_ENDS.filter((end) => given.endsWith(end)).map((end) =>
    invalid(field, given, `cannot end with '${end}'`),
  );
  return [...causes, ...ends];
}

/** A Service's port or another object. */
const backend: Rule = ({ value, path: place }) => {
  const { service, resource } = value;
  if (isObject(service) && isObject(resource))
    return [invalid(place, '', 'cannot set both resource and service backends')];
  if (isObject(resource)) return resourceCauses(resource, `${place}.resource`);
  if (!isObject(service)) return [invalid(place, '', 'resource or service backend is required')];
  return serviceCauses(service, place);
};

function resourceCauses(resource: Json, place: string): readonly FieldCause[] {
  const group = memberAt(resource, 'apiGroup');
  return [
    ...(typeof group === 'string' ? invalidName(`${place}.apiGroup`, group, dnsSubdomain(group)) : []),
    ...['kind', 'name'].filter((name) => !textAt(resource, name)).map((name) => required(`${place}.${name}`)),
  ];
}

function serviceCauses(service: Json, place: string): readonly FieldCause[] {
  const name = textAt(service, 'name') ?? '';
  const causes =
    name === ''
      ? [required(`${place}.service.name`)]
      : [...invalidName(`${place}.service.name`, name, serviceLabel(name))];
  const [portName, number] = [textAt(service, 'port', 'name') ?? '', Number(memberAt(service, 'port', 'number') ?? 0)];
  if (portName !== '' && number !== 0)
    return [...causes, invalid(place, '', 'cannot set both port name & port number')];
  if (portName !== '')
    return [...causes, ...invalidName(`${place}.service.port.name`, portName, wrongPortName(portName))];
  if (number === 0) return [...causes, required(place, 'port name or number is required')];
  return [...causes, ...wrongPort(number).map((sentence) => invalid(`${place}.service.port.number`, number, sentence))];
}

const spec: Rule = ({ value, path: place }) => {
  if (!isBlank(value['rules']) || value['defaultBackend'] !== undefined) return [];
  return [invalid(place, value['rules'] ?? null, 'either `defaultBackend` or `rules` must be specified')];
};

const CONTROLLER = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

const controller: FieldRule = (value, field) => {
  const name = typeof value === 'string' ? value : '';
  if (name === '') return [required(field)];
  return CONTROLLER.test(name) ? [] : [invalid(field, name, 'must be a domain-prefixed path (such as "acme.io/foo")')];
};

export const INGRESS_RULES: Rules = {
  'networking/v1.IngressSpec': { first: spec, fields: { ingressClassName: ifPresent(dnsSubdomain) } },
  'networking/v1.IngressTLS': { fields: { hosts: tlsHosts, secretName: ifAny(dnsSubdomain) } },
  'networking/v1.IngressRule': { fields: { host } },
  'networking/v1.HTTPIngressRuleValue': { fields: { paths: must() } },
  'networking/v1.HTTPIngressPath': { first: path, fields: { pathType: anything, path: anything } },
  'networking/v1.IngressBackend': backend,
  'networking/v1.IngressServiceBackend': { fields: { name: anything } },
  'networking/v1.IngressClassSpec': { fields: { controller } },
  'networking/v1.IngressClassParametersReference': {
    fields: { apiGroup: ifPresent(dnsSubdomain), kind: must(), name: must() },
  },
  'networking/v1.ServiceCIDRSpec': { first: cidrs },
  'networking/v1.IPAddressSpec': {
    fields: { parentRef: (value, field) => (isObject(value) ? [] : [required(field)]) },
  },
  'networking/v1.ParentReference': { fields: { resource: must(), name: must() } },
  'core/v1.TypedLocalObjectReference': {},
};

/** One range per family. */
function cidrs({ value, path: place }: Parameters<Rule>[0]): readonly FieldCause[] {
  const given = value['cidrs'];
  const list = Array.isArray(given) ? (given as readonly Json[]) : [];
  if (list.length === 0) return [required(`${place}.cidrs`, 'at least one CIDR required')];
  const causes = list.flatMap((one, index) => cidrText(one, `${place}.cidrs[${index}]`));
  const sixes = list.filter((one) => String(one).includes(':')).length;
  if (list.length === 2 && sixes === 1) return causes;
  const sentence = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';
  return list.length === 2 ? [...causes, invalid(`${place}.cidrs`, list, sentence)] : causes;
}

const NOT_A_RANGE = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

function cidrText(one: Json, field: string): readonly FieldCause[] {
  const [address = '', length = ''] = String(one).split('/');
  return isIP(address) && /^\d+$/.test(length) ? [] : [invalid(field, one, NOT_A_RANGE)];
}
