import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { SECRET_TYPE, type SettingsObjects, snapshotOf } from './snapshot.ts';

function repository(name: string, values: Readonly<Record<string, string>>): KubeObject {
  const data = Object.fromEntries(Object.entries(values).map(([key, it]) => [key, Buffer.from(it).toString('base64')]));
  const metadata = { name, labels: { [SECRET_TYPE]: 'repository' } };
  return { apiVersion: 'v1', kind: 'Secret', metadata, data };
}

function objects(...secrets: readonly KubeObject[]): SettingsObjects {
  const named = secrets.map((secret) => [secret.metadata.name ?? '', secret] as const);
  return { maps: new Map(), secrets: new Map(named), projects: new Map() };
}

const URL = 'https://git.example.com/app.git';

test('a snapshot answers for a repository once: of each project its own, and what it says is that of its Secrets', () => {
  const ours = repository('ours', { url: URL, username: 'ours', password: 'x' });
  const theirs = repository('theirs', { url: URL, project: 'team', username: 'theirs', password: 'x' });
  const first = snapshotOf(objects(ours, theirs), undefined);
  const userOf = (project: string, of = first) => Object(of.repositoryFor(URL, project).remote.credentials).username;
  expect([userOf('default'), userOf('team'), userOf('other')]).toEqual(['ours', 'theirs', 'ours']);
  expect(first.repositoryFor(URL, 'team')).toBe(first.repositoryFor(URL, 'team'));
  const second = snapshotOf(objects(ours), first);
  expect([userOf('team', second), userOf('team')]).toEqual(['ours', 'theirs']);
});

test('any number of repositories may be asked for', () => {
  const snapshot = snapshotOf(objects(), undefined);
  const urls = Array.from({ length: 5000 }, (_, at) => `https://git.example.com/${at}.git`);
  expect(urls.map((url) => snapshot.repositoryFor(url, '').url)).toEqual(urls);
  expect(urls.map((url) => snapshot.repositoryFor(url, '').url)).toEqual(urls);
});
