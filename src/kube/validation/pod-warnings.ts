/** What a server accepts in pods and their templates and yet warns of (kubernetes, api/pod). */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { milliValue, parseQuantity } from '../quantity/quantity.ts';
import { overlapWarnings } from './overlap-warnings.ts';

const OLD_VOLUMES: Readonly<Record<string, string>> = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
};
const OLD_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};
const NO_SELECTOR = 'a null labelSelector results in matching no pod';

/** Texts of warnings about the specification of a pod at `path`. */
export function podWarnings(spec: JsonObject, path: string): readonly string[] {
  const containers = containersOf(spec, path);
  const grace = spec['terminationGracePeriodSeconds'];
  return [
    ...placeWarnings(spec, path),
    ...listOf(spec['volumes']).flatMap((volume, index) => volumeWarnings(volume, `${path}.volumes[${index}]`)),
    ...overlapWarnings(listOf(spec['volumes'])),
    ...repeated(listOf(spec['hostAliases']), 'ip', (at, ip) => `${path}.hostAliases[${at}].ip: duplicate ip "${ip}"`),
    ...pullSecretWarnings(listOf(spec['imagePullSecrets']), `${path}.imagePullSecrets`),
    ...fractionWarnings(spec['overhead'], `${path}.overhead`, ['memory', 'ephemeral-storage']),
    ...containers.flatMap(({ container, field }) => containerWarnings(container, field)),
    ...portWarnings(containers),
    ...portNameWarnings(containers),
    ...(typeof grace === 'number' && grace < 0
      ? [`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
    ...affinityWarnings(spec['affinity'], `${path}.affinity`),
  ];
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function oldLabel(key: string): string | undefined {
  return Object.hasOwn(OLD_LABELS, key) ? OLD_LABELS[key] : undefined;
}

function placeWarnings(spec: JsonObject, path: string): readonly string[] {
  const selector = isObject(spec['nodeSelector']) ? Object.keys(spec['nodeSelector']) : [];
  return [
    ...selector.flatMap((key) => (oldLabel(key) ? [`${path}.nodeSelector[${key}]: ${oldLabel(key)}`] : [])),
    ...listOf(spec['topologySpreadConstraints']).flatMap((constraint, index) => {
      const field = `${path}.topologySpreadConstraints[${index}]`;
      const key = textAt(constraint, 'topologyKey') ?? '';
      const old = oldLabel(key);
      return [
        ...(old === undefined ? [] : [`${field}.topologyKey: ${key} is ${old}`]),
        ...(memberAt(constraint, 'labelSelector') === undefined ? [`${field}.labelSelector: ${NO_SELECTOR}`] : []),
      ];
    }),
  ];
}

function volumeWarnings(volume: Json, field: string): readonly string[] {
  const template = memberAt(volume, 'ephemeral', 'volumeClaimTemplate', 'spec');
  const shown = (name: string): string => (name === 'storageos' ? 'storageOS' : name);
  return [
    ...Object.entries(OLD_VOLUMES)
      .filter(([name]) => memberAt(volume, name) !== undefined)
      .map(([name, sentence]) => `${field}.${shown(name)}: ${sentence}`),
    ...(isObject(template) ? claimWarnings(template, `${field}.ephemeral.volumeClaimTemplate.spec`) : []),
  ];
}

/** Texts of warnings about the specification of a claim at `path`. */
export function claimWarnings(spec: JsonObject, path: string): readonly string[] {
  const { resources } = spec;
  return ['requests', 'limits'].flatMap((list) =>
    fractionWarnings(memberAt(resources, list), `${path}.resources.${list}`, ['storage']),
  );
}

/** Bytes come whole. */
function fractionWarnings(amounts: Json | undefined, path: string, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const amount = memberAt(amounts, name);
    const quantity = parseQuantity(amount);
    return quantity === undefined || milliValue(quantity) % 1000n === 0n
      ? []
      : [`${path}[${name}]: fractional byte value "${String(amount)}" is invalid, must be an integer`];
  });
}

function pullSecretWarnings(secrets: readonly Json[], path: string): readonly string[] {
  const empty = secrets.flatMap((secret, index) =>
    textAt(secret, 'name') ? [] : [`${path}[${index}].name: invalid empty name ""`],
  );
  const seen = new Set<string>();
  const twice = secrets.flatMap((secret, index) => {
    const name = textAt(secret, 'name') ?? '';
    const known = seen.has(name);
    seen.add(name);
    return known ? [`${path}[${index}].name: duplicate name "${name}"`] : [];
  });
  return [...twice, ...empty];
}

function repeated(
  items: readonly Json[],
  key: string,
  sentence: (index: number, value: string) => string,
): readonly string[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const value = textAt(item, key) ?? '';
    const known = seen.has(value);
    seen.add(value);
    return known ? [sentence(index, value)] : [];
  });
}

interface PlacedContainer {
  readonly container: Json;
  readonly field: string;
}

function containersOf(spec: JsonObject, path: string): readonly PlacedContainer[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    listOf(spec[list]).map((container, index) => ({ container, field: `${path}.${list}[${index}]` })),
  );
}

function containerWarnings(container: Json, field: string): readonly string[] {
  const resources = memberAt(container, 'resources');
  const fractions = ['memory', 'ephemeral-storage'].flatMap((name) =>
    ['limits', 'requests'].flatMap((list) =>
      fractionWarnings(memberAt(resources, list), `${field}.resources.${list}`, [name]),
    ),
  );
  return [...fractions, ...variableWarnings(listOf(memberAt(container, 'env')), `${field}.env`)];
}

/** A variable may be set again from what it was, and from nothing else. */
function variableWarnings(variables: readonly Json[], path: string): readonly string[] {
  const seen = new Set<string>();
  return variables.flatMap((variable, index) => {
    const [name, value] = [textAt(variable, 'name') ?? '', textAt(variable, 'value') ?? ''];
    const before = `$(${name})`;
    const known = seen.has(name);
    seen.add(name);
    const builds = value.includes(before) && value !== before && memberAt(variable, 'valueFrom') === undefined;
    return known && !builds
      ? [`${path}[${index}]: hides previous definition of "${name}", which may be dropped when using apply`]
      : [];
  });
}

interface PlacedPort {
  readonly field: string;
  readonly host: number;
  readonly address: string;
}

function portsOf(containers: readonly PlacedContainer[]) {
  return containers.flatMap(({ container, field }) =>
    listOf(memberAt(container, 'ports')).map((port, index) => ({ port, field: `${field}.ports[${index}]` })),
  );
}

function portWarnings(containers: readonly PlacedContainer[]): readonly string[] {
  const known = new Map<string, readonly PlacedPort[]>();
  return portsOf(containers).flatMap(({ port, field }) => {
    const text = (name: string): string => String(memberAt(port, name) ?? '');
    const [host, address] = [Number(memberAt(port, 'hostPort') ?? 0), text('hostIP')];
    const key = `${text('containerPort')}/${text('protocol')}`;
    const others = known.get(key) ?? [];
    known.set(key, [...others, { field, host, address }]);
    const shown = `{Name:${text('name')} HostPort:0 ContainerPort:${text('containerPort')} Protocol:${text('protocol')} HostIP:${address}}`;
    return [
      ...(address !== '' && host === 0 ? [`${field}: hostIP set without hostPort: ${shown}`] : []),
      ...others.flatMap((other) => {
        const how = portClash({ field, host, address }, other);
        return how === undefined ? [] : [`${field}: ${how} port definition with ${other.field}`];
      }),
    ];
  });
}

function portClash(one: PlacedPort, other: PlacedPort): string | undefined {
  if (one.address === other.address && one.host === other.host) return 'duplicate';
  if (one.host === 0 || other.host === 0) return 'overlapping';
  const oneIsOpen = (one.address === '') !== (other.address === '');
  return one.host === other.host && oneIsOpen ? 'dangerously ambiguous' : undefined;
}

function portNameWarnings(containers: readonly PlacedContainer[]): readonly string[] {
  const known = new Map<string, string>();
  return portsOf(containers).flatMap(({ port, field }) => {
    const name = textAt(port, 'name') ?? '';
    const first = known.get(name);
    if (name === '') return [];
    if (first === undefined) {
      known.set(name, field);
      return [];
    }
    return [
      `${field}: duplicate port name "${name}" with ${first}, services and probes that select ports by name will use ${first}`,
    ];
  });
}

function affinityWarnings(affinity: Json | undefined, path: string): readonly string[] {
  return ['podAffinity', 'podAntiAffinity'].flatMap((side) => {
    const strict = 'requiredDuringSchedulingIgnoredDuringExecution';
    const loose = 'preferredDuringSchedulingIgnoredDuringExecution';
    const lacks = (term: Json | undefined): boolean => memberAt(term, 'labelSelector') === undefined;
    return [
      ...listOf(memberAt(affinity, side, strict)).flatMap((term, index) =>
        lacks(term) ? [`${path}.${side}.${strict}[${index}].labelSelector: ${NO_SELECTOR}`] : [],
      ),
      ...listOf(memberAt(affinity, side, loose)).flatMap((term, index) =>
        lacks(memberAt(term, 'podAffinityTerm'))
          ? [`${path}.${side}.${loose}[${index}].podAffinityTerm.labelSelector: ${NO_SELECTOR}`]
          : [],
      ),
    ];
  });
}
