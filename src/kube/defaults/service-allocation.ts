/**
 * What a Service gets from the cluster: addresses and node ports at its creation, and what of them stays when it changes.
 * Source: `pkg/registry/core/service` (patchAllocatedValues, dropTypeDependentFields, normalizeClusterIPs, alloc).
 */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';

export interface ServiceInput {
  /** A free address for a Service that has none of its own. */
  readonly clusterIp: () => string;
  /** A free node port besides those that this write has already. */
  readonly nodePort: (given: readonly number[]) => number;
}

/** A new Service with what it needs. */
export function allocateService(service: JsonObject, input: ServiceInput, { shares = true } = {}): JsonObject {
  const spec = specOf(service);
  if (!needsAddress(spec)) return service;
  const list = isList(spec['clusterIPs']) ? spec['clusterIPs'] : [];
  // A list without the single address is refused for that.
  if (!textAt(spec, 'clusterIP') && list.length > 0) return service;
  const address = textAt(spec, 'clusterIP') || input.clusterIp();
  const selectorless = address === 'None' && !isObject(spec['selector']);
  const addressed = {
    ...spec,
    clusterIP: address,
    clusterIPs: list.length > 0 ? list : [address],
    ipFamilies: spec['ipFamilies'] ?? (selectorless ? ['IPv4', 'IPv6'] : [address.includes(':') ? 'IPv6' : 'IPv4']),
    ipFamilyPolicy: spec['ipFamilyPolicy'] ?? (selectorless ? 'RequireDualStack' : 'SingleStack'),
  };
  return { ...service, spec: withPorts(addressed, input, shares) };
}

/** A changed Service: keeps what it had, loses what its type no longer has, gets what it newly needs. */
export function reallocateService(service: JsonObject, old: JsonObject, input: ServiceInput): JsonObject {
  const before = specOf(old);
  const kept = keptValues(specOf(service), before);
  const spec = withoutLeftovers(inStep(kept, before), before);
  return allocateService({ ...service, spec }, input, { shares: false });
}

function specOf(service: JsonObject): JsonObject {
  return isObject(service['spec']) ? service['spec'] : {};
}

function needsAddress(spec: JsonObject): boolean {
  return spec['type'] !== 'ExternalName';
}

function needsNodePorts(spec: JsonObject): boolean {
  return (
    spec['type'] === 'NodePort' || (spec['type'] === 'LoadBalancer' && spec['allocateLoadBalancerNodePorts'] !== false)
  );
}

function needsHealthCheck(spec: JsonObject): boolean {
  return spec['type'] === 'LoadBalancer' && spec['externalTrafficPolicy'] === 'Local';
}

function isExternal(spec: JsonObject): boolean {
  const ips = spec['externalIPs'];
  const reached = spec['type'] === 'ClusterIP' && isList(ips) && ips.length > 0;
  return spec['type'] === 'LoadBalancer' || spec['type'] === 'NodePort' || reached;
}

/** A new port with the number of another shares its node port. A dry run counts on from what it gave before. */
function withPorts(spec: JsonObject, input: ServiceInput, shares: boolean): JsonObject {
  const ports = isList(spec['ports']) ? spec['ports'] : [];
  const asked = ports
    .map((port) => memberAt(port, 'nodePort'))
    .filter((port) => typeof port === 'number' && port !== 0);
  const given: number[] = asked.map(Number);
  const next = (): number => {
    const port = input.nodePort(given);
    given.push(port);
    return port;
  };
  const shared = new Map<Json | undefined, Json>();
  const known = (number: Json | undefined): Json | undefined =>
    shared.get(number) ??
    memberAt(
      ports.find((port) => memberAt(port, 'port') === number && memberAt(port, 'nodePort')),
      'nodePort',
    );
  const numbered = (port: Json): Json => {
    if (!isObject(port) || port['nodePort']) return port;
    const nodePort = (shares ? known(port['port']) : undefined) ?? next();
    shared.set(port['port'], nodePort);
    return { ...port, nodePort };
  };
  return {
    ...spec,
    ...(needsNodePorts(spec) && isList(spec['ports']) && { ports: ports.map(numbered) }),
    ...(needsHealthCheck(spec) && !spec['healthCheckNodePort'] && { healthCheckNodePort: next() }),
  };
}

/** What was allocated stays when a client leaves it out. */
function keptValues(spec: JsonObject, before: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  if (needsAddress(spec) && needsAddress(before)) {
    const same = !spec['clusterIP'] || spec['clusterIP'] === before['clusterIP'];
    if (!spec['clusterIP'] && before['clusterIP']) kept['clusterIP'] = before['clusterIP'];
    if (same && !isList(spec['clusterIPs']) && before['clusterIPs']) kept['clusterIPs'] = before['clusterIPs'];
    for (const name of ['ipFamilies', 'ipFamilyPolicy']) {
      if (spec[name] === undefined && before[name] !== undefined) kept[name] = before[name] ?? null;
    }
  }
  if (needsNodePorts(spec) && needsNodePorts(before)) kept['ports'] = withKnownPorts(spec['ports'], before['ports']);
  if (needsHealthCheck(spec) && needsHealthCheck(before) && !spec['healthCheckNodePort']) {
    kept['healthCheckNodePort'] = before['healthCheckNodePort'] ?? 0;
  }
  return { ...spec, ...kept };
}

function withKnownPorts(ports: Json | undefined, before: Json | undefined): Json {
  if (!isList(ports)) return ports ?? null;
  const used = new Set(ports.map((port) => memberAt(port, 'nodePort')));
  return ports.map((port) => {
    const same = isList(before) ? before.find((one) => isSamePort(one, port)) : undefined;
    const nodePort = memberAt(same, 'nodePort');
    if (!isObject(port) || port['nodePort'] || nodePort === undefined || used.has(nodePort)) return port;
    return { ...port, nodePort };
  });
}

function isSamePort(one: Json, other: Json): boolean {
  return ['port', 'protocol'].every((name) => memberAt(one, name) === memberAt(other, name));
}

/** A client that knows `clusterIP` only changes the first of `clusterIPs` with it. */
function inStep(spec: JsonObject, before: JsonObject): JsonObject {
  const [address, list] = [spec['clusterIP'], spec['clusterIPs']];
  if (!needsAddress(spec) || address === before['clusterIP'] || !jsonEqual(list, before['clusterIPs'])) return spec;
  if (!isList(list) || !address) return spec;
  return { ...spec, clusterIPs: [address, ...list.slice(1)] };
}

/** What another type of Service had goes where the update did not touch it. */
function withoutLeftovers(spec: JsonObject, before: JsonObject): JsonObject {
  const lost = (needs: (spec: JsonObject) => boolean) => needs(before) && !needs(spec);
  const leftovers = [
    ...(lost(needsAddress) ? ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy'] : []),
    ...(lost(isExternal) ? ['externalTrafficPolicy'] : []),
    ...(lost(needsHealthCheck) ? ['healthCheckNodePort'] : []),
    ...(spec['type'] === 'LoadBalancer' ? [] : ['loadBalancerClass', 'allocateLoadBalancerNodePorts']),
  ].filter((name) => jsonEqual(spec[name], before[name]));
  const rest = Object.fromEntries(Object.entries(spec).filter(([name]) => !leftovers.includes(name)));
  return lost(needsNodePorts) ? { ...rest, ports: withoutNodePorts(spec['ports'], before['ports']) } : rest;
}

function withoutNodePorts(ports: Json | undefined, before: Json | undefined): Json {
  if (!isList(ports)) return ports ?? null;
  return ports.map((port, index) => {
    const old = isList(before) ? memberAt(before[index], 'nodePort') : undefined;
    if (!isObject(port) || port['nodePort'] === undefined || port['nodePort'] !== old) return port;
    return Object.fromEntries(Object.entries(port).filter(([name]) => name !== 'nodePort'));
  });
}
