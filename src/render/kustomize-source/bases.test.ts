/** Bases and components in other repositories, as the renderer sees them: trees in memory. */
import { expect, test } from 'vitest';
import { type TestWorld, testInputs } from '../../testkit/render-inputs.ts';
import type { RenderOutcome, SourceRequest } from '../contract.ts';
import { renderSource } from '../render-source.ts';
import { allHold } from '../trace/read.ts';

const HOST = 'https://git.example.com/team';

function request(): SourceRequest {
  return {
    appName: 'web',
    project: 'default',
    namespace: 'prod',
    source: { repoURL: `${HOST}/app`, path: 'app' },
    references: undefined,
    settings: {
      maxCombinedDirectoryManifestsSize: 0,
      valuesFileSchemes: ['https'],
      kustomizeBuildOptions: {},
      disabledTools: [],
    },
  };
}

function render(world: TestWorld): RenderOutcome {
  const inputs = testInputs(world, { lazy: true });
  for (let rounds = 1; rounds < 200; rounds++) {
    const outcome = renderSource(request(), inputs);
    if (outcome.kind !== 'needs') return outcome;
    inputs.learn(outcome.needs);
  }
  throw new Error('the render asks for ever more');
}

/** Addresses of the repositories that the render asks for. */
function repositoriesAsked(world: TestWorld): readonly string[] {
  const inputs = testInputs(world, { lazy: true });
  const asked: string[] = [];
  for (let rounds = 1; rounds < 200; rounds++) {
    const outcome = renderSource(request(), inputs);
    if (outcome.kind !== 'needs') return asked;
    for (const need of outcome.needs) if (need.kind === 'repository') asked.push(need.question.url);
    inputs.learn(outcome.needs);
  }
  throw new Error('the render asks for ever more');
}

/** Names of the objects, or the fault. */
function built(world: TestWorld): string {
  const outcome = render(world);
  if (outcome.kind === 'failed') return outcome.error.message.replace(/^.*?Error: /s, '');
  if (outcome.kind === 'needs') return 'needs';
  return outcome.manifests.map(({ object }) => object.metadata.name).join(' ');
}

function app(...resources: readonly string[]): TestWorld['files'] {
  return { 'app/kustomization.yaml': `resources: ${JSON.stringify(resources)}\n` };
}

function configMap(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
}

const BASE = { 'kustomization.yaml': 'resources: [a.yaml, sub]\n', 'a.yaml': configMap('a'), ...folder('sub', 'b') };

function folder(path: string, name: string): TestWorld['files'] {
  return { [`${path}/kustomization.yaml`]: 'resources: [x.yaml]\n', [`${path}/x.yaml`]: configMap(name) };
}

test.each<[string, TestWorld, string]>([
  [
    'a base with folders of its own',
    { files: app(`${HOST}/base?ref=v1`), repositories: { [`${HOST}/base v1`]: BASE } },
    'a b',
  ],
  [
    'a folder of a base that uses its neighbour',
    {
      files: app(`${HOST}/base//x/one`),
      repositories: { [`${HOST}/base`]: { ...folder('y', 'n'), 'x/one/kustomization.yaml': 'resources: [../../y]\n' } },
    },
    'n',
  ],
  [
    'two versions of one base',
    {
      files: {
        'app/kustomization.yaml': 'resources: [one, two]\n',
        'app/one/kustomization.yaml': `resources: ["${HOST}/base?ref=v1"]\nnamePrefix: one-\n`,
        'app/two/kustomization.yaml': `resources: ["${HOST}/base?ref=v2"]\nnamePrefix: two-\n`,
      },
      repositories: { [`${HOST}/base v1`]: BASE, [`${HOST}/base v2`]: BASE },
    },
    'one-a one-b two-a two-b',
  ],
  [
    'a base whose base is in a third repository',
    {
      files: app('git@host.example.com:team/one'),
      repositories: {
        'git@host.example.com:team/one': { 'kustomization.yaml': `resources: ["${HOST}/two//sub"]\n` },
        [`${HOST}/two`]: BASE,
      },
    },
    'b',
  ],
  [
    'a component',
    {
      files: {
        'app/kustomization.yaml': `resources: [a.yaml]\ncomponents: ["${HOST}/parts//one"]\n`,
        'app/a.yaml': configMap('a'),
      },
      repositories: {
        [`${HOST}/parts`]: {
          'one/kustomization.yaml':
            'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: part-\n',
        },
      },
    },
    'part-a',
  ],
  [
    'a single file',
    {
      files: app('https://raw.example.com/team/app/main/a.yaml'),
      remoteFiles: { 'https://raw.example.com/team/app/main/a.yaml': configMap('r') },
    },
    'r',
  ],
  [
    'a page where the file would be',
    {
      files: app(`${HOST}/base`),
      remoteFiles: { [`${HOST}/base`]: '<!DOCTYPE html>\n<html>\n<p a="b": c' },
      repositories: { [`${HOST}/base`]: BASE },
    },
    'a b',
  ],
  [
    'a patch by URL',
    {
      files: {
        'app/kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: "https://raw.example.com/p.yaml"}]\n',
        'app/a.yaml': configMap('a'),
      },
      remoteFiles: { 'https://raw.example.com/p.yaml': `${configMap('a')}data: {x: y}\n` },
    },
    'a',
  ],
])('%s', (_case, world, expected) => {
  expect(built(world)).toBe(expected);
});

const cycle = 'cycle detected';

test.each<[string, TestWorld, readonly string[]]>([
  [
    'a repository that cannot be had',
    { files: app(`${HOST}/base.git?ref=v1`) },
    [
      `accumulating resources: accumulation err='accumulating resources from '${HOST}/base.git?ref=v1': URL is a git repository': no repository ${HOST}/base.git at v1`,
      '(at app/kustomization.yaml: resources[0])',
    ],
  ],
  [
    'a component that cannot be had',
    { files: { 'app/kustomization.yaml': `components: ["${HOST}/base"]\n` } },
    [
      `accumulating components: loader.New "no repository ${HOST}/base at "`,
      '(at app/kustomization.yaml: components[0])',
    ],
  ],
  [
    'a file that the server has not',
    { files: app('https://raw.example.com/a.yaml') },
    ["accumulating resources from 'https://raw.example.com/a.yaml': HTTP Error: status code 404 (Not Found)"],
  ],
  [
    'a fault in the base names the file there',
    {
      files: app(`${HOST}/base//x?ref=v1`),
      repositories: { [`${HOST}/base v1`]: { 'x/kustomization.yaml': 'patches: [{path: none.yaml}]\n' } },
    },
    [
      `lstat ${HOST}/base//x/none.yaml?ref=v1: no such file or directory`,
      `(at ${HOST}/base//x/kustomization.yaml?ref=v1: patches[0].path)`,
    ],
  ],
  [
    'a folder that the repository has not',
    { files: app(`${HOST}/base//none`), repositories: { [`${HOST}/base`]: BASE } },
    [`lstat ${HOST}/base//none: no such file or directory`],
  ],
  [
    'a file of the repository as a folder',
    { files: app(`${HOST}/base//a.yaml`), repositories: { [`${HOST}/base`]: BASE } },
    [`'${HOST}/base//a.yaml' refers to file 'a.yaml'; expecting directory`],
  ],
  [
    'a base above the other repository',
    {
      files: app(`${HOST}/base`),
      repositories: { [`${HOST}/base`]: { 'kustomization.yaml': 'resources: [../app]\n' } },
    },
    ['security; bases in kustomizations found in cloned git repos must be within the repo'],
  ],
  [
    'a link out of the other repository',
    {
      files: app(`${HOST}/base//l`),
      repositories: { [`${HOST}/base`]: { l: { link: '../../app' } } },
    },
    ['refers to directory outside of repo'],
  ],
  [
    'a file outside the folder of a base, whatever the options say',
    {
      files: app(`${HOST}/base//x`),
      repositories: {
        [`${HOST}/base`]: { 'x/kustomization.yaml': 'resources: [../a.yaml]\n', 'a.yaml': configMap('a') },
      },
    },
    ['security; file'],
  ],
  [
    'a repository that names itself',
    {
      files: app(`${HOST}/base`),
      repositories: { [`${HOST}/base`]: { 'kustomization.yaml': `resources: ["${HOST}/base"]\n` } },
    },
    [`cycle detected: URI '${HOST}/base' referenced by previous URI '${HOST}/base'`],
  ],
  [
    'repositories that name one another',
    {
      files: app(`${HOST}/one`),
      repositories: {
        [`${HOST}/one`]: { 'kustomization.yaml': `resources: ["${HOST}/two"]\n` },
        [`${HOST}/two`]: { 'kustomization.yaml': `resources: ["${HOST}/one"]\n` },
      },
    },
    [cycle],
  ],
  [
    'a repository that names itself in ever other words',
    {
      files: app(`${HOST}/base`),
      repositories: {
        [`${HOST}/base`]: Object.fromEntries(
          Array.from({ length: 50 }, (_, at) => [
            at === 0 ? 'kustomization.yaml' : `d${at}/kustomization.yaml`,
            `resources: ["${HOST}/base//d${at + 1}"]\n`,
          ]),
        ),
      },
    },
    ['more than 32 repositories lead to one another'],
  ],
  [
    'more and more of the same',
    {
      files: app(`${HOST}/base//d0`),
      repositories: {
        [`${HOST}/base`]: {
          'd12/kustomization.yaml': 'namePrefix: x-\n',
          ...Object.fromEntries(
            Array.from({ length: 12 }, (_, at) => [
              `d${at}/kustomization.yaml`,
              `resources: [${[1, 2, 3].map((time) => `"${HOST}/base//d${at + 1}?timeout=${time}"`).join(', ')}]\n`,
            ]),
          ),
        },
      },
    },
    ['or more than 1000 are opened'],
  ],
  [
    'an option as ref',
    { files: app(`${HOST}/base?ref=--upload-pack=id`) },
    ['is not the name of a branch, a tag or a commit'],
  ],
  ['an option as host', { files: app('ssh://-oProxyCommand=id/team/app') }, ['a part begins with a dash']],
  [
    'a line break in a ref',
    { files: app(`${HOST}/base?ref=a%0Ab`) },
    ['is not the name of a branch, a tag or a commit'],
  ],
  ['a program as transport', { files: app('git@ext::sh -c id/team/x.git') }, ['not a repository URL']],
  [
    'a password in a URL',
    { files: app('https://me:word@git.example.com/team/base.git') },
    ["accumulating resources from 'https://git.example.com/team/base.git'"],
  ],
])('%s', (_case, world, expected) => {
  const text = built(world);
  for (const part of expected) expect(text).toContain(part);
  expect(text).not.toContain('word');
});

test('what was read of a base is part of the trace, and which commit it was is not', () => {
  const world = { files: app(`${HOST}/base.git//sub?ref=main`), repositories: { [`${HOST}/base.git main`]: BASE } };
  const outcome = render(world);
  const question = { url: `${HOST}/base.git`, ref: 'main', timeout: undefined };
  const reads = outcome.kind === 'done' ? outcome.reads : [];
  expect(reads).toContainEqual({ kind: 'repository', question, isThere: true });
  const holdIn = (base: TestWorld['files']): boolean => {
    const inputs = testInputs({ ...world, repositories: { [`${HOST}/base.git main`]: base } });
    const answer = allHold(reads, inputs);
    return answer.kind === 'known' && answer.value;
  };
  expect(holdIn({ ...BASE, 'a.yaml': configMap('other') })).toBe(true);
  expect(holdIn({ ...BASE, 'sub/x.yaml': configMap('other') })).toBe(false);
  expect(holdIn({})).toBe(false);
});

test.each([
  'https://git.example.com/team/base?ref=--upload-pack=id',
  'ssh://-oProxyCommand=id/team/base',
  'git@host:-team/base',
  'https://h%0aost/team/base',
  'https://git.example.com/team/base?ref=a..b',
])('nobody is asked for what Git could take for something else than an address: %s', (base) => {
  for (const field of ['resources', 'components']) {
    const asked = repositoriesAsked({
      files: { 'app/kustomization.yaml': `${field}: ${JSON.stringify([`${HOST}/good`, base])}\n` },
      repositories: { [`${HOST}/good`]: { 'kustomization.yaml': 'kind: Component\n' } },
    });
    expect(asked).toEqual([`${HOST}/good`]);
  }
});
