/** Bases in other repositories: who may read them, with whose credentials, as of when. */
import { describe, expect, test } from 'vitest';
import type { AppProject } from '../../api/app-project/fields.ts';
import { Secret } from '../../base/secret.ts';
import type { GitRemote } from '../../ports/git.ts';
import type { RefreshLevel } from '../../ports/manifest-service.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import type { TestCommit } from '../../testkit/git-repository.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { type InstallationSketch, memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { createManifestService } from './index.ts';

const BASE = 'https://git.example.com/base.git';

function project(sourceRepos: readonly string[]): AppProject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'default', namespace: 'argocd' },
    spec: { sourceRepos },
  };
}

function open(sketch: InstallationSketch = { projects: [project(['*'])] }) {
  const clock = new FakeClock();
  const git = createMemoryGit();
  const outside = createMemoryOutside(clock);
  const metrics = memoryMetrics();
  const installation = memoryInstallation(sketch);
  const asked: GitRemote[] = [];
  const listRefs: typeof git.port.listRefs = (remote, ...rest) => {
    asked.push(remote);
    return git.port.listRefs(remote, ...rest);
  };
  const port = { ...git.port, listRefs };
  const requested: string[] = [];
  const http: typeof outside.ports.http = {
    exchange(request) {
      requested.push(request.url);
      return outside.ports.http.exchange(request);
    },
  };
  const service = createManifestService({
    ...{ git: port, installation, clock, metrics, log: memoryLog(), random: () => 0 },
    ...{ ...outside.ports, http },
  });
  const [own, base] = [git.repository('app'), git.repository('base')];
  const render = async (refresh: RefreshLevel = 'cached'): Promise<string> => {
    const result = await service.render({
      ...{
        appName: 'web',
        project: 'default',
        namespace: 'prod',
        revisions: [],
        kubeVersion: '1.35.4',
        apiVersions: [],
      },
      sources: [{ repoURL: own.url, path: 'app', targetRevision: 'main' }],
      refresh,
    });
    if (result.kind === 'failed') return result.message.replace(/^.*?desc = /s, '');
    return result.sources.flatMap(({ manifests }) => manifests.map(({ object }) => object.metadata.name)).join(' ');
  };
  const app = (...resources: readonly string[]) =>
    own.commit({ files: { 'app/kustomization.yaml': `resources: ${JSON.stringify(resources)}\n` } });
  return { clock, git, port, service, render, app, own, base, asked, requested, metrics, installation, ...outside };
}

function files(name: string, more: TestCommit['files'] = {}): TestCommit {
  return {
    files: {
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`,
      ...more,
    },
  };
}

describe('which commit of a base', () => {
  test('branch, tag before branch, commit, full name, default branch', async () => {
    const given = open();
    const one = await given.base.commit(files('one'));
    const two = await given.base.commit(files('two'));
    await given.base.setRef('refs/heads/v1', two);
    await given.base.tag('v1', one, { annotated: true });
    await given.base.setRef('refs/pull/7/head', one);
    const expected: readonly [string, string][] = [
      ['', 'two'],
      ['?ref=main', 'two'],
      ['?version=main', 'two'],
      ['?ref=v1', 'one'],
      ['?ref=refs/heads/v1', 'two'],
      ['?ref=heads/v1', 'two'],
      ['?ref=pull/7/head', 'one'],
      [`?ref=${one}`, 'one'],
    ];
    const found: [string, string][] = [];
    for (const [query] of expected) {
      await given.app(`${BASE}${query}`);
      found.push([query, await given.render('latest')]);
    }
    expect(found).toEqual(expected);
    await given.app(`${BASE}?ref=none`);
    expect(await given.render('latest')).toBe(
      `\`kustomize build <path to cached source>/app\` failed exit status 1: Error: accumulating resources: accumulation err='accumulating resources from '${BASE}?ref=none': URL is a git repository': failed to run 'git fetch --depth=1 ${BASE} none': fatal: couldn't find remote ref none (at app/kustomization.yaml: resources[0])`,
    );
    await given.app(`${BASE}?ref=${one.slice(0, 8)}`);
    expect(await given.render('latest')).toContain(`fatal: couldn't find remote ref ${one.slice(0, 8)}`);
  });

  test('a commit that needs a newer base finds it at once, however it was noticed', async () => {
    const given = open();
    await given.base.commit(files('one'));
    await given.app(`${BASE}?ref=main`);
    expect(await given.render()).toBe('one');
    await given.base.commit(files('two'));
    await given.app(`${BASE}?ref=main`, `${BASE}//.?ref=none`);
    given.service.notice(given.own.url);
    await given.clock.advance(1000);
    await given.app(`${BASE}?ref=main&timeout=5`);
    expect(await given.render('latest')).toBe('two');
  });

  test('a base that moves is polled and told as a move of the source; one that changes nothing costs no render', async () => {
    const given = open();
    await given.base.commit(files('one', { 'readme.md': 'a' }));
    await given.app(BASE);
    given.service.start();
    const moved: string[] = [];
    given.service.onMoved((url) => moved.push(url));
    expect(await given.render()).toBe('one');
    await given.base.commit({ files: { 'readme.md': 'b' } });
    await given.clock.advance(130_000);
    expect(moved).toEqual([given.own.url]);
    expect(await given.render()).toBe('one');
    expect(given.metrics.value('renders_total')).toBe(1);
    await given.base.commit(files('two'));
    given.service.notice(BASE.replace('.git', '/'));
    await given.clock.advance(10);
    expect(moved).toEqual([given.own.url, given.own.url]);
    expect(await given.render()).toBe('two');
    expect(given.metrics.value('renders_total')).toBe(2);
    await given.service.close();
  });

  test('what did not move is not asked for again', async () => {
    const given = open();
    const oid = await given.base.commit(files('one'));
    await given.app(BASE, `${BASE}//.?ref=${oid}`.replace('//.', '?').replace('?ref', '&ref').replace('&', ''));
    await given.app(`${BASE}?ref=${oid}`);
    await given.render();
    const before = given.asked.length;
    for (let round = 0; round < 5; round++) await given.render();
    expect(given.asked.length).toBe(before);
  });
});

describe('how much', () => {
  test('a time that the address sets', async () => {
    const given = open();
    await given.base.commit(files('one'));
    await given.app(`${BASE}?timeout=2`);
    const { fetch } = given.port;
    given.port.fetch = async (...asked) => {
      if (asked[0].url === BASE) await given.clock.sleep(5000);
      await fetch(...asked);
    };
    const rendering = given.render();
    await given.clock.advance(2000);
    expect(await rendering).toContain(`hit 2s timeout running 'git fetch --depth=1 ${BASE}'`);
    await given.clock.advance(5000);
    expect(await given.render()).toBe('one');
  });

  test('not more than 200 in one render', async () => {
    const given = open();
    const oid = await given.base.commit(files('one'));
    for (let at = 0; at < 210; at++) await given.base.setRef(`refs/heads/b${at}`, oid);
    const folders = Array.from({ length: 210 }, (_, at) => [
      `app/${at}/kustomization.yaml`,
      `resources: ["${BASE}?ref=b${at}"]\nnameSuffix: "-${at}"\n`,
    ]);
    await given.own.commit({ files: Object.fromEntries(folders) });
    await given.app(...folders.map((_, at) => String(at)));
    expect(await given.render()).toContain('more than 200 bases of other repositories');
  });

  test('not more than 500 files of other servers in one render', async () => {
    const given = open();
    const origin = given.web.serve(({ url }) => ({
      status: 200,
      body: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${url.slice(1)}}\n`,
    }));
    await given.app(...Array.from({ length: 500 }, (_, at) => `${origin}/${at}`));
    expect((await given.render()).split(' ').length).toBe(500);
    await given.app(...Array.from({ length: 501 }, (_, at) => `${origin}/${at}`));
    expect(await given.render('latest')).toContain('more than 500 files of other servers are asked for');
  });

  test('what is wanted is told for webhooks, and forgotten when it is not', async () => {
    const given = open();
    await given.base.commit(files('one'));
    await given.app(`${BASE}?ref=main`);
    given.service.start();
    await given.render();
    expect(given.service.bases()).toEqual([{ repoURL: BASE, targetRevision: 'main' }]);
    await given.app();
    await given.clock.advance(26 * 3_600_000);
    expect(given.service.bases()).toEqual([]);
    await given.service.close();
  });
});

describe('who may read a base', () => {
  test('the project of the Application permits its repository, or the condition names both', async () => {
    const given = open({ projects: [project(['https://git.example.com/app.git'])] });
    await given.base.commit(files('one'));
    await given.app(BASE);
    for (let round = 0; round < 5; round++) {
      expect(await given.render()).toContain(
        `base repo ${BASE} is not permitted in project 'default' (at app/kustomization.yaml: resources[0])`,
      );
    }
    expect(given.asked.some(({ url }) => url === BASE)).toBe(false);
    given.installation.set({ projects: [project(['https://git.example.com/*'])] });
    expect(await given.render()).toBe('one');
    given.installation.set({ projects: [project(['https://git.example.com/app.git'])] });
    expect(await given.render()).toContain('is not permitted');
  });

  test.each([
    'http://169.254.169.254/latest/base.git',
    'http://0xa9fea9fe/base.git',
    'http://[::ffff:169.254.169.254]/base.git',
    'http://127.1:8080/base.git',
    'https://localhost/base.git',
    'git@127.0.0.1:team/base.git',
  ])('nobody reads %s, unless its server is configured', async (url) => {
    const given = open({ projects: [project(['*', '**'])] });
    await given.app(url);
    expect(await given.render()).toContain('are not reached for what a repository names');
    await given.app(`${url}/base?ref=main`);
    expect(await given.render()).toContain('are not reached for what a repository names');
    expect(given.asked.map((remote) => remote.url)).toEqual([given.own.url]);
  });

  test('what the name of a source means is looked at, also where its bases are on the same server, unless it is configured', async () => {
    const projects = [project(['*'])];
    const given = open({ projects });
    await given.base.commit(files('one'));
    await given.app(BASE);
    const ways = () => given.asked.splice(0).map(({ url, farOnly, offLink }) => [url, farOnly, offLink]);
    expect(await given.render()).toBe('one');
    expect(ways()).toEqual([
      [given.own.url, undefined, true],
      [BASE, undefined, true],
    ]);
    given.installation.set({ projects, records: { [given.own.url]: {} } });
    expect(await given.render('hard')).toBe('one');
    expect(ways()).toEqual([
      [given.own.url, undefined, undefined],
      [BASE, undefined, undefined],
    ]);
  });

  test('also a base of a base', async () => {
    const given = open({ projects: [project(['*', '!https://git.example.com/secret.git'])] });
    await given.git.repository('secret').commit(files('one'));
    await given.base.commit({ files: { 'kustomization.yaml': 'resources: ["https://git.example.com/secret.git"]\n' } });
    await given.app(BASE);
    const text = await given.render();
    expect(text).toContain(`base repo https://git.example.com/secret.git is not permitted in project 'default'`);
    expect(text).toContain(`(at ${BASE}//kustomization.yaml: resources[0])`);
  });

  test('a password in the address is told to nobody', async () => {
    const given = open({ projects: [project([])] });
    await given.app('https://me:CANARY@git.example.com/base.git');
    expect(await given.render()).toContain('base repo https://git.example.com/base.git is not permitted');
    given.installation.set({ projects: [project(['*'])] });
    given.git.break('base', 'git.authentication');
    const text = await given.render();
    expect(text).toContain('failed to run');
    expect(text).not.toContain('CANARY');
  });
});

describe('submodules', () => {
  const modules = '[submodule "x"]\n\tpath = sub/lib\n\turl = ../lib.git\n';

  async function withLibrary(given: ReturnType<typeof open>) {
    const inner = given.git.repository('inner');
    const deep = await inner.commit(files('deep'));
    return await given.git.repository('lib').commit(
      files('lib', {
        '.gitmodules': '[submodule "y"]\npath = in\nurl = https://git.example.com/inner.git',
        in: { submodule: deep },
      }),
    );
  }

  test('of a base, and theirs; empty where the address says so', async () => {
    const given = open();
    const oid = await withLibrary(given);
    const more = { '.gitmodules': modules, 'sub/lib': { submodule: oid } };
    await given.base.commit({ files: { 'kustomization.yaml': 'resources: [sub/lib, sub/lib/in]\n', ...more } });
    await given.app(BASE);
    expect(await given.render()).toBe('deep lib');
    expect(await given.render()).toBe('deep lib');
    expect(given.metrics.value('renders_total')).toBe(1);
    await given.app(`${BASE}//sub/lib/in`);
    expect(await given.render('latest')).toBe('deep');
    await given.app(`${BASE}//sub/lib?submodules=false`);
    expect(await given.render('latest')).toContain('unable to find one of');
  });

  test("of the source's own repository, where they are read", async () => {
    const given = open({ projects: [project(['*', '!https://git.example.com/inner.git'])] });
    const oid = await withLibrary(given);
    await given.own.commit({ files: { '.gitmodules': modules, 'sub/lib': { submodule: oid } } });
    await given.app('../sub/lib');
    expect(await given.render()).toBe('lib');
    await given.app('../sub/lib/in');
    for (let round = 0; round < 5; round++) {
      expect(await given.render('latest')).toBe(
        "submodule in: base repo https://git.example.com/inner.git is not permitted in project 'default'",
      );
    }
    given.installation.set({ projects: [project(['*'])] });
    expect(await given.render()).toBe('deep');
    given.installation.set({ projects: [project(['https://git.example.com/app.git'])] });
    expect(await given.render()).toContain(
      'submodule sub/lib: base repo https://git.example.com/lib.git is not permitted',
    );
  });
});

describe('with whose credentials', () => {
  const password = new Secret('word');
  const credentials = { kind: 'basic', username: 'me', password } as const;
  const own = { url: 'https://git.example.com/app.git', credentials };

  test('those that the project has for the repository', async () => {
    const remotes = { [BASE]: { url: BASE, credentials } };
    const given = open({ projects: [project(['*'])], remotes });
    await given.base.commit(files('one'));
    await given.app(BASE);
    expect(await given.render()).toBe('one');
    expect(given.asked.find(({ url }) => url === BASE)?.credentials).toBe(credentials);
  });

  test("else those of the source's repository, on the same server only (A16)", async () => {
    const given = open({ projects: [project(['*'])], remotes: { [own.url]: own } });
    await given.base.commit(files('one'));
    await given.app(BASE, 'https://other.example.com/x.git');
    expect(await given.render()).toContain('https://other.example.com/x.git');
    expect(given.asked.find(({ url }) => url === BASE)?.credentials).toBe(credentials);
    expect(given.asked.find(({ url }) => url.includes('other'))?.credentials).toBeUndefined();
  });
});

describe('faults of servers', () => {
  test('they are not kept: the next render that the server answers is good', async () => {
    const given = open();
    await given.base.commit(files('one'));
    await given.app(BASE);
    given.git.break('base', 'git.unreachable');
    for (let round = 0; round < 5; round++) expect(await given.render()).toContain(`failed to run 'git fetch`);
    given.git.break('base', undefined);
    await given.clock.advance(6000);
    expect(await given.render()).toBe('one');
  });

  test('what was rendered stands while the server of a base does not answer', async () => {
    const given = open();
    await given.base.commit(files('one'));
    await given.app(BASE);
    given.service.start();
    expect(await given.render()).toBe('one');
    given.git.break('base', 'git.unreachable');
    await given.clock.advance(600_000);
    expect(await given.render()).toBe('one');
    given.git.break('base', 'git.authentication');
    await given.clock.advance(600_000);
    expect(await given.render()).toContain('failed to run');
    await given.service.close();
  });

  test('a file by URL of the machine itself or of its link is not asked for', async () => {
    const given = open();
    for (const host of ['169.254.169.254', '127.0.0.1:8080', '[::ffff:127.0.0.1]', '0x7f.1', 'localhost']) {
      await given.app(`http://${host}/latest/meta-data/a.yaml`);
      expect(await given.render('latest')).toContain('are not reached for what a repository names');
    }
    expect(given.requested).toEqual([]);
  });

  test('a file by URL: what the server says for now is not kept', async () => {
    const given = open();
    const body = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: file}\n';
    const answers = [{ status: 503 }, { status: 404 }, { status: 404 }, { status: 200, body }];
    const origin = given.web.serve(() => answers[0] ?? { status: 500 });
    const next = (refresh: RefreshLevel) => {
      answers.shift();
      return given.render(refresh);
    };
    await given.app(`${origin}/a.yaml`);
    expect(await given.render()).toContain('HTTP Error: status code 503 (Service Unavailable)');
    expect(await next('cached')).toContain('HTTP Error: status code 404 (Not Found)');
    answers.shift();
    expect(await next('cached')).toContain('HTTP Error: status code 404 (Not Found)');
    expect(await given.render('hard')).toBe('file');
  });
});
