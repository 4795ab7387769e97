/** Kustomizations that mean harm: paths that lead out, copies of copies, patterns that explode. Each ends in a clear error, soon. */
import { expect, test } from 'vitest';
import { memoryKustomizeFiles } from '../../testkit/memory-kustomize-files.ts';
import { build } from './build/build.ts';
import type { KustomizeFiles } from './files/files.ts';
import { Folder } from './files/folder.ts';

const SECRET = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: outside}\ndata: {a: hidden}\n';
const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: inside}\n';

const bytes = (files: Readonly<Record<string, string>>): ReadonlyMap<string, Uint8Array> =>
  new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));

/** Where `link` within the folder is a symlink to the file outside. */
function linkedFiles(files: Readonly<Record<string, string>>): KustomizeFiles {
  const memory = memoryKustomizeFiles({ files: bytes(files) });
  return { ...memory, resolve: (path) => memory.resolve(path === 'app/link' ? 'secret.yaml' : path) };
}

function built(files: Readonly<Record<string, string>>, path = ''): ReturnType<typeof build>['resources'] {
  const options = {
    helm: true,
    managedByLabel: false,
    version: 'v5.8.1',
    moment: { now: () => 0n, random: (size: number) => new Uint8Array(size), clock: () => 0 },
  };
  return build(new Folder(linkedFiles(files), path), options).resources;
}

const plugin = (kind: string, field: string) => (path: string) =>
  `transformers: [t.yaml]\n---t\napiVersion: builtin\nkind: ${kind}\nmetadata: {name: t}\ntarget: {kind: ConfigMap, name: inside}\n${field.replace('PATH', path)}`;

const CHART = 'helmCharts: [{name: c, releaseName: r, ';

/** Every field that takes the path of a file, with a kustomization that has it. */
const PATH_FIELDS: Readonly<Record<string, (path: string) => string>> = {
  resources: (path) => `resources: [${path}]`,
  bases: (path) => `bases: [${path}]`,
  'patches.path': (path) => `patches: [{path: ${path}}]`,
  patchesStrategicMerge: (path) => `patchesStrategicMerge: [${path}]`,
  'patchesJson6902.path': (path) =>
    `patchesJson6902: [{target: {version: v1, kind: ConfigMap, name: inside}, path: ${path}}]`,
  'replacements.path': (path) => `replacements: [{path: ${path}}]`,
  configurations: (path) => `configurations: [${path}]`,
  crds: (path) => `crds: [${path}]`,
  'openapi.path': (path) => `openapi: {path: ${path}}`,
  generators: (path) => `generators: [${path}]`,
  transformers: (path) => `transformers: [${path}]`,
  validators: (path) => `validators: [${path}]`,
  'configMapGenerator.files': (path) => `configMapGenerator: [{name: m, files: [${path}]}]`,
  'configMapGenerator.files, with a key': (path) => `configMapGenerator: [{name: m, files: [k=${path}]}]`,
  'configMapGenerator.envs': (path) => `configMapGenerator: [{name: m, envs: [${path}]}]`,
  'configMapGenerator.env': (path) => `configMapGenerator: [{name: m, env: ${path}}]`,
  'secretGenerator.files': (path) => `secretGenerator: [{name: m, files: [${path}]}]`,
  'secretGenerator.envs': (path) => `secretGenerator: [{name: m, envs: [${path}]}]`,
  'secretGenerator.env': (path) => `secretGenerator: [{name: m, env: ${path}}]`,
  'helmCharts.valuesFile': (path) => `${CHART}valuesFile: ${path}}]`,
  'helmCharts.additionalValuesFiles': (path) => `${CHART}additionalValuesFiles: [${path}]}]`,
  'PatchTransformer.path': plugin('PatchTransformer', 'path: PATH'),
  'PatchJson6902Transformer.path': plugin('PatchJson6902Transformer', 'path: PATH'),
  'PatchStrategicMergeTransformer.paths': plugin('PatchStrategicMergeTransformer', 'paths: [PATH]'),
  'ReplacementTransformer.replacements.path': plugin('ReplacementTransformer', 'replacements: [{path: PATH}]'),
  'ValueAddTransformer.targetFilePath': plugin('ValueAddTransformer', 'targetFilePath: PATH'),
};

const WAYS_OUT = {
  'two dots': '../secret.yaml',
  'two dots on the way': 'sub/../../secret.yaml',
  'a symlink': 'link',
} as const;

test.each(
  Object.entries(PATH_FIELDS).flatMap(([field, write]) =>
    Object.entries(WAYS_OUT).map(([way, path]) => ({ field, way, path, write })),
  ),
)('$field does not lead out by $way', ({ path, write }) => {
  const [kustomization = '', transformer = ''] = write(path).split('---t\n');
  const files = {
    'secret.yaml': SECRET,
    'app/object.yaml': OBJECT,
    'app/sub/x': '',
    'app/t.yaml': transformer || OBJECT,
    'app/charts/c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
    'app/charts/c/values.yaml': '{}',
    'app/kustomization.yaml': `namePrefix: p-\n${kustomization}\n`,
  };
  expect(() => built(files, 'app')).toThrow("security; file '/secret.yaml' is not in or below '/app'");
});

test.each(['/etc/passwd', '/'])('an absolute path is refused: %s', (path) => {
  for (const write of Object.values(PATH_FIELDS)) {
    const [kustomization = '', transformer = OBJECT] = write(path).split('---t\n');
    const files = { 'app/kustomization.yaml': `namePrefix: p-\n${kustomization}\n`, 'app/t.yaml': transformer };
    expect(() => built(files, 'app')).toThrow();
  }
});

test('a cycle of bases over three folders', () => {
  const files = {
    'a/kustomization.yaml': 'resources: [../b]',
    'b/kustomization.yaml': 'resources: [../c]',
    'c/kustomization.yaml': 'components: [../a]',
  };
  expect(() => built(files, 'a')).toThrow('cycle detected');
});

const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'replacements of which each doubles a map',
    {
      'r.yaml': 'apiVersion: v1\nkind: W\nmetadata: {name: w}\nspec: {a: {x: "1"}, b: {x: "1"}}\n',
      'kustomization.yaml': `resources: [r.yaml]\nreplacements:\n${many(60, (index) => {
        const [from, to] = index % 2 === 0 ? ['a', 'b'] : ['b', 'a'];
        return `- {source: {kind: W, fieldPath: spec.${from}}, targets: [{select: {kind: W}, fieldPaths: [spec.${to}.l, spec.${to}.r], options: {create: true}}]}\n`;
      })}`,
    },
    'replacements make more than',
  ],
  [
    'replacements of which each doubles a text',
    {
      'r.yaml': 'apiVersion: v1\nkind: W\nmetadata: {name: w}\nspec: {a: "0123456789-0123456789"}\n',
      'kustomization.yaml': `resources: [r.yaml]\nreplacements:\n${many(60, () => '- {source: {kind: W, fieldPath: spec.a}, targets: [{select: {kind: W}, fieldPaths: [spec.a], options: {delimiter: "-", index: -1}}]}\n')}`,
    },
    'replacements make more than',
  ],
  [
    'operations of which each doubles a list',
    {
      'r.yaml': 'apiVersion: v1\nkind: W\nmetadata: {name: w}\nspec: {a: [0123456789]}\n',
      'kustomization.yaml': `resources: [r.yaml]\npatches:\n- target: {kind: W}\n  patch: |-\n${many(60, () => '    - {op: copy, from: /spec/a, path: /spec/a/-}\n')}`,
    },
    'the operations of a JSON patch make more than',
  ],
  [
    'a variable that is large in many places',
    {
      'r.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: "${'x'.repeat(1_000_000)}"}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, args: [${many(100, () => '"$(V)$(V)", ')}]}]}\n`,
      'kustomization.yaml':
        'resources: [r.yaml]\nvars: [{name: V, objref: {apiVersion: v1, kind: ConfigMap, name: c}, fieldref: {fieldpath: data.a}}]',
    },
    'variables make more than',
  ],
  [
    'aliases of aliases',
    {
      'r.yaml': `apiVersion: v1\nkind: W\nmetadata: {name: w}\na0: &a0 [x, x, x, x, x, x, x, x]\n${many(12, (index) => `a${index + 1}: &a${index + 1} [${many(8, () => `*a${index}, `)}]\n`)}`,
      'kustomization.yaml': 'resources: [r.yaml]',
    },
    'excessive aliasing',
  ],
  [
    'an alias of itself',
    {
      'r.yaml': 'apiVersion: v1\nkind: W\nmetadata: {name: w}\na: &a {b: *a}\n',
      'kustomization.yaml': 'resources: [r.yaml]',
    },
    'anchor',
  ],
  [
    'nesting without end',
    {
      'r.yaml': `apiVersion: v1\nkind: W\nmetadata: {name: w}\na: ${'['.repeat(2000)}${']'.repeat(2000)}\n`,
      'kustomization.yaml': 'resources: [r.yaml]',
    },
    'nested deeper than',
  ],
  [
    'nesting without end in a kustomization',
    { 'kustomization.yaml': `resources: ${'['.repeat(2000)}${']'.repeat(2000)}\n` },
    'nested deeper than',
  ],
])('%s', (_name, files, why) => {
  expect(() => built(files)).toThrow(why);
});

test.each([
  ['bases', (next: string) => `resources: [${next}]\n`],
  ['components', (next: string) => `kind: Component\ncomponents: [${next}]\n`],
])('%s of one another without end', (_name, write) => {
  const files = Object.fromEntries(
    Array.from({ length: 9000 }, (_, index) => [`l${index}/kustomization.yaml`, write(`../l${index + 1}`)]),
  );
  const top = { 'top/kustomization.yaml': 'resources: [x.yaml, ../l0]\n', 'top/x.yaml': OBJECT };
  const holder = write('../l0').startsWith('kind')
    ? { 'top/kustomization.yaml': 'resources: [x.yaml]\ncomponents: [../l0]\n' }
    : {};
  expect(() => built({ ...files, ...top, ...holder }, 'top')).toThrow('nested deeper than 100 levels are refused');
});

test('more components than are opened', () => {
  const files = {
    'app/kustomization.yaml': `resources: [x.yaml]\ncomponents: [${many(10_001, () => '../comp, ')}]\n`,
    'app/x.yaml': OBJECT,
    'comp/kustomization.yaml': 'kind: Component\ncommonAnnotations: {a: b}\n',
  };
  expect(() => built(files, 'app')).toThrow('a build of more than 10000 kustomizations is refused');
});

const CHART_FILES = {
  'app/charts/c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
  'app/charts/c/values.yaml': '{}',
  'app/charts/c/templates/a.yaml': OBJECT,
};

test.each(['../..', '../../../etc', '/etc', '/', 'link', 'charts/c/templates/a.yaml'])(
  'a folder of charts at %s holds none',
  (home) => {
    const kustomization = `helmGlobals: {chartHome: ${home}}\nhelmCharts: [{name: c, releaseName: r}]\n`;
    const files = { ...CHART_FILES, 'secret.yaml': SECRET, 'app/kustomization.yaml': kustomization };
    expect(() => built(files, 'app')).toThrow("no repo specified for pull, no chart found at '");
  },
);

test.each(['helm-home', '../helm-home', '/helm-home', 'link', '$(touch x)'])(
  'settings and plugins of Helm at %s are not looked at',
  (home) => {
    const kustomization = `helmGlobals: {configHome: ${home}}\nhelmCharts: [{name: c, releaseName: r}]\n`;
    const plugin = 'name: p\ndownloaders: [{command: touch MARK, protocols: [p]}]\n';
    const files = {
      ...CHART_FILES,
      'secret.yaml': SECRET,
      'app/helm-home/.data/plugins/p/plugin.yaml': plugin,
      'helm-home/.data/plugins/p/plugin.yaml': plugin,
      'app/kustomization.yaml': kustomization,
    };
    expect(built(files, 'app').map(({ name }) => name)).toEqual(['inside']);
  },
);

test.each([
  ['(', /the image name "\(" is no pattern/],
  ['((a+)+)+b', undefined],
  ['(((a{100}){100}){100}){100}', /is no pattern/],
])('a name of an image that is no pattern, or one that explodes: %s', (name, fault) => {
  const image = 'a'.repeat(10_000);
  const files = {
    'kustomization.yaml': `resources: [p.yaml]\nimages: [{name: "${name}", newTag: v2}]\n`,
    'p.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: ${image}}]}\n`,
  };
  const started = performance.now();
  if (fault === undefined) expect(built(files).length).toBe(1);
  else expect(() => built(files)).toThrow(fault);
  expect(performance.now() - started).toBeLessThan(5000);
});

test('bases that double with each layer', () => {
  const layers = Array.from({ length: 30 }, (_, index) => {
    const below = index === 0 ? '../object' : `../both${index - 1}`;
    return {
      [`l${index}/kustomization.yaml`]: `resources: [${below}]\nnamePrefix: l-\n`,
      [`r${index}/kustomization.yaml`]: `resources: [${below}]\nnamePrefix: r-\n`,
      [`both${index}/kustomization.yaml`]: `resources: [../l${index}, ../r${index}]\n`,
    };
  });
  const files = Object.assign(
    { 'object/kustomization.yaml': 'resources: [x.yaml]\n', 'object/x.yaml': OBJECT },
    ...layers,
  );
  expect(() => built(files, 'both29')).toThrow('a build of more than 10000 kustomizations is refused');
});

/** What is large but meant well still builds, in time that grows with its size. */
test.each<[string, () => Readonly<Record<string, string>>, number]>([
  [
    'a component that is included often',
    () => ({
      'app/kustomization.yaml': `resources: [x.yaml]\ncomponents: [${many(2000, () => '../comp, ')}]\n`,
      'app/x.yaml': OBJECT,
      'comp/kustomization.yaml': 'kind: Component\ncommonAnnotations: {a: b}\n',
    }),
    1,
  ],
  [
    'patterns that would explode, on many objects',
    () => ({
      'app/kustomization.yaml': `resources: [x.yaml]\npatches:\n- target: {name: "(a+)+(a+)+(a|aa)+b"}\n  patch: '[{"op": "remove", "path": "/data"}]'\n`,
      'app/x.yaml': many(
        200,
        (index) => `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${'a'.repeat(60)}${index}}\n`,
      ),
    }),
    200,
  ],
  [
    'many patches on many objects',
    () => ({
      'app/kustomization.yaml': `resources: [x.yaml]\npatches:\n${many(300, (index) => `- patch: '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c${index}"}, "data": {"p": "1"}}'\n- target: {kind: ConfigMap, name: c${index}}\n  patch: '[{"op": "add", "path": "/metadata/labels", "value": {"j": "1"}}]'\n`)}`,
      'app/x.yaml': many(300, (index) => `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${index}}\n`),
    }),
    300,
  ],
  [
    'many objects of one name that refer to one another',
    () => ({
      'app/kustomization.yaml': 'resources: [x.yaml]\nnamePrefix: p-\n',
      'app/x.yaml': many(
        1000,
        (index) =>
          `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: n${index}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: c, namespace: n${index}}\nspec: {containers: [{name: a, envFrom: [{configMapRef: {name: c}}, {configMapRef: {name: c}}]}]}\n`,
      ),
    }),
    2000,
  ],
  [
    'a generator of many entries',
    () => ({
      'app/kustomization.yaml': `configMapGenerator: [{name: m, literals: [${many(20_000, (index) => `k${index}=v, `)}]}]\n`,
    }),
    1,
  ],
])('%s', (_name, files, count) => {
  expect(built(files(), 'app').length).toBe(count);
});
