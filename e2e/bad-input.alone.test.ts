/** Bad input from all sides: each is told in a sentence that names the thing, harms nothing that was good, and is over once mended. */
import { renameSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../src/base/secret.ts';
import type { TestCommit, TestRepository } from '../src/testkit/git-repository.ts';
import { application, type BadWorld, badWorld, configMap, source } from './bad-world.ts';
import { findKubectl } from './product.ts';

const FAILED = 'ComparisonError: Failed to load target state: failed to generate manifest for source 1 of 1: ';
const UNREADABLE = `${FAILED}rpc error: code = FailedPrecondition desc = Failed to unmarshal `;
const UNKNOWN = `${FAILED}rpc error: code = Unknown desc = `;
const CANARY = 'canary-fdb1a7';
const MIB = 1024 * 1024;
const NOWHERE = '1'.repeat(40);

type Files = TestCommit['files'];

interface SpoiltContent {
  readonly name: string;
  readonly files: Files;
  /** Text that the one condition begins with. */
  readonly told: string;
  readonly recurse?: boolean;
}

function bomb(): string {
  const levels = Array.from({ length: 12 }, (_, level) => {
    return `a${level}: &a${level} [${Array(10).fill(level === 0 ? 'x' : `*a${level - 1}`)}]\n`;
  });
  return `${configMap('bomb')}${levels.join('')}`;
}

const manyKeys = (count: number): string => Array.from({ length: count }, (_, i) => `k${i}: {a: b}\n`).join('');

/** What is committed beside a good file of a synced Application. */
const SPOILT: readonly SpoiltContent[] = [
  {
    name: 'malformed',
    files: { 'broken.yaml': `${configMap('b')}   bad: indent\n` },
    told: `${UNREADABLE}"broken.yaml": failed to unmarshal manifest: error converting YAML to JSON: yaml: line 5: mapping values are not allowed`,
  },
  {
    name: 'fifty-megabytes',
    files: { 'huge.yaml': `${configMap('b')}data: {a: "${'x'.repeat(50 * MIB)}"}\n` },
    told: `${UNKNOWN}failed to get potentially valid manifests: exceeded max combined manifest file size at huge.yaml (10000000 bytes)`,
  },
  {
    name: 'many-keys',
    files: { 'keys.yaml': `${configMap('b')}${manyKeys(250_000)}` },
    told: `${UNKNOWN}keys.yaml: document 1 (ConfigMap b) has 4888952 bytes as JSON, and no Kubernetes API takes an object of more than 3145728`,
  },
  {
    name: 'alias-bomb',
    files: { 'bomb.yaml': bomb() },
    told: `${UNREADABLE}"bomb.yaml": failed to unmarshal manifest: error converting YAML to JSON: yaml: document contains excessive aliasing`,
  },
  {
    name: 'too-deep',
    files: { 'deep.yaml': `${configMap('b')}a: ${'['.repeat(100_000)}\n` },
    told: `${UNREADABLE}"deep.yaml": failed to unmarshal manifest: YAML is nested deeper than 500 levels`,
  },
  {
    name: 'no-object',
    files: { 'list.yaml': 'apiVersion: v1\nkind: List\nitems: [1]\n' },
    told: `${UNREADABLE}"list.yaml": items member is not an object`,
  },
  {
    name: 'wrong-type-of-name',
    files: { 'five.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 5}\n' },
    told: `${UNREADABLE}"five.yaml": document 1: metadata.name is not a text (quote it)`,
  },
  { name: 'broken-json', files: { 'a.json': '{"kind": ' }, told: `${UNREADABLE}"a.json": invalid JSON` },
  {
    name: 'control-characters',
    files: { 'evil\n\u001b[31m.yaml': `${configMap('b')}   bad: indent\n` },
    told: `${UNREADABLE}"evil\\n\\u001b[31m.yaml": failed to unmarshal manifest: `,
  },
  {
    name: 'link-outside',
    files: { 'link.yaml': { link: '../../../../etc/passwd' } },
    told: `${UNKNOWN}repository contains out-of-bounds symlinks. file: link.yaml`,
  },
  {
    name: 'link-round',
    files: { 'link.yaml': { link: 'link.yaml' } },
    told: `${UNKNOWN}repository contains out-of-bounds symlinks. file: link.yaml`,
  },
  {
    name: 'deep-folders',
    files: { [`${'d/'.repeat(300)}a.yaml`]: configMap('b') },
    told: `${UNKNOWN}.: more than 200000 files or 200 levels`,
    recurse: true,
  },
];

describe.skipIf(!findKubectl())('bad input', () => {
  let world: BadWorld;
  const repositories = new Map<string, TestRepository & { readonly folder: string }>();

  async function repository(name: string, files: Files = { 'good.yaml': configMap('good') }) {
    const made = await world.git.createTestRepository(name);
    await made.commit({ files });
    repositories.set(name, made);
    return made;
  }

  const repositoryOf = (name: string) => {
    const found = repositories.get(name);
    if (found === undefined) throw new Error(`no repository ${name}`);
    return found;
  };

  beforeAll(async () => {
    world = await badWorld({
      readCredentials: (name) => (name === 'private' ? { username: 'user', password: new Secret(CANARY) } : undefined),
    });
  }, 60_000);

  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
  });

  const goodMaps = async (): Promise<readonly string[]> => {
    const found = await world.product.kubectl('get', 'configmaps', '-A', '-o', 'name');
    return found.split('\n').filter((name) => name.endsWith('/good'));
  };

  describe('content of a repository', () => {
    const names = SPOILT.map(({ name }) => name);
    let revisions: ReadonlyMap<string, string>;

    beforeAll(async () => {
      const applications = [application('steady', (await repository('steady')).url)];
      for (const { name, recurse = false } of SPOILT) {
        const { url } = await repository(name);
        applications.push(application(name, url, { source: source(url, { directory: { recurse } }) }));
      }
      await world.apply(...applications);
      await world.untilApps([...names, 'steady'], ({ sync, phase }) => sync === 'Synced' && phase === 'Succeeded');
      const states = await world.states();
      revisions = new Map(names.map((name) => [name, states.get(name)?.revision ?? '']));
    }, 60_000);

    test('others are served while the huge ones are read', async () => {
      world.slowestAnswer();
      for (const { name, files } of SPOILT) await repositoryOf(name).commit({ files });
      const began = Date.now();
      await repositoryOf('steady').commit({ files: { 'more.yaml': configMap('more') } });
      await world.refresh('normal', 'steady');
      await world.untilApps(['steady'], ({ resources }) => resources.includes('ConfigMap/more:Synced'));
      expect(Date.now() - began).toBeLessThan(6000);
      await world.untilApps(names, ({ conditions }) => conditions.length > 0);
      expect(world.slowestAnswer()).toBeLessThan(1500);
    }, 60_000);

    test.each(SPOILT.map(({ name, told }) => [name, told] as const))('%s is told', async (name, told) => {
      const { conditions, sync, health, resources } = await world.state(name);
      expect(conditions).toEqual([expect.stringContaining(told)]);
      expect(conditions[0]?.startsWith(told)).toBe(true);
      expect({ sync, health, resources }).toEqual({
        sync: 'Unknown',
        health: 'Healthy',
        resources: ['ConfigMap/good:Unknown'],
      });
    });

    test('nothing was lost', async () => {
      expect(await goodMaps()).toHaveLength(SPOILT.length + 1);
    });

    test('once mended all come back by themselves', async () => {
      for (const { name, files } of SPOILT) {
        const removed = Object.fromEntries(Object.keys(files).map((path) => [path, null]));
        await repositoryOf(name).commit({ files: removed });
      }
      await world.untilApps(names, ({ sync, conditions, revision }, name) => {
        return sync === 'Synced' && conditions.length === 0 && revision !== revisions.get(name);
      });
      expect(await goodMaps()).toHaveLength(SPOILT.length + 1);
    }, 40_000);
  });

  describe('a repository that turns bad', () => {
    const names = ['path-gone', 'path-file', 'branch-gone', 'forced', 'moved', 'private'];

    const secret = (password: string): object => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'repo-private',
        namespace: 'argocd',
        labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      },
      stringData: { type: 'git', url: repositoryOf('private').url, username: 'user', password },
    });

    beforeAll(async () => {
      const applications: object[] = [];
      for (const name of names) {
        const { url } = await repository(name, { 'app/good.yaml': configMap('good') });
        applications.push(application(name, url, { source: source(url, { path: 'app' }) }));
      }
      await world.apply(secret(CANARY), ...applications);
      await world.untilApps(names, ({ sync, phase }) => sync === 'Synced' && phase === 'Succeeded');
    }, 30_000);

    const moved = (name: string): string => repositoryOf(name).folder.replace(/\.git$/, '-away.git');

    test('each is told, and nothing is lost', async () => {
      const before = (await goodMaps()).length;
      await repositoryOf('path-gone').commit({ files: { 'app/good.yaml': null, other: '' } });
      await repositoryOf('path-file').commit({ files: { 'app/good.yaml': null, app: configMap('good') } });
      await repositoryOf('branch-gone').setRef('refs/heads/main', undefined);
      renameSync(repositoryOf('moved').folder, moved('moved'));
      await world.apply(secret(`${CANARY}-wrong`));
      const bad = names.filter((name) => name !== 'forced');
      await world.refresh('normal', ...bad);
      await world.untilApps(bad, ({ conditions }) => conditions.length > 0);
      const states = await world.states();
      const told = bad.map((name) => [name, states.get(name)?.conditions]);
      expect(Object.fromEntries(told)).toEqual({
        'path-gone': [`${UNKNOWN}app: app path does not exist`],
        'path-file': [`${UNKNOWN}app: app path is not a directory`],
        'branch-gone': [`${UNKNOWN}unable to resolve 'main' to a commit SHA: revision not found`],
        moved: [`${UNKNOWN}failed to list refs: repository not found: repository not found\n`],
        private: [`${UNKNOWN}failed to list refs: authentication required: authentication required\n`],
      });
      for (const name of bad) {
        expect(states.get(name)).toMatchObject({
          sync: 'Unknown',
          health: 'Healthy',
          resources: ['ConfigMap/good:Unknown'],
        });
      }
      expect(await goodMaps()).toHaveLength(before);
    }, 60_000);

    test('a forced push is followed', async () => {
      const files = { 'app/new.yaml': configMap('new') };
      const revision = await repositoryOf('forced').commit({ files, orphan: true });
      await world.untilApps(['forced'], (state) => state.revision === revision && state.sync === 'Synced');
      expect((await world.state('forced')).resources).toEqual(['ConfigMap/new:Synced']);
    }, 30_000);

    test('an Application whose repository is gone can be deleted, with its objects', async () => {
      const { product } = world;
      await product.kubectl('delete', 'application', '-n', 'argocd', 'branch-gone', '--timeout', '20s');
      const left = await product.kubectl('get', 'configmaps', '-n', 'branch-gone', '-o', 'name');
      expect(left).not.toContain('good');
    }, 30_000);

    test('once mended they come back by themselves', async () => {
      for (const name of ['path-gone', 'path-file']) {
        await repositoryOf(name).commit({ files: { 'app/good.yaml': configMap('good') }, orphan: true });
      }
      renameSync(moved('moved'), repositoryOf('moved').folder);
      await world.apply(secret(CANARY));
      const mended = ['path-gone', 'path-file', 'moved', 'private'];
      await world.untilApps(mended, ({ sync, conditions }) => sync === 'Synced' && conditions.length === 0);
    }, 40_000);

    test('no password stands where others read', async () => {
      const { product } = world;
      expect(product.output()).not.toContain(CANARY);
      for (const kind of ['applications', 'appprojects', 'events', 'configmaps']) {
        expect(await product.kubectl('get', kind, '-A', '-o', 'yaml')).not.toContain(CANARY);
      }
    });
  });

  describe('sources that never were good', () => {
    /** What of the source is wrong, and the text of the condition behind what all have in common. */
    const sources = (): Readonly<Record<string, readonly [object, string]>> => {
      const { url } = repositoryOf('never');
      const empty = repositoryOf('empty').url;
      const nobody = 'http://127.0.0.1:1/x.git';
      const page = `${world.product.ready.url}/some/page`;
      const refs = 'failed to list refs: ';
      const missing = (name: string) => `unable to resolve '${name}' to a commit SHA: revision not found`;
      return {
        'path-missing': [source(url, { path: 'nope' }), 'nope: app path does not exist'],
        'path-file-from-start': [source(url, { path: 'good.yaml' }), 'good.yaml: app path is not a directory'],
        'path-upwards': [source(url, { path: '../other' }), '../other: app path outside root'],
        'path-absolute': [source(url, { path: '/etc' }), '/etc: app path is absolute'],
        'revision-missing': [source(url, { targetRevision: 'v9' }), missing('v9')],
        'revision-option': [source(url, { targetRevision: '--upload-pack=x' }), missing('--upload-pack=x')],
        'revision-control': [source(url, { targetRevision: 'a\nb\u0007' }), missing('a\nb\u0007')],
        'commit-missing': [
          source(url, { targetRevision: NOWHERE }),
          `failed to initialize repository resources: rpc error: code = Internal desc = Failed to checkout revision ${NOWHERE}: \`git fetch origin ${NOWHERE} --tags --force --prune\` failed exit status 128: fatal: remote error: upload-pack: not our ref ${NOWHERE}`,
        ],
        'repository-empty': [source(empty), missing('main')],
        'repository-missing': [
          source(url.replace('never', 'nothing')),
          `${refs}repository not found: repository not found\n`,
        ],
        unreachable: [source(nobody), `${refs}${nobody}: cannot connect (ECONNREFUSED)`],
        'unreachable-with-password': [
          source(nobody.replace('//', `//user:${CANARY}@`)),
          `${refs}${nobody}: cannot connect (ECONNREFUSED)`,
        ],
        html: [source(page), `${refs}${page}: the server does not speak Git's smart protocol there`],
        'scheme-file': [source('file:///etc'), `${refs}file:///etc: only https, http and ssh repositories are allowed`],
        'scheme-ext': [source('ext::sh -c id'), `${refs}ext::sh -c id: not a repository URL`],
        'url-option': [source('--upload-pack=id'), `${refs}--upload-pack=id: not a repository URL`],
        'ssh-option': [source('ssh://-oProxyCommand=id/x'), `${refs}ssh://-oProxyCommand=id/x: not a repository URL`],
      };
    };

    test('each is told', async () => {
      await repository('never');
      await world.git.createTestRepository('empty').then((made) => repositories.set('empty', made));
      const wanted = sources();
      const names = Object.keys(wanted);
      await world.apply(...names.map((name) => application(name, '', { source: wanted[name]?.[0] })));
      await world.untilApps(names, ({ conditions }) => conditions.length > 0);
      const states = await world.states();
      for (const name of names) {
        expect([name, states.get(name)]).toMatchObject([
          name,
          { sync: 'Unknown', health: 'Healthy', conditions: [`${UNKNOWN}${wanted[name]?.[1]}`], resources: [] },
        ]);
      }
      expect(world.product.output()).not.toContain(CANARY);
      await world.product.kubectl('delete', 'applications', '-n', 'argocd', ...names, '--timeout', '20s');
    }, 60_000);
  });

  describe('objects that a cluster refuses', () => {
    const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: gadgets, singular: gadget, kind: Gadget, listKind: GadgetList}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`;
    /** What stands beside a good object, and what the operation says; undefined where it succeeds. */
    const REFUSED: Readonly<Record<string, readonly [Files, string | undefined]>> = {
      'unknown-kind': [
        { 'a.yaml': 'apiVersion: v1\nkind: Nonsense\nmetadata: {name: x}\n' },
        'The Kubernetes API could not find /Nonsense for requested resource unknown-kind/x. Make sure the "Nonsense" CRD is installed on the destination cluster.',
      ],
      'missing-crd': [
        { 'a.yaml': 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: x}\n' },
        'The Kubernetes API could not find example.com/Widget for requested resource missing-crd/x. Make sure the "Widget" CRD is installed on the destination cluster.',
      ],
      'no-name': [
        { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {labels: {a: b}}\n' },
        'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
      ],
      'no-namespace': [
        { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: nowhere}\n' },
        'namespaces "nowhere" not found',
      ],
      'bad-name': [
        { 'a.yaml': configMap('Bad_Name') },
        'ConfigMap "Bad_Name" is invalid: metadata.name: Invalid value:',
      ],
      'long-name': [{ 'a.yaml': configMap('n'.repeat(254)) }, 'must be no more than 253 characters'],
      'wrong-type': [
        { 'a.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: three}\n' },
        'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
      ],
      'proto-keys': [
        { 'a.yaml': configMap('proto', 'data: {__proto__: a, constructor: b, toString: c}\n') },
        undefined,
      ],
      'crd-last': [
        { 'a.yaml': 'apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: x}\n', 'z.yaml': crd },
        undefined,
      ],
      twice: [{ 'a.yaml': configMap('good') }, undefined],
    };
    const names = Object.keys(REFUSED);

    test('each is told in the operation, and what is right stays', async () => {
      const applications: object[] = [];
      for (const name of names) {
        const { url } = await repository(name);
        applications.push(application(name, url));
      }
      await world.apply(...applications);
      await world.untilApps(names, ({ phase }) => phase === 'Succeeded');
      for (const name of names) await repositoryOf(name).commit({ files: REFUSED[name]?.[0] ?? {} });
      await world.untilApps(names, ({ operation, resources, sync, conditions }, name) => {
        const told = REFUSED[name]?.[1];
        if (told !== undefined) return operation.some((message) => message.includes(told));
        return sync === 'Synced' && (name === 'twice' ? conditions.length > 0 : resources.length > 1);
      });
      const states = await world.states();
      expect(states.get('twice')?.conditions).toEqual([
        'RepeatedResourceWarning: Resource /ConfigMap/twice/good appeared 2 times among application resources.',
      ]);
      for (const name of names) expect(states.get(name)?.resources).toContain('ConfigMap/good:Synced');
      const keys = ['get', 'configmap', '-n', 'proto-keys', 'proto', '-o', 'jsonpath={.data}'];
      expect(await world.product.kubectl(...keys)).toBe('{"__proto__":"a","constructor":"b","toString":"c"}');
    }, 40_000);

    test('once mended all come back by themselves', async () => {
      for (const name of names)
        await repositoryOf(name).commit({ files: { 'good.yaml': configMap('good') }, orphan: true });
      // The operation still retries the commit that it began with, as Argo CD's does.
      await world.untilApps(names, ({ sync, resources }) => {
        return sync === 'Synced' && resources.filter((it) => !/^Custom/.test(it)).length === 1;
      });
    }, 40_000);
  });

  describe('Applications that are wrong themselves', () => {
    const server = 'https://kubernetes.default.svc';
    const DESTINATIONS: Readonly<Record<string, readonly [object, string]>> = {
      'both-names': [
        { destination: { server, name: 'in-cluster', namespace: 'x' } },
        `InvalidSpecError: application destination can't have both name and server defined: in-cluster ${server}`,
      ],
      'cluster-name': [
        { destination: { name: 'nowhere', namespace: 'x' } },
        'InvalidSpecError: there are no clusters with this name: nowhere',
      ],
      'cluster-server': [
        { destination: { server: 'https://192.0.2.1', namespace: 'x' } },
        'InvalidSpecError: error getting cluster by server "https://192.0.2.1": rpc error: code = NotFound desc = cluster "https://192.0.2.1" not found',
      ],
      'project-gone': [
        { project: 'gone' },
        'InvalidSpecError: Application referencing project gone which does not exist',
      ],
      'no-source': [
        { source: undefined },
        'InvalidSpecError: spec.source.repoURL and either spec.source.path or spec.source.chart are required',
      ],
    };

    test('what the API lets through is told in a condition, and is over once mended', async () => {
      const { url } = repositoryOf('steady');
      const names = Object.keys(DESTINATIONS);
      await world.apply(...names.map((name) => application(name, url, DESTINATIONS[name]?.[0])));
      await world.untilApps(names, ({ conditions }) => conditions.length > 0);
      const states = await world.states();
      for (const name of names) {
        expect([name, states.get(name)?.conditions]).toEqual([name, [DESTINATIONS[name]?.[1]]]);
      }
      await world.apply(...names.map((name) => application(name, url, { destination: { server, namespace: name } })));
      await world.untilApps(names, ({ sync, conditions }) => sync === 'Synced' && conditions.length === 0);
    }, 40_000);

    const url = 'https://example.com/x.git';
    test.each([
      [
        'a source that is a text',
        application('a', url, { source: 'text' }),
        'spec.source in body must be of type object',
      ],
      [
        'a switch that is a text',
        application('a', url, { syncPolicy: { automated: { prune: 'yes' } } }),
        'spec.syncPolicy.automated.prune in body must be of type boolean',
      ],
      ['a name that is none', application('Bad_Name', url), 'metadata.name: Invalid value: "Bad_Name"'],
      ['a name that is too long', application('n'.repeat(254), url), 'must be no more than 253 characters'],
    ])('the API refuses %s', async (_reason, object, told) => {
      const refused = world.apply(object).then(
        () => 'taken',
        (error: { readonly stderr?: string }) => error.stderr ?? '',
      );
      expect(await refused).toContain(told);
    });
  });

  test('the process is well after all that', async () => {
    const { product } = world;
    expect((await fetch(`${product.ready.url}/api/version`)).status).toBe(200);
    expect(product.output()).not.toMatch(/unexpected|"level":"error"|UnhandledPromise| {4}at /);
  });
});
