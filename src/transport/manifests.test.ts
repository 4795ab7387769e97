/** Manifests over the API: whose they are, at which revision, and that no value of a Secret leaves. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../kube/object/kube-object.ts';
import { type ApiEnvironment, apiEnvironment, RECORDED_SETTINGS } from '../testkit/api-environment.ts';

const REPOSITORY = 'https://git.test/app';
const OTHER = 'https://git.test/other';
const PATH = '/api/v1/applications';

let place: ApiEnvironment;
beforeEach(async () => {
  place = await apiEnvironment();
});
afterEach(async () => {
  expect(place.defects).toEqual([]);
  await place[Symbol.asyncDispose]();
});

function application(name: string, spec: object = {}): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'team-a',
      source: { repoURL: REPOSITORY, path: '.', targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'n' },
      ...spec,
    },
  };
}

function configMap(name: string, value: string): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } };
}

const SECRET: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'login' },
  stringData: { password: 'CANARY-plain' },
  data: { token: 'Q0FOQVJZLWRhdGE=' },
};

async function manifests(path: string, user = 'alice') {
  const { status, body } = await place.ask('GET', `${PATH}/${path}`, { user });
  const reply = JSON.parse(body) as { readonly manifests?: readonly string[]; readonly message?: string };
  return { status, objects: (reply.manifests ?? []).map((text) => JSON.parse(text)), message: reply.message, body };
}

test('with tracking marks, Secrets masked, in the order of the source', async () => {
  place.manifests.commit(REPOSITORY, [configMap('a', 'one'), SECRET]);
  await place.store(application('web'));
  const { status, objects, body } = await manifests('web/manifests');
  expect(status).toBe(200);
  const annotations = (kind: string, name: string) => ({ 'argocd.argoproj.io/tracking-id': `web:/${kind}:n/${name}` });
  expect(objects).toEqual([
    { ...configMap('a', 'one'), metadata: { name: 'a', annotations: annotations('ConfigMap', 'a') } },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'login', annotations: annotations('Secret', 'login') },
      data: { password: '++++++++', token: '++++++++' },
    },
  ]);
  expect(body).not.toMatch(/CANARY|Q0FOQVJZ/);
});

test('at another revision, of several sources by position', async () => {
  const first = place.manifests.commit(REPOSITORY, [configMap('a', 'one')]);
  place.manifests.commit(REPOSITORY, [configMap('a', 'two')]);
  place.manifests.commit(OTHER, [configMap('b', 'three')]);
  await place.store(application('web'));
  const sources = [REPOSITORY, OTHER].map((repoURL) => ({ repoURL, path: '.', targetRevision: 'main' }));
  await place.store(application('multi', { source: undefined, sources }));
  const values = async (path: string) => (await manifests(path)).objects.map(({ data }) => data.value);
  expect(await values('web/manifests')).toEqual(['two']);
  expect(await values(`web/manifests?revision=${first}`)).toEqual(['one']);
  expect(await values(`multi/manifests?sourcePositions=1&revisions=${first}`)).toEqual(['one', 'three']);
});

test('what cannot be had is told in the words that were recorded', async () => {
  place.manifests.commit(REPOSITORY, []);
  await place.store(application('web'));
  const sources = [{ repoURL: REPOSITORY, path: '.' }];
  await place.store(application('multi', { source: undefined, sources }));
  expect(await manifests('web/manifests?revision=nope')).toMatchObject({
    status: 500,
    message: "unable to resolve 'nope' to a commit SHA: revision not found",
  });
  for (const position of [9, 0, -1]) {
    expect(await manifests(`multi/manifests?sourcePositions=${position}&revisions=x`)).toMatchObject({
      status: 500,
      message: 'source position is out of range',
    });
  }
  expect(await manifests('multi/manifests?sourcePositions=1')).toMatchObject({ status: 400 });
});

test('nobody sees manifests of Applications that they may not see, nor has files rendered for them', async () => {
  place.manifests.commit(REPOSITORY, [SECRET]);
  await place.store(application('web'));
  const denied = { status: 403, message: 'permission denied' };
  expect(await manifests('web/manifests', 'bob')).toMatchObject(denied);
  expect(await manifests('absent/manifests', 'bob')).toMatchObject(denied);
  const send = (options: object, body = JSON.stringify({ query: { name: 'web', checksum: 'x' } })) =>
    place.ask('POST', `${PATH}/manifestsWithFiles`, { body, ...options });
  expect((await send({ user: 'bob' })).status).toBe(403);
  expect((await send({})).status).toBe(401);
  expect(JSON.parse((await send({ user: 'alice' })).body)).toMatchObject({ code: 3 });
  expect((await send({ user: 'alice' }, '')).status).toBe(400);
  expect((await send({ user: 'alice' }, '[1]')).status).toBe(400);
});

test('files that are sent: not more bytes than the installation takes', async () => {
  await place.store(application('web'));
  const query = JSON.stringify({ query: { name: 'web', checksum: 'x' } });
  const chunk = JSON.stringify({ chunk: { chunk: Buffer.from('0123456789').toString('base64') } });
  const sent = async () => {
    const options = { user: 'alice', body: `${query}\n${chunk}\n` };
    return JSON.parse((await place.ask('POST', `${PATH}/manifestsWithFiles`, options)).body).message;
  };
  expect(await sent()).toMatch(/^file checksum mismatch/);
  const commandParameters = { 'reposerver.streamed.manifest.max.tar.size': '9' };
  place.installation.set({ ...RECORDED_SETTINGS, commandParameters });
  expect(await sent()).toBe('file exceeded max size of 9 bytes');
});
