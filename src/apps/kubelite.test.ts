import { get } from 'node:https';
import { expect, test } from 'vitest';
import { parseKubeliteArguments } from './kubelite.ts';
import { startKubeliteThread } from './kubelite-thread.ts';

test('arguments', () => {
  expect(parseKubeliteArguments(['--port', '1', '--audit', 'a', '--no-controllers'])).toEqual({
    host: '127.0.0.1',
    port: 1,
    nodes: 1,
    controllers: false,
    rbac: false,
    help: false,
    audit: 'a',
  });
  expect(parseKubeliteArguments(['--data', 'd', '--fsync', 'interval'])).toMatchObject({
    data: 'd',
    fsync: 'interval',
  });
  expect(() => parseKubeliteArguments(['--fsync', 'never'])).toThrow('--fsync takes "always" or "interval"');
  expect(() => parseKubeliteArguments(['--port', 'x'])).toThrow('--port takes a number');
  expect(() => parseKubeliteArguments(['--odd'])).toThrow('--odd');
});

test('a thread serves HTTPS until it is closed', async () => {
  const thread = await startKubeliteThread();
  const ask = (token: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` };
      const request = get(`${thread.url}/api/v1/namespaces`, { ca: thread.ca, headers, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
    });
  expect(await ask(thread.adminToken)).toBe(200);
  expect(await ask('wrong')).toBe(401);
  const { token } = await thread.issue({ name: 'somebody', groups: ['system:masters'] });
  expect(await ask(token)).toBe(200);
  const powerless = await thread.issue({ name: 'somebody', groups: [] });
  expect(await ask(powerless.token)).toBe(403);
  await thread.close();
  await expect(ask(token)).rejects.toThrow();
});
