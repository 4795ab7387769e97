import { expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import type { RenderRequest, RenderResult } from '../../ports/manifest-service.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { memoryPlugins, type PluginSketch } from '../../testkit/memory-plugins.ts';
import { createManifestService } from './index.ts';

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: made}\n';
const PREFIX = 'failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = ';
const HOUR = 3_600_000;

interface Given {
  readonly plugins: Readonly<Record<string, PluginSketch>>;
  readonly commandParameters?: Readonly<Record<string, string>>;
  readonly cm?: Readonly<Record<string, string>>;
}

function environment({ plugins, commandParameters = {}, cm = {} }: Given) {
  const git = createMemoryGit();
  const clock = new FakeClock();
  const memory = memoryPlugins(plugins);
  const repository = git.repository('app');
  const service = createManifestService({
    git: git.port,
    installation: memoryInstallation({
      commandParameters,
      cm,
      remotes: {
        [repository.url]: {
          url: repository.url,
          credentials: { kind: 'basic', username: 'bot', password: new Secret('CANARY-repository') },
        },
      },
    }),
    clock,
    metrics: memoryMetrics(),
    log: memoryLog(),
    random: () => 0.5,
    ...createMemoryOutside(clock).ports,
    plugins: memory.port,
  });
  const render = (source: Partial<ApplicationSource>, more: Partial<RenderRequest> = {}): Promise<RenderResult> =>
    service.render({
      appName: 'guestbook',
      project: 'default',
      namespace: 'prod',
      sources: [{ repoURL: repository.url, path: 'app', targetRevision: 'main', ...source }],
      revisions: [],
      kubeVersion: 'v1.35.4',
      apiVersions: ['v1', 'apps/v1'],
      refresh: 'cached',
      ...more,
    });
  return { clock, repository, render, runs: memory.runs, service };
}

function shown(result: RenderResult): unknown {
  if (result.kind === 'failed') return result.message;
  return result.sources.map(({ sourceType, manifests }) => [
    sourceType,
    ...manifests.map(({ object, document }) => `${object.kind}/${object.metadata.name} ${document}`),
  ]);
}

function failing(code: string, message: string, kind: 'user' | 'transient' = 'user'): PluginSketch {
  return {
    generate: () => {
      throw new AppError({ code, kind, message });
    },
  };
}

test('a plugin gets the files, the folder and its variables, and prints manifests', async () => {
  const given = environment({
    plugins: { 'tool-v1': { generate: () => [CONFIG_MAP, `${CONFIG_MAP}---\n---\n# only words\n`] } },
  });
  const oid = await given.repository.commit({
    files: { 'app/a.tool': 'one', 'app/link': { link: '../readme.md' }, 'readme.md': 'read' },
  });
  const plugin = { name: 'tool-v1', env: [{ name: 'FOO', value: '$ARGOCD_APP_NAME-$KUBE_VERSION-$HOME' }] };
  expect(shown(await given.render({ plugin }))).toEqual([['Plugin', 'ConfigMap/made 1', 'ConfigMap/made 2']]);
  expect(given.runs).toEqual([
    {
      plugin: 'tool-v1',
      task: 'generate',
      folder: 'app',
      environment: {
        ARGOCD_APP_NAME: 'guestbook',
        ARGOCD_APP_NAMESPACE: 'prod',
        ARGOCD_APP_PROJECT_NAME: 'default',
        ARGOCD_APP_REVISION: oid,
        ARGOCD_APP_REVISION_SHORT: oid.slice(0, 7),
        ARGOCD_APP_REVISION_SHORT_8: oid.slice(0, 8),
        ARGOCD_APP_SOURCE_REPO_URL: given.repository.url,
        ARGOCD_APP_SOURCE_PATH: 'app',
        ARGOCD_APP_SOURCE_TARGET_REVISION: 'main',
        KUBE_VERSION: '1.35.4',
        KUBE_API_VERSIONS: 'v1,apps/v1',
        ARGOCD_ENV_FOO: 'guestbook-1.35.4-',
        ARGOCD_APP_PARAMETERS: 'null',
      },
      files: { 'app/a.tool': 'one', 'app/link': '→ ../readme.md', 'readme.md': 'read' },
      password: undefined,
      timeout: 60_000,
    },
  ]);
});

test.each(['.git/config', 'app/.git/hooks/post-checkout', 'app/.GIT/config'])(
  'no file of Git itself reaches a plugin: %s is refused',
  async (path) => {
    const given = environment({ plugins: { tool: { generate: () => [CONFIG_MAP] } } });
    await given.repository.commit({ files: { 'app/a': '1', [path]: 'x' } });
    expect(shown(await given.render({ plugin: { name: 'tool' } }))).toContain('no name of a file');
    expect(given.runs).toEqual([]);
  },
);

test.each<[string, readonly string[], readonly string[], string]>([
  ['no more than the folder where nothing else is named', ['team/app'], ['a'], ''],
  ['what lies beside it', ['team/app', 'team/lib'], ['app/a', 'lib/b'], 'app'],
  ['a pattern counts up to where it begins', ['team/l*/b'], ['app/a', 'lib/b'], 'app'],
  [
    'all of it, where a path lies elsewhere',
    ['team/app', 'other'],
    ['other/c', 'team/app/a', 'team/lib/b'],
    'team/app',
  ],
  ['all of it, where no path is named', [], ['other/c', 'team/app/a', 'team/lib/b'], 'team/app'],
])('what a plugin gets by manifest-generate-paths: %s', async (_reason, paths, files, folder) => {
  const commandParameters = { 'reposerver.plugin.use.manifest.generate.paths': 'true' };
  const given = environment({ plugins: { tool: { generate: () => [CONFIG_MAP] } }, commandParameters });
  await given.repository.commit({ files: { 'team/app/a': '1', 'team/lib/b': '2', 'other/c': '3' } });
  const carry = paths.length === 0 ? {} : { carry: [{ paths, from: '' }] };
  expect(shown(await given.render({ path: 'team/app', plugin: { name: 'tool' } }, carry))).toEqual([
    ['Plugin', 'ConfigMap/made 1'],
  ]);
  expect(given.runs.map((run) => [Object.keys(run.files), run.folder])).toEqual([[files, folder]]);
});

test('what was printed is kept for the commit and the parameters, for a day, and until a hard refresh', async () => {
  const given = environment({ plugins: { tool: { generate: () => [CONFIG_MAP] } } });
  await given.repository.commit({ files: { 'app/a': '1' } });
  const plugin = { name: 'tool' };
  const count = async (work: Promise<RenderResult>): Promise<number> => {
    expect(shown(await work)).toEqual([['Plugin', 'ConfigMap/made 1']]);
    return given.runs.length;
  };
  expect(await count(given.render({ plugin }))).toBe(1);
  expect(await count(given.render({ plugin }))).toBe(1);
  expect(await count(given.render({ plugin: { name: 'tool', env: [{ name: 'A', value: 'b' }] } }))).toBe(2);
  expect(await count(given.render({ plugin }, { refresh: 'hard' }))).toBe(3);
  expect(await count(given.render({ plugin }, { refresh: 'latest' }))).toBe(3);
  await given.repository.commit({ files: { other: '2' } });
  expect(await count(given.render({ plugin }, { refresh: 'latest' }))).toBe(4);
  await given.clock.advance(23 * HOUR);
  expect(await count(given.render({ plugin }))).toBe(4);
  await given.clock.advance(2 * HOUR);
  expect(await count(given.render({ plugin }))).toBe(5);
});

test.each<[string, Given['plugins'], Partial<ApplicationSource>, unknown]>([
  [
    'a name that nobody has',
    { other: { generate: () => [CONFIG_MAP], matches: () => true } },
    { plugin: { name: 'tool' } },
    'could not find cmp-server plugin with name "tool" supporting the given repository',
  ],
  [
    'no name, and nobody says that it is for the folder',
    { other: { generate: () => [CONFIG_MAP], matches: () => false }, plain: { generate: () => [] } },
    { plugin: {} },
    'could not find plugin supporting the given repository',
  ],
  [
    'a named one that is not for the folder by its own rule',
    { tool: { generate: () => [CONFIG_MAP], matches: () => false } },
    { plugin: { name: 'tool' } },
    'could not find cmp-server plugin with name "tool" supporting the given repository',
  ],
  [
    'one that does not say how it is configured',
    {
      tool: {
        generate: () => [],
        fault: new AppError({ code: 'plugin.unreachable', kind: 'transient', message: 'no answer' }),
      },
    },
    { plugin: { name: 'tool' } },
    'could not find cmp-server plugin with name "tool" supporting the given repository: error checking plugin configuration tool.sock: no answer',
  ],
  [
    'one that fails',
    {
      tool: failing(
        'plugin.failed',
        'rpc error: code = Unknown desc = error generating manifests: `sh -c x` failed exit status 1: bad',
      ),
    },
    { plugin: { name: 'tool' } },
    'error generating manifests in cmp: rpc error: code = Unknown desc = error generating manifests: `sh -c x` failed exit status 1: bad',
  ],
])('why there are no manifests: %s', async (_reason, plugins, source, message) => {
  const given = environment({ plugins });
  await given.repository.commit({ files: { 'app/a': '1' } });
  const told = `${PREFIX}CMP processing failed for application "guestbook": ${message}`;
  expect(shown(await given.render(source))).toBe(told);
});

test('what is announced is told to who asks, and its defaults are sent to nobody', async () => {
  const announces = [
    { name: 'tag', title: 'Tag', itemType: 'string', collectionType: 'string', string: 'v1' },
    { name: 'files', collectionType: 'array', array: ['a.yaml'] },
    { name: 'labels', collectionType: 'map', map: { a: 'b' } },
  ];
  const given = environment({ plugins: { tool: { generate: () => [CONFIG_MAP], announces } } });
  await given.repository.commit({ files: { 'app/a': '1' } });
  const plugin = { name: 'tool', parameters: [{ name: 'files', array: ['b.yaml'] }] };
  const source = { repoURL: given.repository.url, path: 'app', targetRevision: 'main', plugin };
  expect(await given.service.details({ appName: 'guestbook', project: 'default', source, others: [] })).toEqual({
    type: 'Plugin',
    plugin: { parametersAnnouncement: announces },
  });
  await given.render({ plugin });
  const sent = Object.entries(given.runs.at(-1)?.environment ?? {}).filter(([name]) => /^PARAM|PARAMETERS$/.test(name));
  expect(Object.fromEntries(sent)).toEqual({
    ARGOCD_APP_PARAMETERS: '[{"array":["b.yaml"],"name":"files"}]',
    PARAM_FILES_0: 'b.yaml',
  });
});

test('a plugin of the old key is answered with what takes its place', async () => {
  const cm = {
    configManagementPlugins: '- name: kustomize-with-helm\n  generate: {command: [sh, -c, "kustomize build ."]}\n',
  };
  const given = environment({ plugins: {}, cm });
  await given.repository.commit({ files: { 'app/a': '1' } });
  expect(shown(await given.render({ plugin: { name: 'kustomize-with-helm' } }))).toBe(
    `${PREFIX}CMP processing failed for application "guestbook": could not find cmp-server plugin with name "kustomize-with-helm" supporting the given repository: "kustomize-with-helm" is configured under configManagementPlugins in argocd-cm, which is not read any more (removed in Argo CD 2.8): "argocd admin settings migrate-plugins --argocd-cm-path FILE" prints what takes its place`,
  );
});

test('what is no manifest is told with its place', async () => {
  const given = environment({ plugins: { tool: { generate: () => [CONFIG_MAP, 'hello\n'] } } });
  await given.repository.commit({ files: { 'app/a': '1' } });
  expect(shown(await given.render({ plugin: { name: 'tool' } }))).toBe(
    `${PREFIX.replace('Unknown', 'FailedPrecondition')}CMP processing failed for application "guestbook": failed to convert CMP manifests to unstructured objects: document 2: line 1: the document is not an object`,
  );
});

test('plugins with a rule come before every other tool, in the order of their names', async () => {
  const wanted = { generate: () => [CONFIG_MAP], matches: ({ files }: { files: object }) => 'app/env.yaml' in files };
  const given = environment({ plugins: { b: wanted, a: { ...wanted, matches: () => false }, c: wanted } });
  await given.repository.commit({ files: { 'app/Chart.yaml': '', 'app/env.yaml': '', 'plain/x.yaml': CONFIG_MAP } });
  expect(shown(await given.render({}))).toEqual([['Plugin', 'ConfigMap/made 1']]);
  expect(given.runs.filter(({ task }) => task === 'generate').map(({ plugin }) => plugin)).toEqual(['b']);
  expect(given.runs[0]?.environment).not.toHaveProperty('ARGOCD_APP_PARAMETERS');
  await given.repository.commit({ files: { 'app/env.yaml': null } });
  expect(shown(await given.render({ path: 'plain' }, { refresh: 'latest' }))).toEqual([
    ['Directory', 'ConfigMap/made 1'],
  ]);
  expect(shown(await given.render({ directory: { recurse: true } }, { refresh: 'latest' }))).toEqual([['Directory']]);
});

test('files that the installation leaves out, and how long a plugin may take', async () => {
  const given = environment({
    plugins: { tool: { generate: () => [] } },
    commandParameters: {
      'reposerver.plugin.tar.exclusions': 'images/*;*.bin;large',
      'controller.repo.server.timeout.seconds': '180',
    },
  });
  await given.repository.commit({
    files: { 'app/a': '1', 'app/b.bin': '', 'c.bin': '', 'images/x': '', 'images/y/z': '', 'large/file': '' },
  });
  await given.render({ plugin: { name: 'tool' } });
  expect(given.runs[0]?.files).toEqual({ 'app/a': '1', 'app/b.bin': '' });
  expect(given.runs[0]?.timeout).toBe(180_000);
});

test.each([
  ['absolute', 'app/x', '/etc/passwd'],
  ['above the root', 'app/x', '../../secret'],
  ['back up behind a name that may be a link itself', 'app/x', 'up/../../secret'],
])('a link that leads out is refused: %s', async (_reason, path, link) => {
  const given = environment({ plugins: { tool: { generate: () => [CONFIG_MAP] } } });
  await given.repository.commit({ files: { 'app/up': { link: '..' }, [path]: { link } } });
  expect(shown(await given.render({ plugin: { name: 'tool' } }))).toBe(
    `${PREFIX}repository contains out-of-bounds symlinks. file: ${path}`,
  );
});

test('where it is permitted, a link that leads out is left out', async () => {
  const given = environment({
    plugins: { tool: { generate: () => [CONFIG_MAP] } },
    commandParameters: { 'reposerver.allow.oob.symlinks': 'true' },
  });
  await given.repository.commit({ files: { 'app/a': '1', 'app/x': { link: '/etc/passwd' } } });
  await given.render({ plugin: { name: 'tool' } });
  expect(given.runs[0]?.files).toEqual({ 'app/a': '1' });
});

test('credentials are given to those who want them only, and stand in no message', async () => {
  const given = environment({
    plugins: {
      trusted: { generate: () => [CONFIG_MAP], wantsCredentials: true },
      other: failing(
        'plugin.failed',
        'cannot read https://bot:CANARY-repository@git.example.com; API_TOKEN=hunter22 ghp_0123456789abcdefghijABCD',
      ),
    },
  });
  await given.repository.commit({ files: { 'app/a': '1' } });
  await given.render({ plugin: { name: 'trusted' } });
  expect(given.runs[0]?.password).toBe('CANARY-repository');
  expect(JSON.stringify(given.runs[0]?.environment)).not.toContain('CANARY');
  expect(shown(await given.render({ plugin: { name: 'other' } }))).toBe(
    `${PREFIX}CMP processing failed for application "guestbook": error generating manifests in cmp: cannot read https://git.example.com; API_TOKEN=[secret] [secret]`,
  );
  expect(given.runs[1]?.password).toBeUndefined();
});

test('a plugin that hangs delays no other', async () => {
  const released = Promise.withResolvers<void>();
  const given = environment({
    plugins: {
      hangs: { generate: async () => await released.promise.then(() => []) },
      works: { generate: () => [CONFIG_MAP] },
    },
  });
  await given.repository.commit({ files: { 'app/a': '1' } });
  const hanging = Array.from({ length: 20 }, (_, index) =>
    given.render({ plugin: { name: 'hangs' } }, { appName: `app-${index}` }),
  );
  expect(shown(await given.render({ plugin: { name: 'works' } }))).toEqual([['Plugin', 'ConfigMap/made 1']]);
  expect(given.runs.filter(({ plugin }) => plugin === 'hangs').length).toBeLessThanOrEqual(6);
  released.resolve();
  await Promise.all(hanging);
  expect(given.runs.filter(({ plugin }) => plugin === 'hangs')).toHaveLength(20);
});

test('one of several sources', async () => {
  const given = environment({ plugins: { tool: { generate: () => [CONFIG_MAP] } } });
  await given.repository.commit({ files: { 'app/a': '1', 'plain/x.yaml': CONFIG_MAP } });
  const source = { repoURL: given.repository.url, targetRevision: 'main' };
  const sources = [
    { ...source, path: 'plain' },
    { ...source, path: 'app', plugin: { name: 'tool' } },
  ];
  expect(shown(await given.render({}, { sources }))).toEqual([
    ['Directory', 'ConfigMap/made 1'],
    ['Plugin', 'ConfigMap/made 1'],
  ]);
});
