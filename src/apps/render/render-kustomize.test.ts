/** Kustomizations on disk with parts in other repositories, fetched from real servers by the git of this machine. */
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { httpServer } from '../../testkit/http-server.ts';
import { hasSshServer, startSshServer } from '../../testkit/ssh-server.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { runRenderKustomize } from './render-kustomize.ts';

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: remote\n';
const PRINTED = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app-remote\n';
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: app-\n';

async function environment() {
  const git = await gitEnvironment();
  const folder = await temporaryFolder();
  const repository = await git.createTestRepository('base');
  await repository.commit({
    files: {
      'x/kustomization.yaml': 'resources: [../y]\n',
      'y/kustomization.yaml': 'resources: [a.yaml]\n',
      'y/a.yaml': CONFIG_MAP,
      'part/kustomization.yaml': COMPONENT,
    },
  });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), text);
  };
  const render = async (target: string, more: NodeJS.ProcessEnv = {}) => {
    const [out, err]: string[][] = [[], []];
    const streams = { print: (text: string) => out?.push(text), complain: (text: string) => err?.push(text) };
    const env = { PATH: process.env['PATH'], HOME: folder.path, GIT_TERMINAL_PROMPT: '0', ...more };
    const code = await runRenderKustomize([target], streams as never, env);
    return { code, out: out?.join(''), err: err?.join('') };
  };
  return {
    ...{ git, folder, repository, write },
    app: (resource: string, component: string, more?: NodeJS.ProcessEnv) => {
      write('app/kustomization.yaml', JSON.stringify({ resources: [resource], components: [component] }));
      return render(join(folder.path, 'app'), more);
    },
    render,
    async [Symbol.asyncDispose]() {
      await git[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const GOOD = { code: 0, out: PRINTED, err: '' };

test('by http and from a folder of this machine', async () => {
  await using given = await environment();
  const { url, folder } = given.repository;
  expect(await given.app(`${url}//x?ref=main`, `${url}//part`)).toEqual(GOOD);
  expect(await given.app(`${url}/x`, `${url}/part?ref=main&submodules=false`)).toEqual(GOOD);
  expect(await given.app(`file://${folder}//x`, `file://${folder}//part?timeout=60`)).toEqual(GOOD);
  expect(await given.render(`${url}//y`)).toEqual({ ...GOOD, out: CONFIG_MAP });
});

test.skipIf(!hasSshServer)('by ssh, with the keys and settings of the user', async () => {
  await using given = await environment();
  await using ssh = await startSshServer();
  const { folder } = given.repository;
  given.write('key', ssh.privateKey);
  given.write('hosts', `${ssh.knownHosts}\n`);
  chmodSync(join(given.folder.path, 'key'), 0o600);
  const options = `-i ${given.folder.path}/key -o UserKnownHostsFile=${given.folder.path}/hosts -o StrictHostKeyChecking=yes`;
  const env = { GIT_SSH_COMMAND: `ssh -F none ${options}` };
  expect(await given.app(`${ssh.urlOf(folder)}//x`, `${ssh.urlOf(folder)}//part`, env)).toEqual(GOOD);
});

test('a file by URL; a page of the same server is no file', async () => {
  await using given = await environment();
  await using server = await httpServer((request, response) => {
    if (request.url !== '/a/b/c.yaml') response.statusCode = 404;
    response.end(request.url === '/a/b/c.yaml' ? CONFIG_MAP : 'a: [page');
  });
  const component = `${given.repository.url}//part`;
  expect(await given.app(`${server.url}/a/b/c.yaml`, component)).toEqual(GOOD);
  expect((await given.app(`${server.url}/none.yaml`, component)).err).toBe(
    `Error: accumulating resources: accumulating resources from '${server.url}/none.yaml': HTTP Error: status code 404 (Not Found)\nat ${given.folder.path}/app/kustomization.yaml: resources[0]\n`,
  );
  const { err } = await given.app(`${server.url}/a/none`, component);
  expect(err).toContain(
    `URL is a git repository': failed to run 'git fetch --depth=1 ${server.url}/a/none HEAD': fatal:`,
  );
});

test('submodules are there, unless the address says otherwise', async () => {
  await using given = await environment();
  const inner = await given.git.createTestRepository('inner');
  const oid = await inner.commit({ files: { 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': CONFIG_MAP } });
  const outer = await given.git.createTestRepository('outer');
  const modules = `[submodule "lib"]\n\tpath = lib\n\turl = ../inner.git\n`;
  await outer.commit({ files: { '.gitmodules': modules, lib: { submodule: oid }, 'readme.md': '' } });
  expect(await given.render(`${outer.url}//lib`)).toEqual({ ...GOOD, out: CONFIG_MAP });
  const without = await given.render(`${outer.url}//lib?submodules=false`);
  expect(without.err).toContain('unable to find one of');
});

test('clones are gone afterwards, whatever the outcome', async () => {
  await using given = await environment();
  const before = process.env['TMPDIR'];
  try {
    process.env['TMPDIR'] = given.folder.path;
    await given.render(`${given.repository.url}//y`);
    await given.render(`${given.repository.url}//none`);
    expect(readdirSync(given.folder.path)).toEqual([]);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
});

test.each([
  ['ref=--upload-pack=touch%20MARK', 'is not the name of a branch, a tag or a commit'],
  ['ref=-x', 'is not the name of a branch, a tag or a commit'],
  ['ref=a%0Ab', 'is not the name of a branch, a tag or a commit'],
  ['ref=none', "couldn't find remote ref none"],
])('hostile or missing: %s', async (query, expected) => {
  await using given = await environment();
  const mark = join(given.folder.path, 'MARK');
  const { code, err } = await given.render(`${given.repository.url}?${query.replace('MARK', mark)}`);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(expected) });
  expect(existsSync(mark)).toBe(false);
});

test('hostile addresses run nothing and tell no password', async () => {
  await using given = await environment();
  const mark = join(given.folder.path, 'MARK');
  for (const address of [
    `git@ext::sh -c touch% ${mark}/x.git`,
    `ssh://-oProxyCommand=touch%20${mark}/org/repo`,
    `git@-oProxyCommand=touch ${mark}:org/repo`,
    'https://me:CANARY@127.0.0.1:1/org/repo.git',
    'file:///etc/passwd',
  ]) {
    const { code, err } = await given.app(address, 'none');
    expect({ address, code }).toEqual({ address, code: 1 });
    expect(err).not.toContain('CANARY');
  }
  expect(existsSync(mark)).toBe(false);
});

test('a link of another repository leads to nothing of this machine', async () => {
  await using given = await environment();
  const repository = await given.git.createTestRepository('links');
  given.write('secret/kustomization.yaml', 'configMapGenerator: [{name: a, literals: [a=CANARY]}]\n');
  const target = join(given.folder.path, 'secret');
  await repository.commit({
    files: {
      l: { link: target },
      'a/kustomization.yaml': 'resources: [../l]\n',
      'b/kustomization.yaml': 'configMapGenerator: [{name: a, files: [f]}]\n',
      'b/f': { link: join(target, 'kustomization.yaml') },
    },
  });
  const errors: [string, string][] = [
    ['l', 'refers to directory outside of repo'],
    ['a', 'must be within the repo'],
    ['b', 'security; file'],
  ];
  for (const [path, expected] of errors) {
    const { out, err } = await given.render(`${repository.url}//${path}`);
    expect(err).toContain(expected);
    expect(out + (err ?? '')).not.toContain('CANARY');
  }
});
