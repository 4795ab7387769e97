import { expect, test } from 'vitest';
import { apiEnvironment } from '../../testkit/api-environment.ts';
import { packTarGz } from '../../testkit/pack-tar.ts';

const IMAGE = 'org.opencontainers.image.';
const NONE = `sha256:${'0'.repeat(64)}`;

test("what an artifact says of itself, at the Application's digest only for who may see the Application (A14)", async () => {
  await using api = await apiEnvironment();
  const layers = [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', content: packTarGz({ a: '' }) }];
  const said = {
    version: '1.2.3',
    created: '2024-05-01T10:00:00Z',
    authors: 'team',
    source: 'https://git.example.com/a',
  };
  const annotations = Object.fromEntries(Object.entries(said).map(([name, text]) => [`${IMAGE}${name}`, text]));
  const repository = { registry: 'registry.example.com', name: 'team/app' };
  const digest = api.registry.push(repository, '1.2.3', { layers, annotations });
  const oci = { repoURL: 'oci://registry.example.com/team/app', path: '.', targetRevision: '1.2.3' };
  const git = { repoURL: 'https://git.example.com/a', path: '.' };
  await api.store({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd' },
    spec: { project: 'default', sources: [git, oci], destination: {} },
  });
  const path = (revision: string) => `/api/v1/applications/web/revisions/${encodeURIComponent(revision)}/ocimetadata`;
  const ask = async (query: string, revision = digest, user: string | undefined = 'admin') => {
    const answer = await api.ask('GET', `${path(revision)}${query}`, user === '' ? {} : { user });
    return [answer.status, JSON.parse(answer.body)];
  };
  expect(await ask('?sourceIndex=1')).toEqual([
    200,
    { version: '1.2.3', createdAt: '2024-05-01T10:00:00Z', authors: 'team', sourceUrl: 'https://git.example.com/a' },
  ]);
  expect(await ask('?sourceIndex=0')).toEqual([
    400,
    expect.objectContaining({ message: 'source 0 is no OCI artifact' }),
  ]);
  expect(await ask('?sourceIndex=7')).toEqual([400, expect.objectContaining({ message: 'source index 7 not found' })]);
  expect((await ask('?sourceIndex=1&versionId=3'))[0]).toBe(400);
  expect(await ask('?sourceIndex=1', '1.2.3')).toEqual([
    400,
    expect.objectContaining({ message: 'revision 1.2.3 must be resolved' }),
  ]);
  expect((await ask('?sourceIndex=1', NONE))[0]).toBe(500);
  expect((await ask('?sourceIndex=1', digest, 'bob'))[0]).toBe(403);
  expect((await ask('?sourceIndex=1', digest, ''))[0]).toBe(401);
});
