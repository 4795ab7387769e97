/** Ingresses: hosts, paths, backends; their classes. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongPathSegment } from '../object/names.ts';
import { forbidden, invalid, invalidName, required, tooLong, unsupported } from './causes.ts';
import { domainPathCauses } from './domain-path.ts';
import { anything, dnsLabel, dnsSubdomain, each, ifAny, ifPresent, must, serviceLabel } from './field-rules.ts';
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
const backend: Rule = ({ value, path: place, outer }) => {
  // Nobody looks at the rest of a path without a type.
  if (
    outer?.value['paths'] === undefined &&
    /\.paths\[\d+\]\.backend$/.test(place) &&
    (outer?.value['pathType'] ?? null) === null
  )
    return [];
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
    ...['kind', 'name'].flatMap((name) => {
      const given = textAt(resource, name) ?? '';
      const field = `${place}.${name}`;
      return given === '' ? [required(field)] : invalidName(field, given, wrongPathSegment(given));
    }),
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

const LONGEST_CONTROLLER = 250;

const controller: FieldRule = (value, field) => {
  const name = typeof value === 'string' ? value : '';
  return [
    ...(name.length > LONGEST_CONTROLLER ? [tooLong(field, LONGEST_CONTROLLER)] : []),
    ...domainPathCauses(name, field),
  ];
};

/** Parameters of a class are those of a namespace or of the cluster. */
const parameters: Rule = ({ value, path: place }) => {
  const { scope, namespace } = value;
  const field = `${place}.namespace`;
  const scopes = ['Cluster', 'Namespace'];
  const causes = resourceCauses(value, place);
  if (scope === undefined) return [...causes, required(`${place}.scope`)];
  if (!scopes.includes(String(scope))) return [...causes, unsupported(`${place}.scope`, scope, scopes)];
  if (scope === 'Cluster') {
    return namespace === undefined ? causes : [...causes, forbidden(field, "`parameters.scope` is set to 'Cluster'")];
  }
  if (typeof namespace !== 'string') {
    return [...causes, required(field, "`parameters.scope` is set to 'Namespace'")];
  }
  return [...causes, ...invalidName(field, namespace, dnsLabel(namespace))];
};

/** What an address belongs to. */
const parentRef: Rule = ({ value, path: place }) => {
  const at = (name: string): string => textAt(value, name) ?? '';
  const segment = (name: string) => invalidName(`${place}.${name}`, at(name), wrongPathSegment(at(name)));
  return [
    ...(at('group') === '' ? [] : invalidName(`${place}.group`, at('group'), dnsSubdomain(at('group')))),
    ...['resource', 'name'].flatMap((name) => (at(name) === '' ? [required(`${place}.${name}`)] : segment(name))),
    ...segment('namespace'),
  ];
};

export const INGRESS_RULES: Rules = {
  'networking/v1.IngressSpec': {
    first: spec,
    order: ['defaultBackend', 'rules', 'tls'],
    fields: { ingressClassName: ifPresent(dnsSubdomain) },
  },
  'networking/v1.IngressTLS': { fields: { hosts: tlsHosts, secretName: ifAny(dnsSubdomain) } },
  'networking/v1.IngressRule': { fields: { host } },
  'networking/v1.HTTPIngressRuleValue': { fields: { paths: must() } },
  'networking/v1.HTTPIngressPath': { first: path, fields: { pathType: anything, path: anything } },
  'networking/v1.IngressBackend': backend,
  'networking/v1.IngressServiceBackend': { fields: { name: anything } },
  'networking/v1.IngressClassSpec': { fields: { controller } },
  'networking/v1.IngressClassParametersReference': parameters,
  'networking/v1.ServiceCIDRSpec': { first: cidrs },
  'networking/v1.IPAddressSpec': {
    fields: { parentRef: (value, field) => (isObject(value) ? [] : [required(field)]) },
  },
  'networking/v1.ParentReference': parentRef,
  'core/v1.TypedLocalObjectReference': {},
};

/** One range per family. */
function cidrs({ value, path: place }: Parameters<Rule>[0]): readonly FieldCause[] {
  return cidrCauses(isList(value['cidrs']) ? value['cidrs'] : [], `${place}.cidrs`);
}

/** What is wrong with the ranges of a ServiceCIDR. */
export function cidrCauses(list: readonly Json[], field: string): readonly FieldCause[] {
  if (list.length === 0) return [required(field, 'at least one CIDR required')];
  if (list.length > 2) return [invalid(field, { CIDRs: list }, 'may only hold up to 2 values')];
  const causes = list.flatMap((one, index) => cidrText(one, `${field}[${index}]`));
  const sixes = list.filter((one) => String(one).includes(':')).length;
  if ((list.length === 2 && sixes === 1) || causes.length > 0) return causes;
  const sentence = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';
  return list.length === 2 ? [...causes, invalid(field, list, sentence)] : causes;
}

const NOT_A_RANGE = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

function cidrText(one: Json, field: string): readonly FieldCause[] {
  const [address = '', length = ''] = String(one).split('/');
  return isIP(address) && /^\d+$/.test(length) ? [] : [invalid(field, one, NOT_A_RANGE)];
}
