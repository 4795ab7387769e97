/** Applications made and changed by whole command lines, on a server: what is printed, and what is stored. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type ApiEnvironment, apiEnvironment } from '../../testkit/api-environment.ts';
import { type CommandLine, commandLine } from '../../testkit/command-line.ts';

const APPLICATIONS = { group: 'argoproj.io', version: 'v1alpha1', plural: 'applications', namespaced: true };
const IN_CLUSTER = ['--dest-server', 'https://kubernetes.default.svc', '--dest-namespace', 'n'];
const DONE = { exit: 0, stdout: '', stderr: '' };

let api: ApiEnvironment;
let argocd: CommandLine;
let folder: string;
beforeAll(async () => {
  api = await apiEnvironment();
  argocd = await commandLine({ api, user: 'admin' });
  folder = mkdtempSync(join(tmpdir(), 'source-verbs-'));
});
afterAll(async () => {
  expect(api.defects).toEqual([]);
  await api[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function stored(name: string): Promise<KubeObject | undefined> {
  return await api.kube.get({ type: APPLICATIONS, namespace: 'argocd', name });
}

/** The address of one that can be reached and rendered, at every revision that is asked for here. */
function repository(name: string): string {
  const { url } = api.git.repository(name);
  api.manifests.commit(url, []);
  for (const tag of ['next', 'v1']) api.manifests.tag(url, tag);
  return url;
}

async function spec(name: string): Promise<unknown> {
  return (await stored(name))?.['spec'];
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test('created, created again, refused, replaced', async () => {
  const url = repository('web');
  const line = ['app', 'create', 'web', '--repo', url, '--path', '.', ...IN_CLUSTER] as const;
  expect(await argocd(...line, '--sync-policy', 'auto', '-l', 'a=b', '--set-finalizer')).toEqual({
    ...DONE,
    stdout: "application 'web' created\n",
  });
  expect((await stored('web'))?.metadata).toMatchObject({
    labels: { a: 'b' },
    finalizers: ['resources-finalizer.argocd.argoproj.io'],
  });
  expect(await spec('web')).toEqual({
    destination: { server: 'https://kubernetes.default.svc', namespace: 'n' },
    project: 'default',
    source: { repoURL: url, path: '.' },
    syncPolicy: { automated: {} },
  });
  expect(await argocd(...line)).toMatchObject({ exit: 20, stderr: expect.stringContaining('use upsert flag') });
  expect(await argocd(...line, '--upsert', '--annotations', 'x=y', '--set-finalizer')).toEqual({
    ...DONE,
    stdout: "application 'web' updated\n",
  });
  // What the new one does not say is gone, its labels excepted.
  expect(await spec('web')).not.toHaveProperty('syncPolicy');
  expect((await stored('web'))?.metadata).toMatchObject({ labels: { a: 'b' }, annotations: { x: 'y' } });
});

test('set changes what is named and nothing else; unset takes it away', async () => {
  const url = repository('chart');
  await argocd('app', 'create', 'chart', '--repo', url, '--path', 'c', '-p', 'image=a:1', ...IN_CLUSTER);
  const flags = ['--sync-policy', 'automated', '--auto-prune', '--self-heal', '--sync-option'];
  expect(await argocd('app', 'set', 'chart', ...flags, 'PrunePropagationPolicy=foreground')).toEqual(DONE);
  const values = file('values.yaml', 'a: {b: 1}\n');
  expect(await argocd('app', 'set', 'chart', '--values-literal-file', values, '-p', 'image=a,b')).toEqual(DONE);
  expect(await spec('chart')).toEqual({
    destination: { server: 'https://kubernetes.default.svc', namespace: 'n' },
    project: 'default',
    source: {
      repoURL: url,
      path: 'c',
      helm: { parameters: [{ name: 'image', value: 'a\\,b' }], valuesObject: { a: { b: 1 } } },
    },
    syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['PrunePropagationPolicy=foreground'] },
  });
  const switched = ['--self-heal=false', '--sync-option', '!PrunePropagationPolicy=foreground'];
  expect(await argocd('app', 'set', 'chart', ...switched)).toEqual(DONE);
  expect(await spec('chart')).toMatchObject({ syncPolicy: { automated: { prune: true, selfHeal: false } } });
  expect(await argocd('app', 'unset', 'chart', '-p', 'image', '--values-literal')).toEqual(DONE);
  expect(await spec('chart')).toMatchObject({ source: { repoURL: url, path: 'c' } });
  expect((await spec('chart')) as object).not.toHaveProperty('source.helm');
  expect(await argocd('app', 'set', 'chart')).toMatchObject({ exit: 1, stdout: expect.stringContaining('Usage:') });
});

test('sources are added, changed by position and name, and removed', async () => {
  const url = repository('multi');
  const sources = `[{repoURL: "${url}", path: a, name: one}, {repoURL: "${url}", path: b, name: two}]`;
  const destination = '{server: https://kubernetes.default.svc, namespace: web}';
  const app = `kind: Application\napiVersion: argoproj.io/v1alpha1\nmetadata: {name: multi}\nspec: {project: default, sources: ${sources}, destination: ${destination}}\n`;
  const path = file('multi.yaml', app);
  expect(await argocd('app', 'create', '-f', path)).toEqual({ ...DONE, stdout: "application 'multi' created\n" });
  expect(await argocd('app', 'create', 'other', '-f', path)).toMatchObject({
    exit: 20,
    stderr: "app name 'other' does not match app spec metadata.name 'multi'\n",
  });
  expect(await argocd('app', 'set', 'multi', '--revision', 'next')).toMatchObject({
    exit: 20,
    stderr: 'Source position should be specified and must be greater than 0 for applications with multiple sources\n',
  });
  expect(await argocd('app', 'set', 'multi', '--source-position', '2', '--revision', 'next')).toEqual(DONE);
  expect(await argocd('app', 'set', 'multi', '--source-name', 'one', '--revision', 'v1')).toEqual(DONE);
  const updated = { ...DONE, stdout: "Application 'multi' updated successfully\n" };
  expect(await argocd('app', 'add-source', 'multi', '--repo', url, '--path', 'c', '--source-name', 'three')).toEqual(
    updated,
  );
  const [one, two, three] = [
    { repoURL: url, path: 'a', targetRevision: 'v1', name: 'one' },
    { repoURL: url, path: 'b', targetRevision: 'next', name: 'two' },
    { repoURL: url, path: 'c', name: 'three' },
  ];
  expect(await spec('multi')).toMatchObject({ sources: [one, two, three] });
  expect(await argocd('app', 'remove-source', 'multi', '--source-position', '1')).toEqual(updated);
  expect(await argocd('app', 'remove-source', 'multi', '--source-position', '9')).toMatchObject({
    exit: 20,
    stderr: 'Application does not have source at 9\n',
  });
  expect(await argocd('app', 'remove-source', 'multi', '--source-name', 'three')).toEqual(updated);
  expect(await spec('multi')).toMatchObject({ sources: [two] });
  expect(await argocd('app', 'remove-source', 'multi', '--source-position', '1')).toMatchObject({
    exit: 20,
    stderr: 'Cannot remove the only source remaining in the app\n',
  });
});

test('patched by both kinds of patches; edited', async () => {
  const url = repository('patched');
  await argocd('app', 'create', 'patched', '--repo', url, '--path', 'p', ...IN_CLUSTER);
  const merge = ['--patch', '{"spec":{"source":{"targetRevision":"next"}}}', '--type', 'merge'] as const;
  expect((await argocd('app', 'patch', 'patched', ...merge)).stdout).toContain('    targetRevision: next\n');
  const json = '[{"op":"replace","path":"/spec/source/path","value":"q"}]';
  expect((await argocd('app', 'patch', 'patched', '--patch', json)).exit).toBe(0);
  expect(await spec('patched')).toMatchObject({ source: { path: 'q', targetRevision: 'next' } });
  expect(await argocd('app', 'patch', 'patched', '--patch', '{}', '--type', 'other')).toMatchObject({
    exit: 20,
    stderr: "rpc error: code = InvalidArgument desc = Patch type 'other' is not supported\n",
  });
  const edit = await commandLine({ api, user: 'admin' }, { EDITOR: 'sed -i s/next/edited/' });
  expect(await edit('app', 'edit', 'patched')).toEqual(DONE);
  expect(await spec('patched')).toMatchObject({ source: { targetRevision: 'edited' } });
  const untouched = await commandLine({ api, user: 'admin' }, { EDITOR: 'true' });
  expect(await untouched('app', 'edit', 'patched')).toMatchObject({
    exit: 20,
    stderr: 'edit cancelled, no valid changes were saved\n',
  });
});

test('who may not change an Application is told so', async () => {
  const url = repository('forbidden');
  await argocd('app', 'create', 'forbidden', '--repo', url, '--path', 'p', ...IN_CLUSTER);
  const bob = await commandLine({ api, user: 'bob' });
  const denied = { exit: 20, stderr: 'rpc error: code = PermissionDenied desc = permission denied\n' };
  expect(await bob('app', 'set', 'forbidden', '--revision', 'x')).toMatchObject(denied);
  expect(await bob('app', 'patch', 'forbidden', '--patch', '[]')).toMatchObject(denied);
});

test('files that are no Applications are refused with their place', async () => {
  expect(await argocd('app', 'create', '-f', file('bad.yaml', 'kind: ['))).toMatchObject({ exit: 20 });
  const missing = join(folder, 'missing.yaml');
  expect(await argocd('app', 'create', '-f', missing)).toEqual({
    exit: 20,
    stdout: '',
    stderr: `open ${missing}: no such file or directory\n`,
  });
  const other = file('other.yaml', 'a: 1\n---\nkind: Service\n');
  expect(await argocd('app', 'create', '-f', other)).toMatchObject({
    exit: 20,
    stderr: `${other}:1: an Application is expected, found no kind\n`,
  });
});
