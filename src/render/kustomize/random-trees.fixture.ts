/** Kustomizations at random: a base or two, overlays on them, features of all sorts together. */
import fc from 'fast-check';
import type { Json } from '../../base/json-value.ts';
import { writeYaml } from '../../lang/yaml/write.ts';

export interface RandomTree {
  readonly files: Readonly<Record<string, string>>;
  readonly path: string;
}

const yaml = (value: unknown): string => writeYaml(value as Json);

const NAMES = ['web', 'db', 'a', 'web-a'];
const NAMESPACES = [undefined, undefined, 'shop', 'default', 'other'];
const WORDS = [
  'x',
  '1',
  'true',
  'on',
  'n',
  '0x1',
  '1e3',
  'null',
  '2020-01-01',
  ' a',
  'a: b',
  '#c',
  '',
  'ünï',
  'a\nb',
  '- a',
  '{a}',
  '*a',
  '&a',
  '!a',
  "it's",
  '"q"',
  'a,b',
];

const name = fc.constantFrom(...NAMES);
const word = fc.constantFrom(...WORDS);
const metadata = (of: string) =>
  fc.record(
    {
      name: fc.constant(of),
      namespace: fc.constantFrom(...NAMESPACES),
      labels: fc.dictionary(fc.constantFrom('app', 'tier', 'v'), fc.constantFrom('x', 'y', '1'), {
        minKeys: 1,
        maxKeys: 2,
      }),
      annotations: fc.dictionary(fc.constantFrom('note', 'when'), word, { minKeys: 1, maxKeys: 2 }),
    },
    { requiredKeys: ['name'] },
  );

const container = (index: number) =>
  fc.record(
    {
      name: fc.constant(['main', 'side', 'log'][index] ?? 'main'),
      image: fc.constantFrom(
        'nginx',
        'nginx:1',
        'shop/web:1',
        'reg.io:5000/shop/web@sha256:abc',
        'shop/web:1@sha256:abc',
      ),
      env: fc.array(
        fc.oneof(
          fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: fc.constantFrom('1', 'x', '$(VAR)', 'a-$(VAR)-b') }),
          fc.record({
            name: fc.constantFrom('D', 'E'),
            valueFrom: fc.record({ configMapKeyRef: fc.record({ name, key: fc.constant('k') }) }),
          }),
        ),
        { maxLength: 2 },
      ),
      envFrom: fc.array(fc.record({ secretRef: fc.record({ name }) }), { maxLength: 1 }),
      ports: fc.array(
        fc.record(
          {
            containerPort: fc.constantFrom(80, 443),
            protocol: fc.constantFrom('TCP', 'UDP'),
            name: fc.constantFrom('h', 's'),
          },
          { requiredKeys: ['containerPort'] },
        ),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ['name', 'image'] },
  );

const podSpec = fc.record(
  {
    containers: fc.oneof(fc.tuple(container(0)), fc.tuple(container(0), container(1))),
    volumes: fc.array(fc.record({ name: fc.constant('v'), configMap: fc.record({ name }) }), { maxLength: 1 }),
    serviceAccountName: name,
  },
  { requiredKeys: ['containers'] },
);

const workload = (kind: string, apiVersion: string) =>
  name.chain((of) =>
    fc.record({
      apiVersion: fc.constant(apiVersion),
      kind: fc.constant(kind),
      metadata: metadata(of),
      spec: fc.record(
        { replicas: fc.constantFrom(1, 2), template: fc.record({ spec: podSpec }) },
        { requiredKeys: ['template'] },
      ),
    }),
  );

const plain = (kind: string, apiVersion: string, rest: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  name.chain((of) =>
    fc.record({ apiVersion: fc.constant(apiVersion), kind: fc.constant(kind), metadata: metadata(of), ...rest }),
  );

const object = fc.oneof(
  workload('Deployment', 'apps/v1'),
  workload('StatefulSet', 'apps/v1'),
  plain('ConfigMap', 'v1', { data: fc.dictionary(fc.constantFrom('k', 'l', 'm'), word, { minKeys: 1, maxKeys: 3 }) }),
  plain('Secret', 'v1', {
    stringData: fc.dictionary(fc.constantFrom('k', 'l'), fc.constantFrom('x', 'y'), { minKeys: 1, maxKeys: 2 }),
  }),
  plain('Service', 'v1', {
    spec: fc.record({
      ports: fc.array(fc.record({ port: fc.constantFrom(80, 443), name: fc.constantFrom('h', 's') }), {
        minLength: 1,
        maxLength: 2,
      }),
      selector: fc.constant({ app: 'x' }),
    }),
  }),
  plain('ServiceAccount', 'v1', {}),
  plain('Role', 'rbac.authorization.k8s.io/v1', {
    rules: fc.array(
      fc.record({ resources: fc.constant(['secrets']), resourceNames: fc.array(name, { maxLength: 2 }) }),
      { minLength: 1, maxLength: 1 },
    ),
  }),
  plain('RoleBinding', 'rbac.authorization.k8s.io/v1', {
    roleRef: fc.record({
      apiGroup: fc.constant('rbac.authorization.k8s.io'),
      kind: fc.constantFrom('Role', 'ClusterRole'),
      name,
    }),
    subjects: fc.array(
      fc.record({
        kind: fc.constant('ServiceAccount'),
        name: fc.oneof(name, fc.constant('default')),
        namespace: fc.constantFrom('shop', 'default', 'other'),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  plain('ClusterRole', 'rbac.authorization.k8s.io/v1', { rules: fc.constant([]) }),
  plain('Ingress', 'networking.k8s.io/v1', {
    spec: fc.record({
      rules: fc.array(
        fc.record({
          host: fc.constant('h'),
          http: fc.record({
            paths: fc.tuple(
              fc.record({ path: fc.constant('/'), backend: fc.record({ service: fc.record({ name }) }) }),
            ),
          }),
        }),
        { minLength: 1, maxLength: 1 },
      ),
    }),
  }),
  plain('HorizontalPodAutoscaler', 'autoscaling/v2', {
    spec: fc.record({ scaleTargetRef: fc.record({ kind: fc.constantFrom('Deployment', 'StatefulSet'), name }) }),
  }),
  plain('Namespace', 'v1', {}),
  plain('Widget', 'example.com/v1', {
    spec: fc.record({ parts: fc.array(fc.record({ name }), { maxLength: 2 }), size: fc.constantFrom(1, 1.5, '1') }),
  }),
);

const KINDS = ['Deployment', 'StatefulSet', 'ConfigMap', 'Secret', 'Service', 'Widget', 'RoleBinding'];

const strategic = fc
  .tuple(
    fc.constantFrom('Deployment', 'StatefulSet'),
    name,
    fc.array(fc.oneof(container(0), container(1), container(2), fc.constant({ name: 'main', $patch: 'delete' })), {
      minLength: 1,
      maxLength: 2,
    }),
  )
  .map(([kind, of, containers]) => ({
    patch: yaml({ apiVersion: 'apps/v1', kind, metadata: { name: of }, spec: { template: { spec: { containers } } } }),
  }));

const targeted = fc.record({
  target: fc.record(
    { kind: fc.constantFrom(...KINDS), name: fc.constantFrom('web', 'web.*', '.*') },
    { requiredKeys: ['kind'] },
  ),
  patch: fc.constantFrom(
    yaml([{ op: 'add', path: '/metadata/labels', value: { j: '1' } }]),
    yaml([{ op: 'replace', path: '/metadata/name', value: 'renamed' }]),
    yaml({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x', annotations: { note: null, p: 'q' } } }),
    yaml({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x', labels: { app: 'patched' } }, spec: { size: 3 } }),
  ),
});

const replacement = fc.record({
  source: fc.record(
    {
      kind: fc.constantFrom('ConfigMap', 'Deployment', 'Secret'),
      name,
      fieldPath: fc.constantFrom('metadata.name', 'data.k', 'metadata.labels.app'),
    },
    { requiredKeys: ['kind', 'name'] },
  ),
  targets: fc.tuple(
    fc.record(
      {
        select: fc.record({ kind: fc.constantFrom(...KINDS) }),
        fieldPaths: fc.tuple(
          fc.constantFrom(
            'metadata.annotations.from',
            'metadata.labels.app',
            'spec.template.spec.containers.[name=main].image',
            'data.l',
            'spec.ports.*.name',
            'spec.ports.0.port',
          ),
        ),
        options: fc.record(
          { create: fc.boolean(), delimiter: fc.constantFrom('/', ':', '-'), index: fc.constantFrom(-1, 0, 1, 5) },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['select', 'fieldPaths'] },
    ),
  ),
});

const settings = fc.record(
  {
    namePrefix: fc.constantFrom('p-', 'pre.'),
    nameSuffix: fc.constantFrom('-s', '2'),
    namespace: fc.constantFrom('shop', 'top'),
    commonLabels: fc.constantFrom({ c: '1' }, { app: 'all' }),
    commonAnnotations: fc.constantFrom({ i: '83' }, { note: 'x: y' }),
    labels: fc.array(
      fc.record(
        { pairs: fc.constantFrom({ l: 'm' }), includeSelectors: fc.boolean(), includeTemplates: fc.boolean() },
        { requiredKeys: ['pairs'] },
      ),
      { minLength: 1, maxLength: 1 },
    ),
    images: fc.array(
      fc.record(
        {
          name: fc.constantFrom('nginx', 'shop/web', '.*'),
          newName: fc.constantFrom('n', 'r/x'),
          newTag: fc.constantFrom('2', 'v1'),
          digest: fc.constant('sha256:def'),
        },
        { requiredKeys: ['name'] },
      ),
      { minLength: 1, maxLength: 2 },
    ),
    replicas: fc.array(fc.record({ name, count: fc.constantFrom(0, 5) }), { minLength: 1, maxLength: 1 }),
    patches: fc.array(fc.oneof(strategic, targeted), { minLength: 1, maxLength: 2 }),
    replacements: fc.array(replacement, { minLength: 1, maxLength: 1 }),
    vars: fc.constantFrom(
      [{ name: 'VAR', objref: { apiVersion: 'v1', kind: 'ConfigMap', name: 'web' } }],
      [
        {
          name: 'VAR',
          objref: { apiVersion: 'v1', kind: 'ConfigMap', name: 'web' },
          fieldref: { fieldpath: 'data.k' },
        },
      ],
    ),
    configMapGenerator: fc.array(
      fc.record(
        {
          name: fc.constantFrom('web', 'gen'),
          behavior: fc.constantFrom('create', 'merge', 'replace'),
          literals: fc.array(fc.constantFrom('k=1', 'z=on', 'y=a b', "q='x'"), { minLength: 1, maxLength: 1 }),
          options: fc.record(
            { disableNameSuffixHash: fc.boolean(), immutable: fc.boolean(), labels: fc.constant({ g: 'h' }) },
            { requiredKeys: [] },
          ),
        },
        { requiredKeys: ['name', 'literals'] },
      ),
      { minLength: 1, maxLength: 1 },
    ),
    secretGenerator: fc.array(
      fc.record({ name: fc.constantFrom('db', 'gen'), literals: fc.tuple(fc.constantFrom('k=1', 'z=on')) }),
      { minLength: 1, maxLength: 1 },
    ),
    buildMetadata: fc.subarray(['originAnnotations', 'transformerAnnotations', 'managedByLabel'], { minLength: 1 }),
    sortOptions: fc.constantFrom(
      { order: 'fifo' },
      { order: 'legacy' },
      { order: 'legacy', legacySortOptions: { orderFirst: ['Secret'], orderLast: ['Deployment'] } },
    ),
  },
  { requiredKeys: [] },
);

/** Objects that differ in kind, name and place. */
const objects = fc.uniqueArray(object, {
  minLength: 1,
  maxLength: 6,
  selector: ({ kind, metadata: meta }) => `${kind} ${meta.name} ${meta.namespace ?? ''}`,
});

/** At most two features a layer: most combinations of more end in an error, which says little. */
const some = fc.tuple(settings, fc.nat(), fc.nat(), fc.nat({ max: 2 })).map(([all, first, second, count]) => {
  const entries = Object.entries(all);
  const chosen = [first, second]
    .slice(0, count)
    .flatMap((at) => entries.slice(at % Math.max(1, entries.length)).slice(0, 1));
  return Object.fromEntries(chosen);
});

interface Anchor {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined };
}

/** What replicas, vars, patches and replacements are for stands in the base, so that most of them find it. */
const ANCHORS = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { app: 'x' } },
    spec: {
      template: {
        spec: { containers: [{ name: 'main', image: 'shop/web:1', env: [{ name: 'A', value: '$(VAR)' }] }] },
      },
    },
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', labels: { app: 'y' } }, data: { k: 'v/1', l: 'm' } },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', labels: { app: 'z' } }, data: { k: 'eA==' } },
];

function withAnchors(objects: readonly Anchor[]): readonly unknown[] {
  const isAnchor = (each: Anchor): boolean =>
    ANCHORS.some((anchor) => anchor.kind === each.kind && anchor.metadata.name === each.metadata.name);
  return [...ANCHORS, ...objects.filter((each) => !isAnchor(each))];
}

export const trees: fc.Arbitrary<RandomTree> = fc
  .record({ base: objects, own: objects, inBase: some, middle: some, top: some, component: some })
  .map((parts) => ({
    path: 'top',
    files: {
      'base/objects.yaml': withAnchors(parts.base).map(yaml).join('---\n'),
      'base/kustomization.yaml': yaml({ ...parts.inBase, resources: ['objects.yaml'] }),
      'component/kustomization.yaml': yaml({
        apiVersion: 'kustomize.config.k8s.io/v1alpha1',
        kind: 'Component',
        ...parts.component,
        commonAnnotations: { comp: 'x' },
      }),
      'middle/kustomization.yaml': yaml({ ...parts.middle, resources: ['../base'], components: ['../component'] }),
      'top/own.yaml': parts.own.map(yaml).join('---\n'),
      'top/kustomization.yaml': yaml({ ...parts.top, resources: ['own.yaml', '../middle'] }),
    },
  }));
