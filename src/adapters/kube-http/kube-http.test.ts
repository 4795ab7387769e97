import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import type { ObjectAddress, PatchType, ResourceType, WatchEvent } from '../../ports/kube.ts';
import { type ScriptedAnswer, type SeenRequest, scriptedApi } from '../../testkit/scripted-api.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { systemClock } from '../system-clock/system-clock.ts';
import type { KubeConnection, KubeCredentials } from './connection.ts';
import { createKubeHttp, type KubeHttp } from './kube-http.ts';
import { statusOf } from './status-error.ts';

const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const WEB: ObjectAddress = {
  type: { group: 'apps', version: 'v1', plural: 'deployments', namespaced: true },
  namespace: 'shop',
  name: 'web',
};
const OBJECT = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } };

function connect(url: string, credentials: KubeCredentials = { kind: 'none' }, timeoutMilliseconds = 2000): KubeHttp {
  const connection: KubeConnection = { server: url, credentials };
  const environment = { PATH: '/usr/bin:/bin' };
  return createKubeHttp(connection, {
    clock: systemClock,
    random: () => 0,
    environment,
    userAgent: 'tiphys/test',
    timeoutMilliseconds,
  });
}

/** Runs one piece of work against a server that answers like this; gives what the server saw. */
async function talk(
  answer: (request: SeenRequest, number: number) => ScriptedAnswer,
  work: (kube: KubeHttp) => Promise<void>,
): Promise<readonly SeenRequest[]> {
  await using api = await scriptedApi(answer);
  const kube = connect(api.url);
  await work(kube);
  await kube.close();
  return api.seen;
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`no fault: ${String(error)}`);
}

async function collect(events: AsyncIterable<WatchEvent>): Promise<WatchEvent[]> {
  const all: WatchEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

test.each<[PatchType, string, string]>([
  ['json', 'application/json-patch+json', '/apis/apps/v1/namespaces/shop/deployments/web?fieldManager=me'],
  ['merge', 'application/merge-patch+json', '/apis/apps/v1/namespaces/shop/deployments/web?fieldManager=me'],
  [
    'strategic',
    'application/strategic-merge-patch+json',
    '/apis/apps/v1/namespaces/shop/deployments/web?fieldManager=me',
  ],
  ['apply', 'application/apply-patch+yaml', '/apis/apps/v1/namespaces/shop/deployments/web?fieldManager=me&force=true'],
])('a patch of type %s has its content type, and force only for apply', async (type, contentType, url) => {
  const [seen] = await talk(
    () => ({ body: OBJECT }),
    async (kube) => {
      expect(await kube.patch(WEB, type, '{"a":1}', { fieldManager: 'me', force: true })).toEqual(OBJECT);
    },
  );
  expect([seen?.method, seen?.url, seen?.headers['content-type'], seen?.body]).toEqual([
    'PATCH',
    url,
    contentType,
    '{"a":1}',
  ]);
});

test('dry run, validation and impersonation reach the server', async () => {
  const [seen] = await talk(
    () => ({ status: 201, body: OBJECT }),
    async (kube) => {
      const impersonate = { user: 'system:serviceaccount:shop:deployer', groups: ['a', 'b'] };
      await kube.create(WEB.type, OBJECT, { dryRun: true, fieldValidation: 'Strict', impersonate });
    },
  );
  expect(seen?.url).toBe('/apis/apps/v1/namespaces/shop/deployments?dryRun=All&fieldValidation=Strict');
  expect(seen?.headers['impersonate-user']).toBe('system:serviceaccount:shop:deployer');
  expect(seen?.headers['impersonate-group']).toBe('a, b');
});

test.each([
  ['Conflict', 409, 'kube.conflict', 'transient'],
  ['AlreadyExists', 409, 'kube.already-exists', 'user'],
  ['Invalid', 422, 'kube.invalid', 'user'],
  ['Expired', 410, 'kube.gone', 'transient'],
  ['Forbidden', 403, 'kube.forbidden', 'user'],
  ['SomethingNew', 500, 'kube.server-error', 'transient'],
  ['SomethingNew', 502, 'kube.unavailable', 'transient'],
  ['SomethingNew', 503, 'kube.unavailable', 'transient'],
  ['', 413, 'kube.too-large', 'user'],
])('reason "%s" with HTTP %i is %s', async (reason, httpStatus, code, kind) => {
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message: 'because', code: httpStatus };
  await talk(
    () => ({ status: httpStatus, body: status }),
    async (kube) => {
      const error = await failureOf(kube.update(WEB, OBJECT));
      expect([error.code, error.kind, error.message]).toEqual([code, kind, 'because']);
      expect(statusOf(error)).toEqual({ status, httpStatus });
    },
  );
});

test('an answer that is no JSON names the request and not the answer', async () => {
  await talk(
    () => ({ status: 502, body: '<html>secret</html>' }),
    async (kube) => {
      const error = await failureOf(kube.update(WEB, OBJECT));
      expect(error.message).toBe('PUT /apis/apps/v1/namespaces/shop/deployments/web: the API server answered 502');
    },
  );
});

test('a missing object is undefined, also for delete', async () => {
  await talk(
    () => ({ status: 404, body: { kind: 'Status', reason: 'NotFound', code: 404 } }),
    async (kube) => {
      expect(await kube.get(WEB)).toBeUndefined();
      expect(await kube.delete(WEB, { uid: 'u' })).toBeUndefined();
    },
  );
});

test('429 is asked again for writes too, after Retry-After', async () => {
  const seen = await talk(
    (_, number) => (number === 0 ? { status: 429, headers: { 'retry-after': '0.02' } } : { body: OBJECT }),
    async (kube) => {
      await kube.update(WEB, OBJECT);
    },
  );
  expect(seen.length).toBe(2);
});

test('a broken connection is tried again for reads and not for writes', async () => {
  const reads = await talk(
    (_, number) => (number < 2 ? { broken: true } : { body: OBJECT }),
    async (kube) => {
      expect(await kube.get(WEB)).toEqual(OBJECT);
    },
  );
  expect(reads.length).toBe(3);
  const half = await talk(
    (_, number) => (number === 0 ? { pieces: ['{"api'], broken: true } : { body: OBJECT }),
    async (kube) => {
      expect(await kube.get(WEB)).toEqual(OBJECT);
    },
  );
  expect(half.length).toBe(2);
  const writes = await talk(
    () => ({ broken: true }),
    async (kube) => {
      expect((await failureOf(kube.update(WEB, OBJECT))).code).toBe('kube.unreachable');
    },
  );
  expect(writes.length).toBe(1);
});

test('a silent server is a timeout', async () => {
  await using api = await scriptedApi(() => ({ silent: true }));
  const kube = connect(api.url, { kind: 'none' }, 50);
  expect((await failureOf(kube.update(WEB, OBJECT))).code).toBe('kube.timeout');
  await kube.close();
});

test('a stream that says nothing more is a timeout', async () => {
  await using api = await scriptedApi(() => ({ pieces: ['one\n', 'two\n'], stalled: true }));
  const kube = connect(api.url, { kind: 'none' }, 50);
  const lines: string[] = [];
  const read = async () => {
    for await (const line of kube.logs('shop', 'web')) lines.push(line);
  };
  expect((await failureOf(read())).code).toBe('kube.timeout');
  expect(lines).toEqual(['one', 'two']);
  await kube.close();
});

test('nobody listening is unreachable', async () => {
  const kube = connect('http://127.0.0.1:9');
  expect((await failureOf(kube.update(WEB, OBJECT))).code).toBe('kube.unreachable');
  await kube.close();
});

test('a redirect is not followed', async () => {
  const seen = await talk(
    () => ({ status: 302, headers: { location: 'http://example.com/' } }),
    async (kube) => {
      expect((await failureOf(kube.update(WEB, OBJECT))).code).toBe('kube.bad-request');
    },
  );
  expect(seen.length).toBe(1);
});

test('items of a built-in list get the kind of the list', async () => {
  const list = {
    apiVersion: 'v1',
    kind: 'ConfigMapList',
    metadata: { resourceVersion: '7', continue: 'more' },
    items: [{ metadata: { name: 'a' } }],
  };
  const [seen] = await talk(
    () => ({ body: list }),
    async (kube) => {
      expect(await kube.list(MAPS, { namespace: 'shop', limit: 1, labelSelector: 'a=b' })).toEqual({
        items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }],
        resourceVersion: '7',
        continue: 'more',
      });
    },
  );
  expect(seen?.url).toBe('/api/v1/namespaces/shop/configmaps?limit=1&labelSelector=a%3Db');
});

test('events of a watch are cut at newlines, wherever the pieces end', async () => {
  const event = (type: string, name: string) =>
    `${JSON.stringify({ type, object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, resourceVersion: '5' } } })}\n`;
  const bytes = Buffer.from(event('ADDED', 'ä') + event('DELETED', 'b') + event('BOOKMARK', ''), 'utf8');
  const umlaut = bytes.indexOf(0xc3) + 1;
  const pieces = [bytes.subarray(0, umlaut), bytes.subarray(umlaut, umlaut + 3), bytes.subarray(umlaut + 3)];
  const seen = await talk(
    () => ({ pieces }),
    async (kube) => {
      const events = await collect(kube.watch(MAPS, { resourceVersion: '4', signal: new AbortController().signal }));
      expect(events.map((e) => [e.type, e.type === 'BOOKMARK' ? e.resourceVersion : e.object.metadata.name])).toEqual([
        ['ADDED', 'ä'],
        ['DELETED', 'b'],
        ['BOOKMARK', '5'],
      ]);
    },
  );
  expect(seen[0]?.url).toBe(
    '/api/v1/configmaps?watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion=4',
  );
});

test('a watch tells that its version is too old, as an event or at once', async () => {
  const status = { kind: 'Status', status: 'Failure', reason: 'Expired', code: 410, message: 'too old' };
  const signal = new AbortController().signal;
  for (const answer of [
    { pieces: [`${JSON.stringify({ type: 'ERROR', object: status })}\n`] },
    { status: 410, body: status },
  ]) {
    await talk(
      () => answer,
      async (kube) => {
        const error = await failureOf(collect(kube.watch(MAPS, { resourceVersion: '4', signal })));
        expect([error.code, error.message]).toEqual(['kube.gone', 'too old']);
      },
    );
  }
});

test('a watch ends quietly when its signal aborts, and loudly when the connection breaks', async () => {
  const stop = new AbortController();
  await talk(
    () => ({
      pieces: [`{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9"}}}\n`],
      silent: false,
      broken: true,
    }),
    async (kube) => {
      const error = await failureOf(collect(kube.watch(MAPS, { resourceVersion: '4', signal: stop.signal })));
      expect(error.code).toBe('kube.unreachable');
    },
  );
  await talk(
    () => ({ silent: true }),
    async (kube) => {
      setTimeout(() => stop.abort(), 20);
      expect(await collect(kube.watch(MAPS, { resourceVersion: '4', signal: stop.signal }))).toEqual([]);
    },
  );
});

test('older servers are discovered list by list, and a broken group is told', async () => {
  const answers: Readonly<Record<string, unknown>> = {
    '/api': { kind: 'APIVersions', versions: ['v1'] },
    '/apis': {
      kind: 'APIGroupList',
      groups: [
        { name: 'apps', versions: [{ version: 'v1beta1' }, { version: 'v1' }], preferredVersion: { version: 'v1' } },
        { name: 'metrics.k8s.io', versions: [{ version: 'v1' }], preferredVersion: { version: 'v1' } },
      ],
    },
    '/api/v1': {
      resources: [
        {
          name: 'pods',
          singularName: 'pod',
          namespaced: true,
          kind: 'Pod',
          verbs: ['get', 'list'],
          shortNames: ['po'],
        },
        { name: 'pods/log', namespaced: true, kind: 'Pod', verbs: ['get'] },
      ],
    },
    '/apis/apps/v1': { resources: [] },
    '/apis/apps/v1beta1': { resources: [] },
  };
  await talk(
    ({ url }) =>
      answers[url] ? { body: answers[url] } : { status: 503, body: { kind: 'Status', reason: 'ServiceUnavailable' } },
    async (kube) => {
      expect(await kube.discover()).toEqual({
        resources: [
          {
            group: '',
            version: 'v1',
            kind: 'Pod',
            plural: 'pods',
            namespaced: true,
            verbs: ['get', 'list'],
            shortNames: ['po'],
            singular: 'pod',
            subresources: ['log'],
          },
        ],
        preferred: { '': 'v1', apps: 'v1', 'metrics.k8s.io': 'v1' },
        failed: ['metrics.k8s.io/v1'],
      });
    },
  );
});

test('log lines, the last without a newline', async () => {
  const [seen] = await talk(
    () => ({ pieces: ['one\ntw', 'o\nthree'] }),
    async (kube) => {
      const lines: string[] = [];
      for await (const line of kube.logs('shop', 'web-1', { container: 'c', tailLines: 3 })) lines.push(line);
      expect(lines).toEqual(['one', 'two', 'three']);
    },
  );
  expect(seen?.url).toBe('/api/v1/namespaces/shop/pods/web-1/log?container=c&tailLines=3');
});

test('a token file is read again when the server refuses the token', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'token');
  await writeFile(path, 'old\n');
  await using api = await scriptedApi(({ headers }) =>
    headers.authorization === 'Bearer new' ? { body: OBJECT } : { status: 401 },
  );
  const kube = connect(api.url, { kind: 'token-file', path });
  expect((await failureOf(kube.get(WEB))).code).toBe('kube.unauthorized');
  await writeFile(path, 'new\n');
  expect(await kube.get(WEB)).toEqual(OBJECT);
  await kube.close();
});

test('a credential plugin sees only the given environment and gives its token', async () => {
  await using folder = await temporaryFolder();
  const command = join(folder.path, 'plugin');
  await writeFile(
    command,
    `#!/bin/sh\nprintf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s-%s"}}' "$1" "$(env | grep -v -e ^_ -e ^PWD -e ^SHLVL | cut -d= -f1 | sort | tr '\\n' '+')"\n`,
  );
  await chmod(command, 0o755);
  await using api = await scriptedApi(() => ({ body: OBJECT }));
  const plugin = {
    command,
    args: ['x'],
    env: { EXTRA: '1' },
    apiVersion: 'client.authentication.k8s.io/v1',
    installHint: '',
    provideClusterInfo: false,
  };
  const kube = connect(api.url, { kind: 'exec', plugin });
  await kube.get(WEB);
  expect(api.seen[0]?.headers.authorization).toBe('Bearer x-EXTRA+KUBERNETES_EXEC_INFO+PATH+');
  await kube.close();
  const failing = connect(api.url, { kind: 'exec', plugin: { ...plugin, command: '/bin/false' } });
  expect((await failureOf(failing.get(WEB))).message).toBe('the credential plugin /bin/false ended with 1');
  await failing.close();
});

test('basic credentials and a base path', async () => {
  await using api = await scriptedApi(() => ({ body: OBJECT }));
  const kube = connect(`${api.url}/k8s/clusters/c-1`, { kind: 'basic', username: 'u', password: new Secret('p') });
  await kube.get(WEB);
  expect([api.seen[0]?.url, api.seen[0]?.headers.authorization]).toEqual([
    '/k8s/clusters/c-1/apis/apps/v1/namespaces/shop/deployments/web',
    `Basic ${Buffer.from('u:p').toString('base64')}`,
  ]);
  await kube.close();
});
