/** What a server accepts and yet warns of: old volumes, odd names of pods, things said twice. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { dnsLabel } from './field-rules.ts';

const OLD_VOLUMES: Readonly<Record<string, string>> = {
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
};
const PROJECTED = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'podCertificate'];
const OWNERS = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob']);
const SURPRISING = 'which can result in surprising behavior; a DNS label is recommended';

/** Texts of Warning headers for a new object that is valid. */
export function creationWarnings(object: JsonObject): readonly string[] {
  const kind = textAt(object, 'kind') ?? '';
  return [...nameWarnings(kind, textAt(object, 'metadata', 'name') ?? ''), ...contentWarnings(object, kind)];
}

/** The same for a changed object. Pods can't be changed where it would help. */
export function updateWarnings(object: JsonObject): readonly string[] {
  const kind = textAt(object, 'kind') ?? '';
  return kind === 'Pod' ? [] : contentWarnings(object, kind);
}

function contentWarnings(object: JsonObject, kind: string): readonly string[] {
  const place = podPlace(object);
  return [...(place === undefined ? [] : podWarnings(place.spec, place.path)), ...serviceWarnings(kind, object)];
}

function podPlace(object: JsonObject): { readonly spec: JsonObject; readonly path: string } | undefined {
  const paths = [
    ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
    ['spec', 'template', 'spec'],
    ['template', 'spec'],
    ['spec'],
  ];
  for (const path of paths) {
    const spec = memberAt(object, ...path);
    if (isObject(spec) && isList(spec['containers'])) return { spec, path: path.join('.') };
  }
  return undefined;
}

/** Pods bear the name as their host's. */
function nameWarnings(kind: string, name: string): readonly string[] {
  if (kind !== 'Pod' && !OWNERS.has(kind)) return [];
  const wrong = name.includes('.') ? ['must not contain dots'] : dnsLabel(name);
  if (name === '' || wrong.length === 0) return [];
  const use = kind === 'Pod' ? "the Pod's hostname" : 'Pod names and hostnames';
  return [`metadata.name: this is used in ${use}, ${SURPRISING}: [${wrong.join(', ')}]`];
}

function podWarnings(spec: JsonObject, path: string): readonly string[] {
  const volumes = listOf(spec['volumes']);
  return [
    ...volumes.flatMap((volume, index) => volumeWarnings(volume, `${path}.volumes[${index}]`)),
    ...repeated(
      listOf(spec['hostAliases']),
      'ip',
      (index, ip) => `${path}.hostAliases[${index}].ip: duplicate ip "${ip}"`,
    ),
    ...pullSecretWarnings(listOf(spec['imagePullSecrets']), `${path}.imagePullSecrets`),
    ...volumes.flatMap((volume) => projectedWarnings(volume)),
    ...containersOf(spec, path).flatMap(({ container, field }) => containerWarnings(container, field)),
  ];
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function volumeWarnings(volume: Json, field: string): readonly string[] {
  return Object.entries(OLD_VOLUMES)
    .filter(([name]) => memberAt(volume, name) !== undefined)
    .map(([name, sentence]) => `${field}.${name}: ${sentence}`);
}

function projectedWarnings(volume: Json): readonly string[] {
  return listOf(memberAt(volume, 'projected', 'sources')).flatMap((source) =>
    PROJECTED.some((name) => memberAt(source, name) !== undefined)
      ? []
      : [`volume "${textAt(volume, 'name') ?? ''}" (Projected) has no sources provided`],
  );
}

function pullSecretWarnings(secrets: readonly Json[], path: string): readonly string[] {
  const empty = secrets.flatMap((secret, index) =>
    textAt(secret, 'name') ? [] : [`${path}[${index}].name: invalid empty name ""`],
  );
  return [...empty, ...repeated(secrets, 'name', (index, name) => `${path}[${index}].name: duplicate name "${name}"`)];
}

function repeated(
  items: readonly Json[],
  key: string,
  sentence: (index: number, value: string) => string,
): readonly string[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const value = textAt(item, key) ?? '';
    if (value !== '' && seen.has(value)) return [sentence(index, value)];
    seen.add(value);
    return [];
  });
}

function containersOf(spec: JsonObject, path: string) {
  return ['initContainers', 'containers'].flatMap((list) =>
    listOf(spec[list]).map((container, index) => ({ container, field: `${path}.${list}[${index}]` })),
  );
}

function containerWarnings(container: Json, field: string): readonly string[] {
  const names = repeated(
    listOf(memberAt(container, 'env')),
    'name',
    (index, name) =>
      `${field}.env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`,
  );
  return [...names, ...portWarnings(listOf(memberAt(container, 'ports')), `${field}.ports`)];
}

function portWarnings(ports: readonly Json[], field: string): readonly string[] {
  const seen = new Map<string, number>();
  return ports.flatMap((port, index) => {
    const parts = ['containerPort', 'protocol', 'hostPort', 'hostIP'].map((name) => String(memberAt(port, name) ?? ''));
    const key = parts.join('/');
    const first = seen.get(key);
    if (first !== undefined) return [`${field}[${index}]: duplicate port definition with ${field}[${first}]`];
    seen.set(key, index);
    return [];
  });
}

function serviceWarnings(kind: string, object: JsonObject): readonly string[] {
  if (kind === 'Service' && memberAt(object, 'spec', 'trafficDistribution') === 'PreferClose') {
    return ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'];
  }
  return kind === 'EndpointSlice' && object['addressType'] === 'FQDN'
    ? ['spec.addressType: FQDN endpoints are deprecated']
    : [];
}
