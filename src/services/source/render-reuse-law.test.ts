import { expect, test } from 'vitest';
import { judgeOf, otherwise } from '../../testkit/reuse-law.ts';
import { KINDS, LENDER, LENT, repositoryUrl } from '../../testkit/reuse-sources.ts';
import { type Change, LOUD, reuseWorld } from '../../testkit/reuse-world.ts';

test.each(Object.keys(KINDS))(
  '%s: an answer of each sort about a path becomes another, and what it was',
  async (kind) => {
    const world = await reuseWorld();
    const { result, asked = [] } = await world.service().render(kind);
    expect(result, 'it renders').toBeInstanceOf(Array);
    const ofEachSort = new Map(asked.flatMap(otherwise).map(({ sort, change }) => [sort, change] as const));
    const { judge } = judgeOf(world);
    expect(await judge(kind, 'the first time')).toBe(true);
    let rendered = 0;
    for (const [sort, change] of ofEachSort) {
      await world.change(change);
      if (await judge(kind, sort)) rendered += 1;
      await world.restore();
      await judge(kind, `${sort}, and back`);
    }
    const isOfGit = KINDS[kind]?.sources[0]?.repoURL.endsWith('.git');
    if (isOfGit) expect(rendered).toBeGreaterThan(ofEachSort.size / 3);
  },
);

/** Templates print it, and plugins are told. */
const ASKING_VERSION = Object.keys(KINDS).filter((kind) => /chart|plugin|values/.test(kind));

/** What else a render asks, with the kinds that are rendered anew for it. */
const OTHERS: readonly (readonly [string, Change, readonly string[]])[] = [
  ['another version of Kubernetes', { kind: 'facts', kubeVersion: '1.30.0' }, ASKING_VERSION],
  [
    'an API that a template asks for',
    { kind: 'facts', apiVersions: ['example.com/v1', 'v1'] },
    ['a chart', 'a chart with values of the web', 'a plugin'],
  ],
  ['a newer version of a chart', { kind: 'chart', name: 'lamp', version: '1.5.0' }, ['a chart of a repository']],
  [
    'a newer version of a dependency',
    { kind: 'chart', name: 'bulb', version: '1.5.0' },
    ['a chart with a dependency of a repository'],
  ],
  ['a tag of a registry that is moved', { kind: 'artifact', value: 'second' }, ['an artifact']],
  ['values of the web', { kind: 'page', content: 'v: other\n' }, ['a chart with values of the web']],
  ['a plugin of another make that prints the same', { kind: 'plugin', identity: '2' }, []],
  ['a plugin of another make that does not', { kind: 'plugin', identity: LOUD }, ['a plugin']],
  [
    'an option of kustomize',
    { kind: 'settings', cm: { 'kustomize.buildOptions': '--enable-helm --load-restrictor LoadRestrictionsNone' } },
    Object.keys(KINDS),
  ],
];

test.each(OTHERS)('%s: those that asked for it are rendered anew', async (what, change, concerned) => {
  const world = await reuseWorld();
  const { judge } = judgeOf(world);
  // To be random is to be another a day later.
  const kinds = Object.keys(KINDS).filter((kind) => kind !== 'a chart that is random');
  for (const kind of kinds) await judge(kind, 'the first time');
  await world.change(change);
  const rendered: string[] = [];
  for (const kind of kinds) if (await judge(kind, what)) rendered.push(kind);
  expect(rendered).toEqual(kinds.filter((kind) => concerned.includes(kind)));
});

test.each([
  [
    'what no tool reads: a plugin has the whole repository, and to be random is to be so at one commit',
    'unread.txt',
    [],
  ],
  ['a file of the plugin', 'plug/input', []],
  ['a manifest', 'plain/a.yaml', ['a folder', 'a folder with those below it']],
])('%s', async (what, path, concerned) => {
  const world = await reuseWorld();
  const { judge } = judgeOf(world);
  for (const kind of Object.keys(KINDS)) await judge(kind, 'the first time');
  await world.change({
    kind: 'file',
    repository: 'app',
    path,
    to: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n',
  });
  const rendered: string[] = [];
  for (const kind of Object.keys(KINDS)) if (await judge(kind, what)) rendered.push(kind);
  expect(rendered.toSorted()).toEqual([...concerned, 'a chart that is random', 'a plugin'].toSorted());
});

test('what is taken from memory for one render was still asked by it', async () => {
  const world = await reuseWorld();
  const { judge } = judgeOf(world);
  await judge('kustomize', 'the first time');
  const change = (repository: string, path: string, v: string) =>
    world.change({ kind: 'file', repository, path, to: `${NAMED}data: {v: "${v}"}\n` });
  await change('app', 'overlay/own.yaml', 'other');
  expect(await judge('kustomize', 'its own file, beside bases that are known')).toBe(true);
  await change('app', 'local/l.yaml', 'other');
  expect(await judge('kustomize', 'a base beside it')).toBe(true);
  await change('base', 'm.yaml', 'other');
  expect(await judge('kustomize', 'a base of another repository')).toBe(true);
});
const NAMED = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\n';

test('a target of another name that means the same is asked for by those that print it', async () => {
  const world = await reuseWorld();
  const { judge } = judgeOf(world);
  for (const kind of ['a folder', 'kustomize', 'a plugin']) {
    await judge(kind, 'the first time');
    const sources = (KINDS[kind]?.sources ?? []).map((source) => ({ ...source, targetRevision: 'HEAD' }));
    await world.change({ kind: 'sources', of: kind, sources: { sources } });
    // Plugins have it among their variables.
    expect(await judge(kind, 'HEAD'), kind).toBe(kind === 'a plugin');
  }
});

test('a base that cannot be had is a fault of the moment: it is rendered as soon as it is there', async () => {
  const world = await reuseWorld();
  const { judge } = judgeOf(world);
  await world.change({ kind: 'branch', repository: 'base', isThere: false });
  await judge('kustomize', 'without the base');
  await world.change({ kind: 'branch', repository: 'base', isThere: true });
  expect(await judge('kustomize', 'with it')).toBe(true);
  expect(await judge('kustomize', 'and again')).toBe(false);
});

const KIND = 'values of another source';
const renamed = { ...LENDER, ref: 'other' };
const elsewhere = { ...LENDER, repoURL: repositoryUrl('app') };
const more = { repoURL: repositoryUrl('base'), targetRevision: 'main', ref: 'more' };

test.each([
  ['it has another name', [LENT, renamed]],
  ['it is there no more', [LENT]],
  ['it is a chart', [LENT, { ...LENDER, chart: 'lamp' }]],
  ['it is another repository', [LENT, elsewhere]],
  ['it is one of several', [LENT, more, LENDER]],
])('the source that lends files to another: %s', async (what, sources) => {
  const world = await reuseWorld();
  const { judge } = judgeOf(world);
  await judge(KIND, 'the first time');
  await world.change({ kind: 'sources', of: KIND, sources: { sources } });
  expect(await judge(KIND, what)).toBe(true);
  await world.change({ kind: 'sources', of: KIND, sources: { sources: [LENT, LENDER] } });
  expect(await judge(KIND, `${what}, and back`)).toBe(false);
});

test('what begins with a dollar sign is a variable for one source, and names a source among several', async () => {
  const world = await reuseWorld();
  const { judge } = judgeOf(world);
  const alone = { ...LENT, path: 'sub', helm: { valueFiles: ['$ARGOCD_APP_NAME/../../values.yaml'] } };
  const isMultiSource = true;
  for (const sources of [{ sources: [alone] }, { sources: [alone], isMultiSource }, { sources: [alone] }]) {
    await world.change({ kind: 'sources', of: KIND, sources });
    await judge(KIND, JSON.stringify(sources));
  }
});
