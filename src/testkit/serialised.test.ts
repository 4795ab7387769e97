import { expect, test } from 'vitest';
import { AppError } from '../base/errors.ts';
import { Secret } from '../base/secret.ts';
import { jsonChannel } from './json-channel.ts';
import { application, configMap, REPOSITORY, reconcileEnvironment } from './reconcile-environment.ts';
import { serialisedManifestService } from './serialised.ts';
import { until } from './until.ts';

test('a controller whose manifests come over a wire is the same program', async () => {
  const place = await reconcileEnvironment();
  const controller = await place.startController(place.api, {}, serialisedManifestService(place.manifests));
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application({ syncPolicy: { automated: { prune: true } } }));
  const settle = async () => {
    for (let round = 0; round < 10; round += 1) await place.clock.advance(1000);
  };
  await settle();
  expect((await place.list('ConfigMap')).map(({ metadata }) => metadata.name)).toEqual(['a']);
  const sha = place.manifests.commit(REPOSITORY, [configMap('b')]);
  place.manifests.notice(REPOSITORY);
  await settle();
  expect((await place.list('ConfigMap')).map(({ metadata }) => metadata.name)).toEqual(['b']);
  const { status } = await place.app();
  expect([status?.sync?.status, status?.sync?.revision, status?.health?.status]).toEqual(['Synced', sha, 'Healthy']);
  await controller.stop();
  await place.close();
});

test.each([
  ['a secret', new Secret('hunter2')],
  ['a map', new Map([['a', 1]])],
  ['an instant as an object', new Date(0)],
  ['bytes', Buffer.from('x')],
])('%s does not pass', async (_what, value) => {
  const client = jsonChannel({ echo: async ([asked]) => asked });
  await expect(client.call('echo', [{ inner: value }])).rejects.toThrow('cannot be serialised');
});

test('values, faults and streams come out as they went in', async () => {
  const fault = new AppError({ code: 'a.code', kind: 'transient', message: 'not now', hint: 'Later.' });
  const client = jsonChannel({
    echo: async ([asked]) => asked,
    fail: () => Promise.reject(fault),
    count: async ([to], tell) => {
      for (let n = 1; n <= Number(to); n += 1) tell({ n });
    },
  });
  const value = { big: 2n ** 64n, text: '"\u2028ä', list: [null, true, 1.5], absent: undefined };
  expect(await client.call('echo', [value])).toEqual(value);
  expect(await client.call('echo', [])).toBeUndefined();
  const caught: unknown = await client.call('fail', []).catch((error: unknown) => error);
  expect(caught).toMatchObject({ code: 'a.code', kind: 'transient', message: 'not now', hint: 'Later.' });
  const seen: unknown[] = [];
  for await (const item of client.stream('count', [3], new AbortController().signal)) seen.push(item);
  expect(seen).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test('an abort reaches the other side, and so does who leaves a stream', async () => {
  const ended: string[] = [];
  const client = jsonChannel({
    wait: ([name], tell, signal) => {
      tell('begun');
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          ended.push(String(name));
          resolve(undefined);
        });
      });
    },
  });
  const stop = new AbortController();
  const call = client.call('wait', ['call'], stop.signal);
  stop.abort('stopped');
  await expect(call).rejects.toBe('stopped');
  for await (const _ of client.stream('wait', ['stream'], new AbortController().signal)) break;
  await until(() => ended.length === 2);
  expect(ended.sort()).toEqual(['call', 'stream']);
});
