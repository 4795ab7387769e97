import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApplicationSource } from '../api/application/fields.ts';
import { type TestWorld, testInputs } from '../testkit/render-inputs.ts';
import type { PluginAnswer, RenderInputs, RenderOutcome, SourceRequest, SourceType } from './contract.ts';
import { createRenderSource, renderSource } from './render-source.ts';
import { allHold } from './trace/read.ts';

/** One world for each renderer, and what may be otherwise in it: answers to questions of every kind that it asks. */
interface Member {
  readonly type: SourceType;
  readonly source: Partial<ApplicationSource>;
  readonly world: TestWorld;
  readonly changes: readonly Change[];
}

interface Change {
  readonly what: string;
  readonly to: (world: TestWorld) => TestWorld;
}

function map(name: string, value = '1'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {v: "${value}"}\n`;
}

function file(path: string, text: string | undefined): Change {
  const what = text === undefined ? `without ${path}` : `${path} is ${JSON.stringify(text.slice(0, 30))}`;
  return {
    what,
    to(world) {
      const { [path]: _before, ...files } = world.files;
      return { ...world, files: text === undefined ? files : { ...files, [path]: text } };
    },
  };
}

function fact(what: string, facts: Partial<TestWorld>): Change {
  return { what, to: (world) => ({ ...world, ...facts }) };
}

const EVERYWHERE: readonly Change[] = [
  file('elsewhere/unread.yaml', map('unread', '2')),
  fact('an older cluster', { kubeVersion: '1.30.0' }),
  fact('another served version', { apiVersions: ['apps/v1', 'v1'] }),
  fact('another revision', { variables: { ARGOCD_APP_NAME: 'guestbook', ARGOCD_APP_REVISION: 'b'.repeat(40) } }),
  file('app/.argocd-source.yaml', 'kustomize: {namePrefix: over-}\n'),
  file('app/.argocd-source-guestbook.yaml', 'helm: {parameters: [{name: v, value: over}]}\n'),
];
const VARIABLES = { ARGOCD_APP_NAME: 'guestbook', ARGOCD_APP_REVISION: 'a'.repeat(40) };
const BASE = 'https://git.example.com/base.git';

function printed(...texts: readonly string[]): NonNullable<TestWorld['plugin']> {
  const answer: PluginAnswer = { kind: 'manifests', plugin: 'p', texts };
  return ({ task }) => (task === 'match' ? { kind: 'match', isSupported: true } : answer);
}

const FAMILY: readonly Member[] = [
  {
    type: 'Directory',
    source: { directory: { recurse: true } },
    world: {
      variables: VARIABLES,
      files: { 'app/a.yaml': map('a'), 'app/sub/b.yml': map('b'), 'app/notes.md': 'read' },
    },
    changes: [
      file('app/a.yaml', map('a', '2')),
      file('app/a.yaml', 'a: ['),
      file('app/sub/b.yml', undefined),
      file('app/sub/c.json', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}'),
      file('app/notes.md', 'other'),
    ],
  },
  {
    type: 'Directory',
    source: {
      directory: { jsonnet: { libs: ['lib'], extVars: [{ name: 'revision', value: '$ARGOCD_APP_REVISION' }] } },
    },
    world: {
      variables: VARIABLES,
      files: {
        'app/main.jsonnet': '(import "m.libsonnet")(importstr "name.txt", std.extVar("revision"))',
        'app/name.txt': 'a',
        'lib/m.libsonnet':
          'function(n, r) { apiVersion: "v1", kind: "ConfigMap", metadata: { name: n }, data: { r: r } }',
      },
    },
    changes: [
      file('app/name.txt', 'b'),
      file('lib/m.libsonnet', 'function(n, r) { apiVersion: "v1", kind: "ConfigMap", metadata: { name: n } }'),
      file('lib/m.libsonnet', 'function(n'),
      file('app/m.libsonnet', 'function(n, r) { apiVersion: "v1", kind: "Secret", metadata: { name: n } }'),
      file('lib/other.libsonnet', '{}'),
    ],
  },
  {
    type: 'Helm',
    source: { helm: { valueFiles: ['more.yaml', 'https://values.example.com/v.yaml'], ignoreMissingValueFiles: true } },
    world: {
      variables: VARIABLES,
      remoteFiles: { 'https://values.example.com/v.yaml': 'remote: 1\n' },
      files: {
        'app/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
        'app/values.yaml': 'v: one\n',
        'app/templates/a.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata:\n  v: {{ .Values.v }}-{{ .Values.remote }}\n  k: {{ .Capabilities.KubeVersion }}\n{{ if .Capabilities.APIVersions.Has "apps/v1" }}  apps: "yes"\n{{ end }}',
        'app/README.md': 'read',
      },
    },
    changes: [
      file('app/values.yaml', 'v: two\n'),
      file('app/more.yaml', 'v: more\n'),
      file('app/Chart.yaml', 'apiVersion: v2\nname: c\nversion: 2.0.0\n'),
      file('app/templates/b.yaml', '{{ fail "no" }}'),
      file('app/README.md', 'other'),
      fact('other remote values', { remoteFiles: { 'https://values.example.com/v.yaml': 'remote: 2\n' } }),
    ],
  },
  {
    type: 'Kustomize',
    source: { kustomize: { namePrefix: 'x-' } },
    world: {
      variables: VARIABLES,
      repositories: { [`${BASE} v1`]: { 'kustomization.yaml': 'resources: [b.yaml]\n', 'b.yaml': map('remote') } },
      files: {
        'app/kustomization.yaml': `resources: [../own, '${BASE}?ref=v1']\nconfigMapGenerator: [{name: g, files: [f.txt]}]\n`,
        'app/f.txt': 'f',
        'own/kustomization.yaml': 'resources: [m.yaml]\n',
        'own/m.yaml': map('m'),
      },
    },
    changes: [
      file('app/f.txt', 'g'),
      file('own/m.yaml', map('m', '2')),
      file('own/kustomization.yaml', 'resources: [m.yaml]\nnameSuffix: -s\n'),
      file('own/unread.yaml', map('unread')),
      file('app/kustomization.yaml', 'resources: ['),
      fact('another base', {
        repositories: { [`${BASE} v1`]: { 'kustomization.yaml': 'resources: [b.yaml]\n', 'b.yaml': map('other') } },
      }),
    ],
  },
  {
    type: 'Plugin',
    source: { plugin: { name: 'p', env: [{ name: 'REVISION', value: '$ARGOCD_APP_REVISION' }] } },
    world: { variables: VARIABLES, plugin: printed(map('a')), files: { 'app/input': '1' } },
    changes: [
      fact('it prints something else', { plugin: printed(map('b')) }),
      fact('it prints two texts', { plugin: printed(map('a'), map('b')) }),
      fact('it prints nothing', { plugin: printed() }),
      fact('it prints what is no manifest', { plugin: printed('a: [') }),
      file('app/input', '2'),
    ],
  },
];

function requestOf({ source }: Member): SourceRequest {
  return {
    appName: 'guestbook',
    project: 'default',
    namespace: 'prod',
    source: { repoURL: 'https://git.example.com/app.git', path: 'app', ...source },
    references: undefined,
    settings: {
      maxCombinedDirectoryManifestsSize: 100_000,
      valuesFileSchemes: ['https'],
      kustomizeBuildOptions: {},
      disabledTools: [],
    },
  };
}

/** What must be equal whichever way it came. */
function essence(outcome: RenderOutcome): unknown {
  if (outcome.kind === 'needs') throw new Error('something is missing');
  if (outcome.kind === 'failed') return { code: outcome.error.code, message: outcome.error.message };
  return { sourceType: outcome.sourceType, manifests: outcome.manifests };
}

function readsOf(outcome: RenderOutcome) {
  if (outcome.kind === 'needs') throw new Error('something is missing');
  return outcome.reads;
}

function isReused(outcome: RenderOutcome, inputs: RenderInputs): boolean {
  const answer = allHold(readsOf(outcome), inputs);
  return answer.kind === 'known' && answer.value;
}

const members = FAMILY.map((member, at) => [`${member.type} ${at}`, member] as const);

describe.each(members)('%s', (_name, member) => {
  const request = requestOf(member);
  const render = (world: TestWorld) => renderSource(request, testInputs(world));
  const some = fc.subarray([...member.changes, ...EVERYWHERE], { minLength: 1 });
  const changedBy = (changes: readonly Change[]) => changes.reduce((world, { to }) => to(world), member.world);

  test('renders what it is for', () => {
    const outcome = render(member.world);
    expect(outcome).toMatchObject({ kind: 'done', sourceType: member.type });
    expect(essence(render(member.world))).toEqual(essence(outcome));
  });

  test('what is missing is asked for until nothing is, and the end is the same', () => {
    const inputs = testInputs(member.world, { lazy: true });
    let outcome = renderSource(request, inputs);
    for (let round = 0; outcome.kind === 'needs' && round < 100; round += 1) {
      inputs.learn(outcome.needs);
      outcome = renderSource(request, inputs);
    }
    expect(essence(outcome)).toEqual(essence(render(member.world)));
  });

  test('whatever answers change: where all that were given still hold, a fresh render is equal', () => {
    fc.assert(
      fc.property(some, some, (first, second) => {
        const [before, now] = [changedBy(first), changedBy(second)];
        const outcome = render(before);
        const fresh = render(now);
        if (isReused(outcome, testInputs(now))) expect(essence(fresh)).toEqual(essence(outcome));
        else expect(readsOf(fresh)).not.toEqual(readsOf(outcome));
      }),
      { numRuns: 25 },
    );
  });

  test('each answer that it uses costs a render when it changes, and none that it does not', () => {
    const outcome = render(member.world);
    for (const { what, to } of [...member.changes, ...EVERYWHERE]) {
      const now = to(member.world);
      const isEqual = JSON.stringify(essence(render(now))) === JSON.stringify(essence(outcome));
      // What was equal by chance may be rendered anew; what differs must be.
      if (!isEqual) expect([what, isReused(outcome, testInputs(now))]).toEqual([what, false]);
    }
    expect(isReused(outcome, testInputs(file('elsewhere/unread.yaml', 'x').to(member.world)))).toBe(true);
  });

  test('what earlier renders left in memory changes nothing', () => {
    const remembering = createRenderSource();
    fc.assert(
      fc.property(some, (changes) => {
        const world = changedBy(changes);
        expect(essence(remembering(request, testInputs(world)))).toEqual(essence(render(world)));
      }),
      { numRuns: 12 },
    );
  });
});
