import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { ResourceType } from '../../ports/kube.ts';
import { scriptedApi } from '../../testkit/scripted-api.ts';
import { systemClock } from '../system-clock/system-clock.ts';
import { createChangingKubeHttp } from './changing-kube-http.ts';
import type { KubeConnection } from './connection.ts';

const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };

test('a new token is used at once, and what ran with the old one ends', async () => {
  await using api = await scriptedApi(({ url }) =>
    url.includes('watch') ? { silent: true } : { body: { gitVersion: 'v1.35.0' } },
  );
  const withToken = (token: string): KubeConnection => ({
    server: api.url,
    credentials: { kind: 'token', token: new Secret(token) },
  });
  let connection = withToken('old');
  const deps = { clock: systemClock, random: () => 0, environment: {}, userAgent: 'tiphys/test' };
  const kube = createChangingKubeHttp('https://prod', () => connection, deps);
  await kube.version();
  connection = withToken('old');
  await kube.version();
  const watching = (async () => {
    for await (const _ of kube.watch(MAPS, { resourceVersion: '1', signal: new AbortController().signal }));
  })().catch((error: unknown) => error);
  await systemClock.sleep(20);
  connection = withToken('new');
  await kube.version();
  expect(await watching).toMatchObject({ code: 'kube.unreachable' });
  const tokens = api.seen.filter(({ url }) => url === '/version').map(({ headers }) => headers.authorization);
  expect(tokens).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
  expect(kube.server).toBe('https://prod');
  await kube.close();
});

test('a connection that cannot be had fails the call', async () => {
  const deps = { clock: systemClock, random: () => 0, environment: {}, userAgent: 'tiphys/test' };
  const kube = createChangingKubeHttp(
    'https://prod',
    () => {
      throw new Error('no such cluster');
    },
    deps,
  );
  await expect(kube.version()).rejects.toThrow('no such cluster');
});
