import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { RenderResult } from '../../ports/manifest-service.ts';
import type { Installation } from '../../ports/settings.ts';
import { realSources, sourceRequest, valueMap, valuesOf } from '../../testkit/real-sources.ts';
import { installationOf } from '../installation/index.ts';

const PREFIX = 'failed to generate manifest for source 1 of 1: rpc error: code = ';
const password = new Secret('secret');

const environment = () =>
  realSources({
    server: { readCredentials: (name) => (name.startsWith('private') ? { username: 'git', password } : undefined) },
  });

function namesOf(result: RenderResult): readonly string[] | string {
  if (result.kind === 'failed') return result.message;
  return result.sources.flatMap(({ manifests }) => manifests.map(({ object }) => object.metadata.name ?? ''));
}

function configMap(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
}

test('every way to name a revision (recorded: version ranges)', async () => {
  await using given = await environment();
  const { url: repoURL, ...repository } = await given.git.createTestRepository();
  const one = await repository.commit({ files: { 'a.yaml': configMap('one') } });
  await repository.tag('v1.0.0', one);
  const two = await repository.commit({ files: { 'a.yaml': configMap('two') } });
  await repository.tag('v1.1.0', two, { annotated: true });
  const three = await repository.commit({ files: { 'a.yaml': configMap('three') } });
  await repository.tag('v1.2.0-rc1', three);
  await repository.tag('v2.0.0', three);
  await repository.tag('web/v3.0.0', two);
  await repository.tag('web/v0.5.0', one);
  await repository.setRef('refs/heads/team/next', one);
  await repository.setRef('refs/pull/7/head', one);
  const resolve = async (targetRevision: string, tagPrefix = '') =>
    (
      await given.service.resolve({
        project: 'default',
        refresh: 'latest',
        sources: [{ repoURL, path: '.', targetRevision, tagPrefix }],
      })
    )[0];
  const expected: [string, string][] = [
    ['', three],
    ['HEAD', three],
    ['main', three],
    ['team/next', one],
    ['v1.0.0', one],
    ['v1.1.0', two],
    ['refs/heads/main', three],
    ['refs/tags/v1.0.0', one],
    ['refs/pull/7/head', one],
    ['pull/7/head', one],
    ['1.*', two],
    ['1.*-0', three],
    ['>=1.0.0', three],
    [two, two],
    [two.slice(0, 7), two],
    [one.slice(0, 12).toUpperCase(), one],
  ];
  const found: [string, string | undefined][] = [];
  for (const [target] of expected) found.push([target, await resolve(target)]);
  expect(found).toEqual(expected);
  // Of the tags with the prefix, and of them alone; its slash and its case count.
  expect([await resolve('>=1', 'web/'), await resolve('<2', 'web/'), await resolve('<2')]).toEqual([two, one, two]);
  for (const other of ['Web/', 'web']) await expect(resolve('>=1', other)).rejects.toThrow('revision not found');
  await expect(resolve('>=3.0.0')).rejects.toThrow("unable to resolve '>=3.0.0' to a commit SHA: revision not found");
  await expect(resolve('abcdef1')).rejects.toThrow("fatal: couldn't find remote ref abcdef1");
});

test('a private repository without credentials, then with them (recorded); one that is not there (recorded)', async () => {
  await using given = await environment();
  const repository = await given.git.createTestRepository('private');
  await repository.commit({ files: { 'a.yaml': configMap('a') } });
  const { url } = repository;
  expect(namesOf(await given.service.render(sourceRequest({ repoURL: url })))).toBe(
    `${PREFIX}Unknown desc = failed to list refs: authentication required: authentication required\n`,
  );
  given.installation.set({ remotes: { [url]: { url, credentials: { kind: 'basic', username: 'git', password } } } });
  expect(namesOf(await given.service.render(sourceRequest({ repoURL: url })))).toEqual(['a']);
  expect(namesOf(await given.service.render(sourceRequest({ repoURL: given.git.server.urlOf('none') })))).toBe(
    `${PREFIX}Unknown desc = failed to list refs: repository not found: repository not found\n`,
  );
});

test('a password that is changed in its Secret: the next question is asked with the new one', async () => {
  let current = 'first';
  const readCredentials = () => ({ username: 'git', password: new Secret(current) });
  await using given = await realSources({ server: { readCredentials } });
  const repository = await given.git.createTestRepository('rotated');
  const { url } = repository;
  const store = (text: string): void => {
    const { remote } = installationOfPassword(url, text).repositoryFor(url, 'default');
    given.installation.set({ remotes: { [url]: remote } });
  };
  const render = async () => namesOf(await given.service.render(sourceRequest({ repoURL: url })));
  store('first');
  await repository.commit({ files: { 'a.yaml': configMap('one') } });
  expect(await render()).toEqual(['one']);
  current = 'second';
  await repository.commit({ files: { 'a.yaml': configMap('two') } });
  expect(await render()).toContain('authentication required');
  store('second');
  expect(await render()).toEqual(['two']);
  // And the old one is not tried any more where it would still do.
  current = 'first';
  await repository.commit({ files: { 'a.yaml': configMap('three') } });
  expect(await render()).toContain('authentication required');
});

/** With one Secret of a repository. */
function installationOfPassword(url: string, text: string): Installation {
  const values = { url, username: 'git', password: text };
  const data = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, btoa(value)]));
  const labels = { 'argocd.argoproj.io/secret-type': 'repository' };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'repo', namespace: 'argocd', labels }, data };
  return installationOf({ maps: new Map(), secrets: new Map([['repo', secret]]), projects: new Map() }, undefined);
}

test('a forced push is followed; a revision that it took away is still there for an operation that keeps it', async () => {
  await using given = await environment();
  const repository = await given.git.createTestRepository();
  const source = { repoURL: repository.url, path: '.', targetRevision: 'main' };
  const gone = await repository.commit({ files: { 'a.yaml': configMap('gone') } });
  await given.service.render(sourceRequest(source));
  await given.service.keep('operation 1', [source], [gone], 'default');
  await repository.commit({ files: { 'a.yaml': configMap('next') }, orphan: true });
  expect(namesOf(await given.service.render(sourceRequest(source)))).toEqual(['next']);
  expect(namesOf(await given.service.render(sourceRequest(source, { revisions: [gone] })))).toEqual(['gone']);
  await given.service.release('operation 1');
});

test('50 MB of YAML are refused without being read, and the next commit is well again', async () => {
  await using given = await environment();
  const repository = await given.git.createTestRepository();
  const huge = new Uint8Array(50_000_000).fill(0x61);
  await repository.commit({ files: { 'a.yaml': configMap('a'), 'huge.yaml': huge } });
  const source = { repoURL: repository.url };
  expect(namesOf(await given.service.render(sourceRequest(source)))).toBe(
    `${PREFIX}Unknown desc = failed to get potentially valid manifests: exceeded max combined manifest file size at huge.yaml (10000000 bytes)`,
  );
  await repository.commit({ files: { 'huge.yaml': null } });
  expect(namesOf(await given.service.render(sourceRequest(source)))).toEqual(['a']);
});

test('deep folders are fetched level by level, not file by file', async () => {
  await using given = await environment();
  const repository = await given.git.createTestRepository();
  const files = Array.from({ length: 300 }, (_, index) => [
    `d${index % 20}/e${index % 7}/f${index}.yaml`,
    configMap(`n${index}`),
  ]);
  await repository.commit({ files: Object.fromEntries(files) });
  const source = { repoURL: repository.url, directory: { recurse: true } };
  expect(namesOf(await given.service.render(sourceRequest(source)))).toHaveLength(300);
  expect(given.metrics.value('renders_total')).toBe(1);
  expect(given.metrics.value('git_requests_total', { kind: 'fetch' })).toBe(1);
});

test('an operation is released although other Applications name repositories that are none', async () => {
  await using given = await environment();
  for (const repoURL of ['ssh://-oProxyCommand=id/x', 'file:///etc', 'ext::sh -c id']) {
    const result = await given.service.render(sourceRequest({ repoURL, path: '.', targetRevision: 'main' }));
    expect(result).toMatchObject({ kind: 'failed', error: { kind: 'user' } });
  }
  await expect(given.service.release('operation of somebody else')).resolves.toBeUndefined();
});

test('a shallow clone: commits beside the paths that an Application names leave its manifests, as in a whole one', async () => {
  await using given = await environment();
  const { url: repoURL, ...repository } = await given.git.createTestRepository();
  given.installation.set({ remotes: { [repoURL]: { url: repoURL, depth: 1 } } });
  const first = await repository.commit({ files: { 'app/a.yaml': valueMap('one'), 'readme.md': '' } });
  const render = async (from: string) => {
    const carry = [{ paths: ['app/named'], from, synced: from }];
    const result = await given.service.render(sourceRequest({ repoURL, path: 'app' }, { carry }));
    if (result.kind === 'failed') return result.message;
    return [result.sources[0]?.revision, result.sources[0]?.asSynced, valuesOf(result)];
  };
  expect(await render('')).toEqual([first, undefined, ['one']]);
  const beside = await repository.commit({ files: { 'app/a.yaml': valueMap('two') } });
  expect(await render(first)).toEqual([beside, first, ['one']]);
  const touched = await repository.commit({ files: { 'app/named': 'x' } });
  expect(await render(beside)).toEqual([touched, undefined, ['two']]);
});
