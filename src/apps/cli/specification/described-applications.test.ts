import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { describedApplications, valuesTextOf } from './described-applications.ts';
import type { GivenFlags } from './given-flags.ts';

const folder = mkdtempSync(join(tmpdir(), 'described-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const TYPE = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
const ONE = file(
  'one.yaml',
  'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web, finalizers: [own], labels: {a: b}}\nspec: {project: p, destination: {}, source: {repoURL: r, path: x}}\n',
);
const SEVERAL = file(
  'several.yaml',
  'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec: {project: p, destination: {}, sources: [{repoURL: r}, {repoURL: s}]}\n',
);

test('by flags alone: name, namespace before the slash, labels, annotations, finalizer', async () => {
  const given = { repo: 'r', label: ['a=b'], annotations: ['c=d=e', 'f'], 'set-finalizer': true };
  expect(await describedApplications('team/web', given)).toEqual([
    {
      ...TYPE,
      metadata: {
        name: 'web',
        namespace: 'team',
        labels: { a: 'b' },
        annotations: { c: 'd=e', f: '' },
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
      spec: { destination: {}, project: '', source: { repoURL: 'r' } },
    },
  ]);
});

test('nothing is described where nothing is named', async () => {
  expect(await describedApplications(undefined, { repo: 'r' })).toEqual([]);
});

test('a file, and flags over it', async () => {
  const given = { file: ONE, path: 'y', label: ['c=d'], 'app-namespace': 'team', 'set-finalizer': true };
  const [app] = await describedApplications('web', given);
  expect(app?.metadata).toEqual({
    name: 'web',
    namespace: 'team',
    labels: { a: 'b', c: 'd' },
    finalizers: ['own', 'resources-finalizer.argocd.argoproj.io'],
  });
  expect(app?.spec.source).toEqual({ repoURL: 'r', path: 'y' });
});

test('of several sources no flag says which it is about', async () => {
  const [app] = await describedApplications(undefined, { file: SEVERAL, path: 'y', label: ['c=d'] });
  expect([app?.spec.sources, app?.metadata.labels]).toEqual([[{ repoURL: 'r' }, { repoURL: 's' }], { c: 'd' }]);
});

test.each<[string, string | undefined, GivenFlags, string]>([
  ['two names', 'a', { name: 'b' }, "--name argument 'b' does not match app name a"],
  ['another name than the file', 'a', { file: ONE }, "app name 'a' does not match app spec metadata.name 'web'"],
  [
    'a file without a name',
    undefined,
    { file: file('none.yaml', 'kind: Application\nspec: {destination: {}, project: p}\n') },
    'app.Name is empty. --name argument can be used to provide app.Name',
  ],
])('%s', async (_reason, name, given, message) => {
  await expect(describedApplications(name, given)).rejects.toThrow(message);
});

test('values of a file become part of it', async () => {
  const values = file('values.yaml', 'a: 1\n');
  expect(await valuesTextOf({ 'values-literal-file': values })).toBe('a: 1\n');
  expect(await valuesTextOf({})).toBeUndefined();
  const [app] = await describedApplications('web', { repo: 'r', 'values-literal-file': values });
  expect(app?.spec.source?.helm?.valuesObject).toEqual({ a: 1 });
});
