/** Random objects and strategic patches of the kinds whose lists merge in every way there is. For tests. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../../base/json-value.ts';

const letter = fc.constantFrom('a', 'b', 'c');
const value = fc.constantFrom('x', 'y', '');

/** A list with distinct keys, in random order. */
function keyed(key: string, keys: fc.Arbitrary<Json>, rest: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<Json> {
  const element = fc.record({ [key]: keys, ...rest }, { requiredKeys: [key] });
  return fc.uniqueArray(element, { maxLength: 4, selector: (item) => JSON.stringify(item[key]) }) as fc.Arbitrary<Json>;
}

function some(shape: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<Json> {
  return fc.record(shape, { requiredKeys: [] }) as fc.Arbitrary<Json>;
}

const labels = fc.dictionary(letter, value, { maxKeys: 3 }) as fc.Arbitrary<Json>;
const scalars = fc.uniqueArray(letter, { maxLength: 3 }) as fc.Arbitrary<Json>;
const metadata = some({ labels, annotations: labels, finalizers: scalars });

const container = {
  image: value,
  args: scalars,
  env: keyed('name', letter, { value }),
  ports: keyed('containerPort', fc.constantFrom(80, 81, 82), { protocol: fc.constantFrom('TCP', 'UDP') }),
  volumeMounts: keyed('mountPath', fc.constantFrom('/a', '/b'), { name: letter }),
  resources: some({ limits: fc.dictionary(fc.constantFrom('cpu', 'memory'), fc.constantFrom('1', '2')) as never }),
};
const volume = {
  emptyDir: some({ medium: value }),
  configMap: some({ name: letter, items: keyed('key', letter, { path: letter }) }),
};
const podSpec = some({
  containers: keyed('name', letter, container),
  initContainers: keyed('name', letter, { image: value }),
  volumes: keyed('name', letter, volume),
  imagePullSecrets: keyed('name', letter, {}),
  tolerations: fc.array(some({ key: letter, value }), { maxLength: 2 }) as fc.Arbitrary<Json>,
  hostAliases: keyed('ip', letter, { hostnames: scalars }),
  nodeSelector: labels,
  serviceAccountName: value,
});

const deploymentSpec = some({
  replicas: fc.constantFrom(0, 1, 2),
  strategy: some({ type: value, rollingUpdate: some({ maxSurge: fc.constantFrom<Json>(1, '25%') }) }),
  template: some({ metadata, spec: podSpec }),
});
const serviceSpec = some({
  type: value,
  ports: keyed('port', fc.constantFrom(80, 81, 82), { name: letter, targetPort: fc.constantFrom<Json>(80, 'http') }),
  selector: labels,
  externalIPs: scalars,
});

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly body: fc.Arbitrary<Json>;
}

const KINDS: readonly Kind[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment', body: some({ metadata, spec: deploymentSpec }) },
  { apiVersion: 'v1', kind: 'Service', body: some({ metadata, spec: serviceSpec }) },
  { apiVersion: 'v1', kind: 'ConfigMap', body: some({ metadata, data: labels }) },
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    body: some({ metadata, secrets: keyed('name', letter, {}), imagePullSecrets: keyed('name', letter, {}) }),
  },
];

/** Three objects of one kind. */
export const objectTriples: fc.Arbitrary<readonly [JsonObject, JsonObject, JsonObject]> = fc
  .constantFrom(...KINDS)
  .chain(({ apiVersion, kind, body }) => {
    const object = body.map((content) => ({ apiVersion, kind, ...(content as JsonObject) }));
    return fc.tuple(object, object, object);
  });

type Twist = (patch: JsonObject) => JsonObject;

/** Puts directives at random places of a patch. */
export const twists: fc.Arbitrary<Twist> = fc
  .array(fc.tuple(fc.nat(40), fc.constantFrom(...twistNames())), { minLength: 1, maxLength: 3 })
  .map((picks) => (patch) => picks.reduce((here, [place, name]) => twistAt(here, place, name), patch));

function twistNames(): readonly string[] {
  return ['null', 'delete', 'replace', 'delete-element', 'replace-list', 'order', 'retain', 'delete-scalars', 'odd'];
}

/** Walks objects and lists in order and twists the object with this number. */
function twistAt(patch: JsonObject, place: number, name: string): JsonObject {
  let left = place;
  function walk(here: Json): Json {
    if (Array.isArray(here)) return here.map(walk);
    if (typeof here !== 'object' || here === null) return here;
    const mine = left-- === 0;
    const walked = Object.fromEntries(Object.entries(here).map(([key, item]) => [key, walk(item as Json)]));
    return mine ? twisted(walked, name) : walked;
  }
  return walk(patch) as JsonObject;
}

function twisted(object: JsonObject, name: string): JsonObject {
  const [key, list] = Object.entries(object).find(([, item]) => Array.isArray(item)) ?? [];
  const elements = (list ?? []) as readonly Json[];
  switch (name) {
    case 'null':
      return { ...object, [Object.keys(object)[0] ?? 'spec']: null };
    case 'delete':
    case 'replace':
    case 'odd':
      return { ...object, $patch: name };
    case 'delete-element':
      return key
        ? { ...object, [key]: elements.map((item, at) => (at === 0 ? marked(item, 'delete') : item)) }
        : object;
    case 'replace-list':
      return key ? { ...object, [key]: [...elements, { $patch: 'replace' }] } : object;
    case 'order':
      return key ? { ...object, [`$setElementOrder/${key}`]: elements.toReversed() } : object;
    case 'retain':
      return { ...object, $retainKeys: Object.keys(object) };
    default:
      if (key === undefined || typeof elements[0] !== 'string') return object;
      return { ...object, [key]: elements.slice(1), [`$deleteFromPrimitiveList/${key}`]: elements.slice(0, 1) };
  }
}

function marked(item: Json, type: string): Json {
  return typeof item === 'object' && item !== null ? { ...(item as JsonObject), $patch: type } : item;
}
