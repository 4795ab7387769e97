/** Cells of Services, Endpoints, Ingresses and their kin. */
import { type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import type { CellFunctions } from './cell-functions.ts';
import { firstThree, labelsText, listOf, NONE, numberOf, objectOf, selectorText, textOf, UNSET } from './reading.ts';

function externalAddress(service: JsonObject): string {
  const type = textOf(service, 'spec', 'type');
  const own = listOf(service, 'spec', 'externalIPs').map(String);
  if (type === 'ExternalName') return textOf(service, 'spec', 'externalName');
  if (type !== 'LoadBalancer') return own.length > 0 ? own.join(',') : NONE;
  const balanced = balancerAddresses(service);
  return [...balanced, ...own].join(',') || '<pending>';
}

function balancerAddresses(object: JsonObject): readonly string[] {
  const all = listOf(object, 'status', 'loadBalancer', 'ingress');
  const addresses = all.map((one) => textOf(one, 'ip') || textOf(one, 'hostname')).filter((one) => one !== '');
  return [...new Set(addresses)].toSorted();
}

function portText(port: Json): string {
  const node = numberOf(port, 'nodePort');
  return `${numberOf(port, 'port')}${node > 0 ? `:${node}` : ''}/${textOf(port, 'protocol')}`;
}

function endpointsText(object: JsonObject): string {
  const subsets = listOf(object, 'subsets');
  if (subsets.length === 0) return NONE;
  const parts = subsets.flatMap((subset) => {
    const addresses = listOf(subset, 'addresses').map((one) => textOf(one, 'ip'));
    const ports = listOf(subset, 'ports');
    return ports.length === 0
      ? addresses
      : ports.flatMap((port) =>
          addresses.map((ip) => `${ip.includes(':') ? `[${ip}]` : ip}:${numberOf(port, 'port')}`),
        );
  });
  return firstThree(parts, ',');
}

/** By its number, else by its name, which may be empty. */
function slicePort(port: Json): string {
  const [number, name] = [memberAt(port, 'port'), memberAt(port, 'name')];
  return String(number ?? name ?? '*');
}

function slicePorts(object: JsonObject): string {
  const ports = listOf(object, 'ports').map((port) => slicePort(port));
  return ports.length === 0 ? UNSET : firstThree(ports, ',');
}

function sliceAddresses(object: JsonObject): string {
  const addresses = listOf(object, 'endpoints').flatMap((endpoint) => listOf(endpoint, 'addresses').map(String));
  return addresses.length === 0 ? UNSET : firstThree(addresses, ',');
}

function hosts(ingress: JsonObject): string {
  const named = listOf(ingress, 'spec', 'rules')
    .map((rule) => textOf(rule, 'host'))
    .filter((host) => host !== '');
  return named.length === 0 ? '*' : firstThree(named, ',');
}

export const NETWORK_CELLS: Readonly<Record<string, CellFunctions>> = {
  'v1 Service': {
    Type: (object) => textOf(object, 'spec', 'type'),
    'Cluster-IP': (object) => textOf(object, 'spec', 'clusterIP') || NONE,
    'External-IP': externalAddress,
    'Port(s)': (object) => listOf(object, 'spec', 'ports').map(portText).join(',') || NONE,
    Selector: (object) => labelsText(objectOf(object, 'spec', 'selector')),
  },
  'v1 Endpoints': { Endpoints: endpointsText },
  'discovery.k8s.io/v1 EndpointSlice': {
    AddressType: (object) => textOf(object, 'addressType'),
    Ports: slicePorts,
    Endpoints: sliceAddresses,
  },
  'networking.k8s.io/v1 Ingress': {
    Class: (object) => textOf(object, 'spec', 'ingressClassName') || NONE,
    Hosts: hosts,
    Address: (object) => balancerAddresses(object).join(','),
    Ports: (object) => (listOf(object, 'spec', 'tls').length > 0 ? '80, 443' : '80'),
  },
  'networking.k8s.io/v1 IngressClass': {
    Controller: (object) => textOf(object, 'spec', 'controller'),
    Parameters: (object) => {
      const parameters = memberAt(object, 'spec', 'parameters');
      if (parameters === undefined) return NONE;
      const group = textOf(parameters, 'apiGroup');
      return `${textOf(parameters, 'kind')}${group === '' ? '' : `.${group}`}/${textOf(parameters, 'name')}`;
    },
  },
  'networking.k8s.io/v1 NetworkPolicy': {
    'Pod-Selector': (object) => selectorText(memberAt(object, 'spec', 'podSelector')),
  },
  'networking.k8s.io/v1 IPAddress': {
    ParentRef: (object) => {
      const parent = memberAt(object, 'spec', 'parentRef');
      if (parent === undefined) return NONE;
      const resource = ['resource', 'group'].map((name) => textOf(parent, name)).filter((name) => name !== '');
      const namespace = textOf(parent, 'namespace');
      return `${resource.join('.').toLowerCase()}${namespace && `/${namespace}`}/${textOf(parent, 'name')}`;
    },
  },
  'networking.k8s.io/v1 ServiceCIDR': { CIDRs: (object) => listOf(object, 'spec', 'cidrs').map(String).join(',') },
};
