/** A memory of bases changes nothing but the time: manifests, faults and reads are those of a render without it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type TestWorld, testInputs } from '../../testkit/render-inputs.ts';
import type { SourceRequest } from '../contract.ts';
import { ChartMemory } from '../helm-source/chart-memory.ts';
import { BaseMemory } from '../kustomize/build/shared-base.ts';
import { trees } from '../kustomize/random-trees.fixture.ts';
import { type RenderMemory, renderSource } from '../render-source.ts';
import { readKey } from '../trace/read.ts';

function memoryOf(budget = 64 * 1024 * 1024): RenderMemory {
  return { charts: new ChartMemory(0), bases: new BaseMemory(budget) };
}

function request(path: string, kustomizeBuildOptions: Readonly<Record<string, string>> = {}): SourceRequest {
  return {
    appName: 'web',
    project: 'default',
    namespace: 'prod',
    source: { repoURL: 'https://git.example.com/app', path },
    references: undefined,
    settings: {
      maxCombinedDirectoryManifestsSize: 0,
      valuesFileSchemes: ['https'],
      kustomizeBuildOptions,
      disabledTools: [],
    },
  };
}

/** Everything that a render tells, the reads in an order of their own. */
function told(world: TestWorld, path: string, memory?: RenderMemory): unknown {
  const outcome = renderSource(request(path, { '': '--enable-helm' }), testInputs(world), memory);
  if (outcome.kind === 'needs') return outcome;
  const reads = outcome.reads.map((read) => [readKey(read), read]).sort();
  if (outcome.kind === 'failed') return { ...outcome, error: outcome.error.message, reads };
  return { ...outcome, reads };
}

function overlays(files: TestWorld['files']): TestWorld['files'] {
  return {
    ...files,
    'over-1/kustomization.yaml': 'resources: [../base]\nnamePrefix: x-\ncommonLabels: {a: b}\n',
    'over-2/kustomization.yaml': 'resources: [../base, ../copy]\nnamespace: other\n',
    'over-3/kustomization.yaml': 'resources: [../over-1]\nbuildMetadata: [originAnnotations, transformerAnnotations]\n',
    'over-4/kustomization.yaml': 'resources: [../over-1]\nimages: [{name: main, newTag: "9"}]\n',
  };
}

test('random trees', () => {
  const memory = memoryOf();
  const small = memoryOf(20_000);
  const property = fc.property(trees, ({ files, path }) => {
    const moved = Object.fromEntries(Object.entries(files).map(([name, text]) => [`copy/${name}`, text]));
    const base = {
      'base/kustomization.yaml': `resources: [../copy/${path}]\n`,
      'copy/kustomization.yaml': 'namePrefix: q-\n',
    };
    const world = { files: overlays({ ...files, ...moved, ...base }) };
    for (const each of [path, 'over-1', 'over-2', 'over-3', 'over-4', 'over-1', `copy/${path}`]) {
      const plain = told(world, each);
      expect(told(world, each, memory)).toEqual(plain);
      expect(told(world, each, small)).toEqual(plain);
    }
  });
  fc.assert(property, { numRuns: 10 });
});

const NOT_KEPT = ['charts see the namespace above, and chance', 'faults are not kept'];
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: "v"}\n';

test.each<[reason: string, TestWorld, paths: readonly string[]]>([
  [
    'what is changed above a base does not reach the next',
    {
      files: {
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'base/a.yaml': MAP,
        'one/kustomization.yaml': `resources: [../base]\nnamePrefix: x-\npatches: [{patch: ${JSON.stringify(`${MAP}  l: "w"\n`)}}]\n`,
        'two/kustomization.yaml': 'resources: [../base]\ncommonAnnotations: {q: r}\n',
      },
    },
    ['one', 'two', 'one', 'two', 'base'],
  ],
  [
    'a base that looks outside its folder',
    {
      files: {
        'base/kustomization.yaml': 'resources: [../more]\n',
        'more/kustomization.yaml': 'resources: [a.yaml]\n',
        'more/a.yaml': MAP,
        'deep/more/kustomization.yaml': 'resources: [a.yaml]\n',
        'deep/more/a.yaml': MAP.replace('name: a', 'name: b'),
        'deep/base/kustomization.yaml': 'resources: [../more]\n',
        'one/kustomization.yaml': 'resources: [../base]\n',
        'two/kustomization.yaml': 'resources: [../deep/base]\n',
      },
    },
    ['one', 'two', 'one'],
  ],
  [
    'a base with schemas of its own changes what comes after it',
    {
      files: {
        'base/kustomization.yaml': 'resources: [a.yaml]\nopenapi: {path: s.json}\n',
        'base/s.json': '{"definitions": {}}',
        'base/a.yaml': MAP,
        'plain/kustomization.yaml': 'resources: [a.yaml]\n',
        'plain/a.yaml': MAP.replace('name: a', 'name: b'),
        'one/kustomization.yaml': 'resources: [../plain, ../base]\n',
        'two/kustomization.yaml': 'resources: [../base, ../plain]\n',
      },
    },
    ['plain', 'one', 'two', 'one', 'two'],
  ],
  [
    'a base in another repository',
    {
      files: {
        'one/kustomization.yaml': 'resources: ["https://git.example.com/base.git"]\n',
        'two/kustomization.yaml': 'resources: ["https://git.example.com/base.git"]\nnameSuffix: -s\n',
        'own/kustomization.yaml': 'resources: [a.yaml, sub]\n',
        'own/a.yaml': MAP,
        'own/sub/kustomization.yaml': 'nameSuffix: -t\n',
        'three/kustomization.yaml': 'resources: [../own]\n',
      },
      repositories: {
        'https://git.example.com/base.git': {
          'kustomization.yaml': 'resources: [a.yaml, sub]\n',
          'a.yaml': MAP,
          'sub/kustomization.yaml': 'nameSuffix: -t\n',
        },
      },
    },
    ['three', 'one', 'two', 'three'],
  ],
  [
    'charts see the namespace above, and chance',
    {
      files: {
        'base/kustomization.yaml': 'helmCharts: [{name: c}]\n',
        'base/charts/c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
        'base/charts/c/templates/a.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {n: "{{ .Release.Namespace }}", r: "{{ randAlpha 3 }}"}\n',
        'one/kustomization.yaml': 'resources: [../base]\nnamespace: n1\n',
        'two/kustomization.yaml': 'resources: [../base]\nnamespace: n2\n',
      },
    },
    ['one', 'two', 'one'],
  ],
  [
    'faults are not kept',
    {
      files: {
        'base/kustomization.yaml': 'resources: [a.yaml, none.yaml]\n',
        'base/a.yaml': MAP,
        'one/kustomization.yaml': 'resources: [../base]\n',
      },
    },
    ['one', 'one'],
  ],
])('%s', (reason, world, paths) => {
  const keeps = !NOT_KEPT.includes(reason);
  const memory = memoryOf();
  for (const path of [...paths, ...paths, ...paths]) expect(told(world, path, memory)).toEqual(told(world, path));
  expect(memory.bases.used > 0).toBe(keeps);
});
