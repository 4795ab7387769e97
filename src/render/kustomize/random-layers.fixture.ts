/** Kustomizations at random that mostly build: worlds of objects, a base or two, components and overlays with every feature. */
import fc from 'fast-check';
import { metadataPatch, operations, podPath, strategic, targetOf, WORKLOADS } from './random-patches.fixture.ts';
import { Dice, type Fields, type Known, type Value, word, worldOf } from './random-world.fixture.ts';
import { documents, yamlOf } from './random-yaml.fixture.ts';

export interface LayeredTree {
  readonly files: Readonly<Record<string, string>>;
  readonly path: string;
}

interface Layer {
  readonly dice: Dice;
  readonly folder: string;
  readonly world: readonly Known[];
  readonly files: Record<string, string>;
  /** Names of ConfigMaps that were generated below. */
  readonly made: string[];
  readonly isTop: boolean;
}

let unique = 0;

function put(layer: Layer, name: string, text: string): string {
  unique += 1;
  const path = `${name.replace('.', `-${unique}.`)}`;
  layer.files[`${layer.folder}/${path}`] = text;
  return path;
}

function patchEntry(layer: Layer): Value {
  const { dice, world } = layer;
  const known = dice.pick(world);
  const kind = dice.roll(10);
  if (kind < 3) return { patch: yamlOf(dice, strategic(dice, known)) };
  if (kind < 5)
    return {
      path: put(
        layer,
        'patch.yaml',
        documents(
          dice,
          [known, dice.pick(world)]
            .filter((each, at, all) => all.indexOf(each) === at)
            .map((each) => strategic(dice, each)),
        ),
      ),
    };
  if (kind < 6)
    return {
      target: targetOf(dice, known),
      patch: yamlOf(dice, { ...strategic(dice, known), metadata: { name: 'any', ...metadataPatch(dice) } }),
    };
  const text = dice.chance(50) ? JSON.stringify(operations(dice, known)) : yamlOf(dice, operations(dice, known));
  return dice.chance(50)
    ? { target: targetOf(dice, known), patch: text }
    : { target: targetOf(dice, known), path: put(layer, dice.pick(['ops.yaml', 'ops.json']), text) };
}

function labelEntry(dice: Dice): Value {
  return dice.pick<Value>([
    { pairs: { l1: word(dice) } },
    { pairs: { l2: 'm' }, includeSelectors: true },
    { pairs: { l3: 'm' }, includeTemplates: true },
    { pairs: { l4: 'm' }, fields: [{ path: 'spec/extra', create: true, kind: 'Widget' }] },
    { pairs: { app: 'all', l5: 'm' }, includeSelectors: true, includeTemplates: true },
  ]);
}

function replacementEntry(layer: Layer): Value {
  const { dice, world } = layer;
  const { kind, name } = dice.pick(world);
  const source = dice.pick<Fields>([
    { source: { kind, name, fieldPath: dice.pick(['metadata.name', 'metadata.labels.app', 'kind']) } },
    { source: { kind, name } },
    { sourceValue: word(dice) },
    { source: { kind, name, fieldPath: 'apiVersion', options: { delimiter: '/', index: 0 } } },
  ]);
  const target = dice.pick(world);
  const pod = WORKLOADS.includes(target.kind) ? podPath(target.kind).join('.') : undefined;
  const paths = [
    'metadata.labels.app',
    'metadata.annotations.replaced',
    'metadata.annotations.[example.com/dotted]',
    ...(pod === undefined
      ? []
      : [
          `${pod}.containers.[name=main].image`,
          `${pod}.containers.*.image`,
          `${pod}.containers.0.image`,
          `${pod}.containers.[name=main].env.[name=NEW].value`,
          `${pod}.priorityClassName`,
        ]),
    ...(target.kind === 'ConfigMap' ? ['data.path', 'data.json.a.b', 'data.made'] : []),
    ...(target.kind === 'Widget' ? ['spec.deep.er.made', 'spec.words.0', 'spec.parts.[name=web].image'] : []),
  ];
  const options = dice.pick<Value | undefined>([
    undefined,
    { create: true },
    { create: true },
    { delimiter: dice.pick(['/', ':']), index: dice.pick([-1, 0, 1, 9]) },
    { create: true, delimiter: '/', index: 1 },
  ]);
  const select = dice.pick<Value>([
    { kind: target.kind, name: target.name },
    { kind: target.kind },
    { labelSelector: 'app=x', kind: target.kind },
  ]);
  const entry = {
    ...source,
    targets: [
      {
        select,
        fieldPaths: [dice.pick(paths)],
        options: options ?? { create: true },
        reject: dice.chance(15) ? [{ name: dice.pick(world).name }] : undefined,
      },
    ],
  };
  return dice.chance(25)
    ? { path: put(layer, 'replace.yaml', yamlOf(dice, dice.chance(50) ? entry : [entry])) }
    : entry;
}

function generatorEntry(layer: Layer): Value {
  const { dice, made } = layer;
  const merges = made.length > 0 && dice.chance(50);
  unique += 1;
  const name = merges ? dice.pick(made) : dice.pick([`made-${unique}`]);
  if (!merges) made.push(name);
  return {
    name,
    behavior: merges ? dice.pick(['merge', 'replace']) : dice.pick<Value | undefined>([undefined, 'create']),
    literals: [`k${dice.roll(3)}=${word(dice).replaceAll('\n', ' ')}`, ...dice.some(['z="quoted"', "q='x'", 'e='], 30)],
    files: dice.chance(25)
      ? [put(layer, 'file.txt', `line ${word(dice)}\n`), `named=${put(layer, 'other.txt', word(dice))}`]
      : undefined,
    envs: dice.chance(25)
      ? [put(layer, 'env.env', `A${unique}=1\n# no\nB${unique}=${word(dice).replaceAll('\n', ' ')}\n`)]
      : undefined,
    options: dice.chance(40)
      ? {
          disableNameSuffixHash: dice.chance(50),
          immutable: dice.chance(20) ? true : undefined,
          labels: { g: 'h' },
          annotations: dice.chance(50) ? { note: word(dice) } : undefined,
        }
      : undefined,
  };
}

function pluginEntry(layer: Layer): Value {
  const { dice, world } = layer;
  unique += 1;
  const metadata = { name: `plugin-${unique}` };
  const known = dice.pick(world);
  const config = dice.pick<Fields>([
    {
      kind: 'PrefixTransformer',
      metadata,
      prefix: 'tp-',
      fieldSpecs: [{ path: 'metadata/name', kind: dice.pick<Value | undefined>([undefined, known.kind]) }],
    },
    { kind: 'SuffixTransformer', metadata, suffix: '-ts', fieldSpecs: [{ path: 'metadata/name' }] },
    {
      kind: 'LabelTransformer',
      metadata,
      labels: { tl: 'x', u: word(dice) },
      fieldSpecs: [
        { path: 'metadata/labels', create: true },
        { path: 'spec/template/metadata/labels', create: dice.chance(50), kind: 'Deployment' },
      ],
    },
    {
      kind: 'AnnotationsTransformer',
      metadata,
      annotations: { ta: word(dice) },
      fieldSpecs: [{ path: 'metadata/annotations', create: true, kind: known.kind }],
    },
    {
      kind: 'NamespaceTransformer',
      metadata: { ...metadata, namespace: 'placed' },
      unsetOnly: dice.chance(50),
      setRoleBindingSubjects: dice.pick(['defaultOnly', 'allServiceAccounts', 'none']),
      fieldSpecs: [{ path: 'metadata/namespace', create: true }],
    },
    {
      kind: 'ImageTagTransformer',
      metadata,
      imageTag: { name: 'nginx', newTag: 'p' },
      fieldSpecs: [{ path: 'spec/parts/image', kind: 'Widget' }],
    },
    {
      kind: 'PatchTransformer',
      metadata,
      target: targetOf(dice, known),
      patch: JSON.stringify(operations(dice, known)),
    },
    { kind: 'PatchStrategicMergeTransformer', metadata, patches: yamlOf(dice, strategic(dice, known)) },
    { kind: 'ReplacementTransformer', metadata, replacements: [replacementEntry(layer)] },
    {
      kind: 'ValueAddTransformer',
      metadata,
      value: 'va',
      targets: [
        { fieldPath: 'metadata/annotations/added', selector: { kind: known.kind } },
        { fieldPath: 'metadata/namespace', selector: { kind: 'ConfigMap' } },
      ],
    },
    { kind: 'HashTransformer', metadata },
  ]);
  return yamlOf(dice, { apiVersion: 'builtin', ...config });
}

const FEATURES: Readonly<Record<string, (layer: Layer) => Fields>> = {
  namePrefix: ({ dice }) => ({ namePrefix: dice.pick(['p-', 'pre.']) }),
  nameSuffix: ({ dice }) => ({ nameSuffix: dice.pick(['-s', '2']) }),
  namespace: ({ dice }) => ({ namespace: dice.pick(['shop', 'top']) }),
  commonLabels: ({ dice }) => ({ commonLabels: { c: word(dice), app: 'common' } }),
  labels: ({ dice }) => ({ labels: [labelEntry(dice), ...dice.some([labelEntry(dice)], 30)] }),
  commonAnnotations: ({ dice }) => ({ commonAnnotations: { i: '83', note: word(dice) } }),
  images: ({ dice }) => ({
    images: [
      dice.pick<Value>([
        { name: 'nginx', newTag: '2' },
        { name: 'shop/.*', newName: 'r/x' },
        { name: 'busybox', digest: 'sha256:def' },
        { name: 'reg.io:5000/shop/web', newName: 'n', newTag: 'v1' },
        { name: 'nginx', tagSuffix: '-x' },
      ]),
    ],
  }),
  replicas: ({ dice, world }) => {
    const names = world.filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind)).map(({ name }) => name);
    return names.length === 0 ? {} : { replicas: [{ name: dice.pick(names), count: dice.roll(9) }] };
  },
  patches: (layer) => ({ patches: [patchEntry(layer), ...layer.dice.some([patchEntry(layer)], 40)] }),
  patchesStrategicMerge: (layer) => {
    const text = yamlOf(layer.dice, strategic(layer.dice, layer.dice.pick(layer.world)));
    return { patchesStrategicMerge: [layer.dice.chance(50) ? text : put(layer, 'smp.yaml', text)] };
  },
  patchesJson6902: ({ dice, world }) => {
    const known = dice.pick(world);
    const { kind, name } = known;
    return {
      patchesJson6902: [{ target: { kind, name, version: 'v1' }, patch: JSON.stringify(operations(dice, known)) }],
    };
  },
  replacements: (layer) => ({
    replacements: [replacementEntry(layer), ...layer.dice.some([replacementEntry(layer)], 30)],
  }),
  configMapGenerator: (layer) => ({ configMapGenerator: [generatorEntry(layer)] }),
  secretGenerator: ({ dice }) => {
    unique += 1;
    return {
      secretGenerator: [
        {
          name: `secret-${unique}`,
          literals: [`a=${word(dice).replaceAll('\n', ' ')}`],
          type: dice.pick<Value | undefined>([undefined, 'x/y']),
        },
      ],
    };
  },
  generatorOptions: ({ dice }) => ({
    generatorOptions: { disableNameSuffixHash: dice.chance(50), labels: { go: 'x' } },
  }),
  configurations: (layer) => ({
    configurations: [
      put(
        layer,
        'config.yaml',
        yamlOf(
          layer.dice,
          Object.fromEntries(
            layer.dice.some<[string, Value]>(
              [
                [
                  'nameReference',
                  [{ kind: 'ConfigMap', version: 'v1', fieldSpecs: [{ path: 'spec/config/name', kind: 'Widget' }] }],
                ],
                ['images', [{ path: 'spec/parts/image', kind: 'Widget' }]],
                ['commonLabels', [{ path: 'spec/labels', kind: 'Widget', create: true }]],
                ['commonAnnotations', [{ path: 'spec/notes', kind: 'Widget', create: true }]],
                ['namePrefix', [{ path: 'spec/deep/er/est', kind: 'Widget' }]],
                ['namespace', [{ path: 'spec/place', kind: 'Widget', create: true }]],
                ['replicas', [{ path: 'spec/count', kind: 'Widget', create: true }]],
                ['varReference', [{ path: 'spec/words', kind: 'Widget' }]],
              ],
              50,
            ),
          ),
        ) || '{}\n',
      ),
    ],
  }),
  vars: ({ dice, world }) => {
    const known = dice.pick(world);
    const { apiVersion, kind, name, namespace } = known;
    return {
      vars: [
        {
          name: 'VAR',
          objref: { apiVersion, kind, name, namespace },
          fieldref: dice.pick<Value | undefined>([undefined, { fieldpath: 'metadata.labels.app' }]),
        },
      ],
    };
  },
  transformers: (layer) => {
    const text = pluginEntry(layer) as string;
    return { transformers: [layer.dice.chance(50) ? text : put(layer, 'plugin.yaml', text)] };
  },
  buildMetadata: ({ dice }) => ({
    buildMetadata: dice.some(['originAnnotations', 'transformerAnnotations', 'managedByLabel'], 60),
  }),
  sortOptions: ({ dice }) => ({
    sortOptions: dice.pick<Value>([
      { order: 'fifo' },
      { order: 'legacy' },
      {
        order: 'legacy',
        legacySortOptions: { orderFirst: ['Secret', 'Widget'], orderLast: ['Deployment', 'Namespace'] },
      },
    ]),
  }),
};

/** Only where the whole build is told what to do. */
const OF_THE_TOP = ['vars', 'sortOptions', 'buildMetadata'];

function kustomization(layer: Layer, fixed: Fields): string {
  const { dice } = layer;
  const names = Object.keys(FEATURES).filter((name) => layer.isTop || !OF_THE_TOP.includes(name));
  const chosen = new Set(Array.from({ length: dice.roll(4) }, () => dice.pick(names)));
  const parts = [...chosen].map((name) => FEATURES[name]?.(layer) ?? {});
  return yamlOf(dice, Object.assign({ ...fixed }, ...parts) as Fields);
}

function treeOf(seed: number): LayeredTree {
  const dice = new Dice(seed);
  unique = 0;
  const files: Record<string, string> = {};
  const world = worldOf(dice, dice.pick([10, 30, 60]));
  const all = world.length === 0 ? worldOf(dice, 100) : world;
  const made: string[] = [];
  const layer = (folder: string): Layer => ({ dice, folder, world: all, files, made, isTop: folder === 'top' });
  const half = dice.roll(all.length + 1);
  const parts = [all.slice(0, half), all.slice(half)].filter((part) => part.length > 0);
  const resources = parts.map((part, at) => {
    files[`base/part-${at}.yaml`] = documents(
      dice,
      part.map(({ object }) => object),
    );
    return `part-${at}.yaml`;
  });
  files['base/kustomization.yaml'] = kustomization(layer('base'), { resources });
  const hasComponent = dice.chance(40);
  files['middle/kustomization.yaml'] = '';
  if (hasComponent) {
    const kind = { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' };
    files['component/kustomization.yaml'] = kustomization(layer('component'), {
      ...kind,
      commonAnnotations: { comp: 'x' },
    });
  }
  files['middle/kustomization.yaml'] = kustomization(layer('middle'), {
    resources: ['../base'],
    components: hasComponent ? ['../component'] : undefined,
  });
  files['top/kustomization.yaml'] = kustomization(layer('top'), { resources: ['../middle'] });
  return { files, path: 'top' };
}

export const layeredTrees: fc.Arbitrary<LayeredTree> = fc.integer({ min: 0, max: 2 ** 31 }).map(treeOf);
