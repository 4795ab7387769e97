import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { snapshotOf } from '../../services/installation/snapshot.ts';
import { secretsContract } from '../../testkit/contracts/secrets.contract.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { secretObject } from './credential-object.ts';
import { createKubeSecrets } from './kube-secrets.ts';

const SECRETS = { group: '', version: 'v1', plural: 'secrets', namespaced: true };
const namespace = 'default';

secretsContract('Secrets of the embedded Kubernetes API', async () => {
  const kube = memoryKube({ clock: new FakeClock() });
  return {
    port: createKubeSecrets({ kube, namespace }),
    async plant(name, content) {
      await kube.create(SECRETS, secretObject({ name, namespace, isManaged: false }, content));
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
});

test('a Secret that is no credential is not read, replaced or deleted, and letting go keeps the data', async () => {
  const kube = memoryKube({ clock: new FakeClock() });
  const port = createKubeSecrets({ kube, namespace });
  const other = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'other', namespace }, data: { a: 'YQ==' } };
  await kube.create(SECRETS, other);
  const content = {
    kind: 'cluster',
    data: new Map([['server', new Secret('x')]]),
    labels: {},
    annotations: {},
  } as const;
  expect(await port.get('other')).toBeUndefined();
  await expect(port.replace('other', content, '1')).rejects.toMatchObject({ code: 'secrets.not-found' });
  await expect(port.remove('other')).rejects.toMatchObject({ code: 'secrets.not-found' });
  await expect(port.create('Not A Name', content)).rejects.toMatchObject({ code: 'secrets.invalid' });
  await kube.create(SECRETS, secretObject({ name: 'theirs', namespace, isManaged: false }, content));
  await port.remove('theirs');
  const address = (name: string) => ({ type: SECRETS, namespace, name });
  expect((await kube.get(address('theirs')))?.['data']).toEqual({ server: 'eA==' });
});

test('what is stored is what the installation reads', () => {
  const url = 'https://git.example.com/app';
  const texts = Object.entries({ url, username: 'u', password: 'p' });
  const data = new Map(texts.map(([key, value]) => [key, new Secret(value)]));
  const content = { kind: 'repository', data, labels: {}, annotations: {} } as const;
  const secret = secretObject({ name: 'repo-1', namespace, isManaged: true }, content);
  const objects = { maps: new Map(), secrets: new Map([['repo-1', secret]]), projects: new Map() };
  const { credentials } = snapshotOf(objects, undefined).repositoryFor(url, 'default').access;
  expect(credentials?.kind === 'basic' ? credentials.username : credentials).toBe('u');
});
