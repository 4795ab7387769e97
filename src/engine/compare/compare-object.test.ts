import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { compareObject } from './compare-object.ts';
import { type CompareOptions, DEFAULT_COMPARE_OPTIONS } from './compare-options.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** What a server adds to everything. */
const SERVER = { uid: 'u', resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z', namespace: 'shop' };

function configMap(data: JsonObject, metadata: JsonObject = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ...metadata }, data };
}

/** The live object after `applied` was applied and others did what `more` says. */
function live(applied: KubeObject, more: JsonObject = {}, metadata: JsonObject = {}): KubeObject {
  const annotations = { ...applied.metadata.annotations, [LAST_APPLIED]: JSON.stringify(applied) };
  return { ...applied, ...more, metadata: { ...applied.metadata, ...SERVER, annotations, ...metadata } };
}

function modified(target: KubeObject, found: KubeObject, options: Partial<CompareOptions> = {}): boolean {
  return compareObject(target, found, { ...DEFAULT_COMPARE_OPTIONS, ...options }).modified;
}

const deployment = (containers: readonly JsonObject[], spec: JsonObject = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { replicas: 1, template: { spec: { containers } }, ...spec },
});
const MAIN = { name: 'main', image: 'app:1' };

const statefulSet = (template: JsonObject): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db', namespace: 'shop' },
  spec: { replicas: 1, volumeClaimTemplates: [template] },
});
const CLAIM = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } };

const role = (rules: JsonObject['x'], more: JsonObject = {}): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'r' },
  rules,
  ...more,
});
const PODS = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const SUM = { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } };

const rollout = (cpu: string): KubeObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'r', namespace: 'shop' },
  spec: { template: { spec: { containers: [{ ...MAIN, resources: { limits: { cpu } } }] } } },
});

const gate = (spec: JsonObject, more: JsonObject = {}): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Gate',
  metadata: { name: 'g', namespace: 'shop' },
  spec,
  ...more,
});

const policy = (ports: readonly JsonObject[]): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'n', namespace: 'shop' },
  spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports }] },
});

const definition = (spec: JsonObject): KubeObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gates.example.com' },
  spec: { group: 'example.com', ...spec },
});

const A = configMap({ one: '1' });
const TWO = configMap({ one: '1', two: '2' });
const secret = (more: JsonObject): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's' },
  ...more,
});

test.each<[string, KubeObject, KubeObject, boolean, Partial<CompareOptions>?]>([
  ['the same', A, live(A), false],
  ['a changed value', A, live(A, { data: { one: 'x' } }), true],
  ['a value that others added', A, live(A, { data: { one: '1', added: 'yes' } }), false],
  ['a field that left the manifest', A, live(TWO), true],
  ['without last applied, only fields of the manifest count', A, live(TWO, {}, { annotations: {} }), false],
  ['a null among the data stays different for ever', configMap({ one: '1', gone: null }), live(A), true],
  [
    'a null creation time and empty labels',
    configMap({ one: '1' }, { creationTimestamp: null, labels: {} }),
    live(A),
    false,
  ],
  ['a label that others added', A, live(A, {}, { labels: { added: 'yes' } }), false],
  [
    'a label that others changed',
    configMap({}, { labels: { colour: 'red' } }),
    live(configMap({}, { labels: { colour: 'red' } }), {}, { labels: { colour: 'blue' } }),
    true,
  ],
  ['an unknown field', { ...A, unknown: 'x' }, live(A), true],
  [
    'a false of a definition, which no server keeps',
    definition({ preserveUnknownFields: false }),
    definition({}),
    true,
  ],
  ['empty short names of a definition', definition({ names: { shortNames: [] } }), definition({ names: {} }), true],
  ['what a server adds to a definition', definition({}), definition({ conversion: { strategy: 'None' } }), false],
  [
    'a container that somebody injected',
    deployment([MAIN]),
    live(deployment([MAIN]), deployment([MAIN, { name: 'x', image: 'y' }])),
    false,
  ],
  ['another image', deployment([{ ...MAIN, image: 'app:2' }]), live(deployment([MAIN])), true],
  [
    'a container that left the manifest',
    deployment([MAIN]),
    live(deployment([MAIN, { name: 'old', image: 'y' }])),
    true,
  ],
  [
    'fields that the server filled in',
    deployment([MAIN]),
    live(
      deployment([MAIN]),
      deployment([{ ...MAIN, imagePullPolicy: 'Always' }], { strategy: { type: 'RollingUpdate' } }),
    ),
    false,
  ],
  [
    'the status',
    { ...deployment([MAIN]), status: { replicas: 5 } },
    live(deployment([MAIN]), { status: { replicas: 1 } }),
    false,
  ],
  [
    'volume claim templates that the server completed',
    statefulSet(CLAIM),
    live(
      statefulSet(CLAIM),
      statefulSet({
        ...CLAIM,
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        spec: { ...CLAIM.spec, volumeMode: 'Filesystem' },
        status: { phase: 'Pending' },
      }),
    ),
    false,
  ],
  [
    'stringData wins over data',
    secret({ data: { a: 'b25l' }, stringData: { a: 'two' } }),
    live(secret({ data: { a: 'dHdv' } }), { type: 'Opaque' }),
    false,
  ],
  ['another secret value', secret({ stringData: { a: 'x' } }), live(secret({ data: { a: 'dHdv' } })), true],
  ['rules of an aggregated role', role([], SUM), live(role([], SUM), { rules: [PODS] }), true],
  [
    'rules of an aggregated role, ignored',
    role([], SUM),
    live(role([], SUM), { rules: [PODS] }),
    false,
    { ignoreAggregatedRoles: true },
  ],
  ['no rules are null rules', role([]), live(role([]), { rules: null }), false],
  [
    'a list of a custom resource is one value',
    gate({ list: [1, 2] }),
    live(gate({ list: [1, 2] }), gate({ list: [1] })),
    true,
  ],
  ['a null in a custom resource', gate({ a: 1, b: null }), live(gate({ a: 1 })), false],
  [
    'the status of a custom resource, where it counts',
    gate({}, { status: { ready: true } }),
    live(gate({})),
    true,
    { ignoreStatus: 'crd' },
  ],
  [
    'a default inside a list that is replaced as a whole',
    policy([{ port: 80 }]),
    live(policy([{ port: 80 }]), policy([{ port: 80, protocol: 'TCP' }])),
    false,
  ],
  [
    'an empty text is no zero',
    deployment([{ ...MAIN, env: [{ name: 'A', value: '0' }] }]),
    live(deployment([MAIN]), deployment([{ ...MAIN, env: [{ name: 'A' }] }])),
    true,
  ],
  [
    'two ways of writing a quantity',
    deployment([{ ...MAIN, resources: { limits: { cpu: '1000m', memory: '1024Mi' } } }]),
    live(deployment([MAIN]), deployment([{ ...MAIN, resources: { limits: { cpu: '1', memory: '1Gi' } } }])),
    false,
  ],
  [
    'quantities in a declared field of a custom resource',
    gate({ resources: { cpu: '1000m' } }),
    live(gate({ resources: { cpu: '1000m' } }), gate({ resources: { cpu: '1' } })),
    false,
    { knownTypeFields: new Map([['example.com/Gate', [{ field: 'spec.resources', type: 'core/v1/ResourceList' }]]]) },
  ],
  [
    'quantities in the pod template of a Rollout, which everybody knows',
    rollout('1000m'),
    live(rollout('1000m'), rollout('1')),
    false,
  ],
  [
    'an ignored pointer',
    deployment([MAIN]),
    live(deployment([MAIN]), deployment([MAIN], { replicas: 3 })),
    false,
    { ignoreRules: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }] },
  ],
  [
    'an ignored pointer of another object',
    deployment([MAIN]),
    live(deployment([MAIN]), deployment([MAIN], { replicas: 3 })),
    true,
    { ignoreRules: [{ group: '*', kind: '*', name: 'other', jsonPointers: ['/spec/replicas'] }] },
  ],
  [
    'fields of an ignored manager',
    deployment([MAIN]),
    live(deployment([MAIN]), deployment([MAIN], { replicas: 3 }), {
      managedFields: [{ manager: 'hpa', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }],
    }),
    false,
    { ignoreRules: [{ group: 'apps', kind: 'Deployment', managedFieldsManagers: ['hpa'] }] },
  ],
])('%s', (_reason, target, found, expected, options) => {
  expect(modified(target, found, options)).toBe(expected);
});

test.each([
  [
    'what an expression selects is no difference',
    '.spec.template.spec.containers[] | select(.name == "side") | .image',
    false,
  ],
  ['what it does not select is one', '.spec.template.spec.containers[] | select(.name == "main") | .image', true],
  ['an expression that fails on the object changes nothing', '.spec.replicas[]', true],
])('jq: %s', (_reason, expression, expected) => {
  const side = { name: 'side', image: 'side:1' };
  const ignoreRules = [{ group: 'apps', kind: 'Deployment', jqPathExpressions: [expression] }];
  const found = live(deployment([MAIN, side]), deployment([MAIN, { ...side, image: 'side:2' }]));
  expect(modified(deployment([MAIN, side]), found, { ignoreRules })).toBe(expected);
});

test.each([
  ['no expression', '.data[', 'invalid jq expression'],
  ['an unknown function', 'secret(.data)', 'is not defined'],
  ['an endless one', 'until(false; .)', 'takes too many steps'],
  ['an endless recursion', '(def f: f; f)', 'too deep'],
  ['a large list', '[range(1e9)]', 'takes too'],
  ['a large text', '("x" * 1e9)', 'makes too large values'],
])('jq: %s is refused, not overlooked', (_reason, expression, why) => {
  const ignoreRules = [{ kind: 'ConfigMap', jqPathExpressions: [expression] }];
  expect(() => modified(A, live(A), { ignoreRules })).toThrow(why);
});

test('says which field differs, between what, and who wrote it', () => {
  const found = live(deployment([MAIN]), deployment([{ ...MAIN, image: 'app:9' }], { replicas: 2 }), {
    managedFields: [
      { manager: 'kubectl-scale', time: '2026-01-02T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
      {
        manager: 'kubectl-set',
        time: '2026-01-02T00:00:00Z',
        fieldsV1: {
          'f:spec': {
            'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"main"}': { '.': {}, 'f:image': {} } } } },
          },
        },
      },
    ],
  });
  expect(compareObject(deployment([MAIN]), found).differences).toEqual([
    { path: '/spec/replicas', live: 2, target: 1, manager: 'kubectl-scale' },
    { path: '/spec/template/spec/containers/0/image', live: 'app:9', target: 'app:1', manager: 'kubectl-set' },
  ]);
});

test('an explanation holds no value of a Secret', () => {
  const found = compareObject(secret({ stringData: { a: 'hunter2' } }), live(secret({ data: { a: 'b25l' } })));
  expect(found.differences).toEqual([{ path: '/data/a', live: '++++++++', target: '++++++++++++', manager: '' }]);
});

test('what stands alone is told in the form that its kind needs, without the time of its creation', () => {
  const metadata = { name: 'a', creationTimestamp: '2024-01-01T00:00:00Z', managedFields: [] };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { a: 'b' } };
  const told = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', managedFields: [] }, data: { a: 'Yg==' } };
  expect(compareObject(undefined, secret).normalizedLive).toEqual(told);
  expect(compareObject(secret, undefined).predictedLive).toEqual(told);
});

test('a missing side is a modification', () => {
  expect(compareObject(A, undefined)).toEqual({
    modified: true,
    normalizedLive: undefined,
    predictedLive: A,
    differences: [],
  });
  expect(compareObject(undefined, A)).toEqual({
    modified: true,
    normalizedLive: A,
    predictedLive: undefined,
    differences: [],
  });
});

const keys = fc.stringMatching(/^[a-z]{1,3}$/);
const leaves = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const specs = fc.dictionary(
  keys,
  fc.oneof(leaves, fc.array(leaves, { maxLength: 3 }), fc.dictionary(keys, leaves, { maxKeys: 3 })),
  { maxKeys: 4 },
);
const texts = fc.dictionary(keys, fc.string(), { maxKeys: 4 });
const objects = fc.oneof(
  specs.map((spec) => gate(spec)),
  texts.map((data) => configMap(data)),
);

test('an object and itself never differ', () => {
  fc.assert(fc.property(objects, (object) => !modified(object, live(object)) && !modified(object, object)));
});

test('what was applied as predicted is in sync', () => {
  const pairs = fc.oneof(
    fc.tuple(specs, specs, specs).map((three) => three.map((spec) => gate(spec))),
    fc.tuple(texts, texts, texts).map((three) => three.map((data) => configMap(data))),
  );
  fc.assert(
    fc.property(pairs, ([target = A, applied = A, drifted = A]) => {
      const before = live(applied, { ...drifted, metadata: applied.metadata });
      const { predictedLive } = compareObject(target, { ...before, metadata: live(applied).metadata });
      if (predictedLive === undefined) return false;
      return !modified(target, live(target, { ...predictedLive, metadata: target.metadata }));
    }),
  );
});

test('whatever stands in a manifest, comparing answers or refuses with a fault', () => {
  const anything = fc.object({
    key: fc.constantFrom('name', 'containers', 'template', 'spec', 'ports', 'image'),
    maxDepth: 5,
  });
  fc.assert(
    fc.property(anything, anything, anything, (wanted, applied, found) => {
      const deploy = (spec: unknown): KubeObject => ({ ...deployment([]), spec: JSON.parse(JSON.stringify(spec)) });
      try {
        compareObject(deploy(wanted), live(deploy(applied), { spec: deploy(found)['spec'] }));
        return true;
      } catch (error) {
        return error instanceof AppError && error.kind !== 'terminal';
      }
    }),
    { numRuns: 200 },
  );
});

test('an empty list that Go always writes differs from the null that storage answers, an optional one does not', () => {
  const limits = (value: JsonObject['x']): KubeObject => ({
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'l', namespace: 'shop' },
    spec: { limits: value },
  });
  expect(modified(limits([]), live(limits([]), { spec: { limits: null } }))).toBe(true);
  const service = (spec: JsonObject): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's' },
    spec,
  });
  expect(modified(service({ externalIPs: [] }), live(service({ externalIPs: [] }), { spec: {} }))).toBe(false);
});
