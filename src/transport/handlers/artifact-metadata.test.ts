import { expect, test } from 'vitest';
import { apiEnvironment } from '../../testkit/api-environment.ts';
import { packChart, packTarGz } from '../../testkit/pack-tar.ts';

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
  const what = 'error getting app source by source index and version ID: ';
  const beyond = `${what}source index 7 not found because there are only 2 sources`;
  expect(await ask('?sourceIndex=7')).toEqual([500, expect.objectContaining({ message: beyond })]);
  expect((await ask('?sourceIndex=1&versionId=3'))[0]).toBe(500);
  expect(await ask('?sourceIndex=1', '1.2.3')).toEqual([
    400,
    expect.objectContaining({ message: 'revision 1.2.3 must be resolved' }),
  ]);
  expect((await ask('?sourceIndex=1', NONE))[0]).toBe(500);
  expect((await ask('?sourceIndex=1', digest, 'bob'))[0]).toBe(403);
  expect((await ask('?sourceIndex=1', digest, ''))[0]).toBe(401);
});

test('what a chart says of itself, at a version or within a constraint, of the source that is named (A4)', async () => {
  await using api = await apiEnvironment();
  const charts = 'https://charts.example.com';
  const chart = (version: string) => {
    const text = `apiVersion: v2
name: web
version: ${version}
description: A small web chart in ${version}
home: https://example.com/web
maintainers: [{name: Example Team, email: team@example.com}]
`;
    return { name: 'web', version, archive: packChart('web', version, { 'Chart.yaml': text }) };
  };
  api.charts.add(charts, [chart('0.2.0'), chart('0.1.0')]);
  const web = { repoURL: charts, chart: 'web', targetRevision: '0.x' };
  const git = { repoURL: 'https://git.example.com/a', path: '.' };
  const app = (name: string, spec: object) => ({
    ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name, namespace: 'argocd' } },
    spec: { project: 'default', destination: {}, ...spec },
  });
  await api.store(app('chart', { source: web }));
  await api.store(app('multi', { sources: [web, git] }));
  const ask = async (place: string, user: string | undefined = 'admin') => {
    const answer = await api.ask('GET', `/api/v1/applications/${place}`, { user });
    return [answer.status, JSON.parse(answer.body)];
  };
  const said = (version: string) => ({
    description: `A small web chart in ${version}`,
    home: 'https://example.com/web',
    maintainers: ['Example Team <team@example.com>'],
  });
  const told = (status: number, message: string) => [status, expect.objectContaining({ message })];
  const extracting = 'error extracting chart: error fetching chart: ';
  const none = 'no chart found for application: multi';
  expect(await ask('chart/revisions/0.1.0/chartdetails')).toEqual([200, said('0.1.0')]);
  expect(await ask('chart/revisions/0.x/chartdetails')).toEqual([200, said('0.2.0')]);
  expect(await ask('multi/revisions/0.2.0/chartdetails?sourceIndex=0')).toEqual([200, said('0.2.0')]);
  expect(await ask('multi/revisions/0.2.0/chartdetails?sourceIndex=1')).toEqual(told(500, none));
  expect(await ask('chart/revisions/9.9.9/chartdetails')).toEqual(
    told(500, `${extracting}chart "web" version "9.9.9" not found in ${charts}`),
  );
  expect(await ask('chart/revisions/0.1.0/chartdetails', 'bob')).toEqual(told(403, 'permission denied'));
});
