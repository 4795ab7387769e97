import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { PluginSpec } from '../../api/config-management-plugin/fields.ts';
import { Secret } from '../../base/secret.ts';
import type { InstalledPlugin, PluginInput } from '../../ports/plugins.ts';
import { messageFrom } from '../../testkit/plugin-input.ts';
import { type Misbehaviour, startGarbageSocket, startSidecar } from '../../testkit/plugin-sidecar.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { workingFiles } from '../../testkit/working-files.ts';
import { createPluginSidecars } from './plugin-sidecars.ts';

const run = promisify(execFile);
const CONFIG_MAP = 'printf "kind: ConfigMap\\nmetadata: {name: $ARGOCD_APP_NAME}\\n---\\nkind: Secret\\n"';

async function sidecar(spec: PluginSpec) {
  const home = await temporaryFolder();
  const folder = home.path;
  const server = await startSidecar(join(folder, 'tool-v1.sock'), { metadata: { name: 'tool' }, spec });
  const sidecars = createPluginSidecars({ folder, askpassSocket: join(folder, 'askpass') });
  const [plugin] = await sidecars.installed();
  if (plugin === undefined) throw new Error('the socket was not found');
  return {
    folder,
    server,
    plugin,
    async [Symbol.asyncDispose]() {
      await sidecars.close();
      await server[Symbol.asyncDispose]();
      await home[Symbol.asyncDispose]();
    },
  };
}

function input(given: Partial<PluginInput> = {}): PluginInput {
  return {
    folder: 'apps/web',
    environment: [{ name: 'ARGOCD_APP_NAME', value: 'web' }],
    files: workingFiles({ 'apps/web/a.yaml': 'a: 1\n', 'readme.md': 'x' }),
    credentials: undefined,
    timeout: 10_000,
    ...given,
  };
}

test('what a sidecar prints, and what it was given for it', async () => {
  await using world = await sidecar({ generate: { command: ['sh', '-c', CONFIG_MAP] } });
  const { plugin, server } = world;
  expect([plugin.name, plugin.label]).toEqual(['tool-v1', 'tool-v1.sock']);
  expect(await plugin.configuration()).toEqual({ isDiscoveryConfigured: false, wantsCredentials: false });
  expect(await plugin.generate(input())).toEqual(['kind: ConfigMap\nmetadata: {name: web}\n', '\nkind: Secret']);
  const [call] = server.calls;
  expect({ ...call, size: (call?.size ?? 0) > 0, listing: namesIn(call?.listing) }).toEqual({
    method: 'GenerateManifest',
    appName: 'web',
    appRelPath: 'apps/web',
    environment: { ARGOCD_APP_NAME: 'web' },
    listing: ['drwxr-xr-x apps', 'drwxr-xr-x apps/web', '-rw-r--r-- apps/web/a.yaml', '-rw-r--r-- readme.md'],
    checksumFits: true,
    size: true,
  });
});

/** Mode and name of each line of `tar -tv`. */
function namesIn(listing = ''): readonly string[] {
  return listing
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^(\S+)\s.*\d\d:\d\d /, '$1 ').replace(/\/$/, ''));
}

test('names of any length and alphabet, links and modes arrive', async () => {
  const deep = `${'folder-with-a-long-name/'.repeat(14)}file.yaml`;
  const far = `../${'y'.repeat(120)}`;
  await using world = await sidecar({
    generate: {
      command: ['sh', '-c', 'cat ../$(echo $ARGOCD_ENV_FILE); readlink link far; test -x ../run.sh && ../run.sh'],
    },
  });
  const printed = await world.plugin.generate(
    input({
      folder: 'app',
      environment: [{ name: 'ARGOCD_ENV_FILE', value: deep }],
      files: workingFiles({
        [deep]: 'deep\n',
        'straße/größe.yaml': 'x',
        'app/link': { link: '../readme.md' },
        'app/far': { link: far },
        'run.sh': { executable: '#!/bin/sh\necho ran' },
      }),
    }),
  );
  expect(printed).toEqual([`deep\n../readme.md\n${far}\nran`]);
});

test('a large source arrives whole, packed once for all that want it at once', async () => {
  const noise = Array.from({ length: 40_000 }, (_, index) => Math.imul(index, 2654435761) >>> 0).join('\n');
  await using world = await sidecar({ generate: { command: ['sh', '-c', 'cat big | cksum'] } });
  let opened = 0;
  const files = workingFiles({ big: noise });
  const counted = {
    key: files.key,
    entries() {
      opened += 1;
      return files.entries();
    },
  };
  const all = await Promise.all(
    Array.from({ length: 5 }, () => world.plugin.generate(input({ folder: '', files: counted }))),
  );
  const path = join(world.folder, 'noise');
  writeFileSync(path, noise);
  const { stdout } = await run('sh', ['-c', `cat ${path} | cksum`]);
  expect(new Set(all.flat())).toEqual(new Set([stdout.trim()]));
  expect(opened).toBe(1);
});

test('parameters that are announced, dynamic ones first', async () => {
  await using world = await sidecar({
    generate: { command: ['true'] },
    parameters: {
      static: [{ name: 'tag', title: 'Image tag', required: true, map: { a: 'b' } }],
      dynamic: { command: ['echo', '[{"name": "found", "collectionType": "array", "array": ["x", ""]}]'] },
    },
  });
  expect(await world.plugin.parameters(input())).toEqual([
    { name: 'found', collectionType: 'array', array: ['x', ''] },
    { name: 'tag', title: 'Image tag', required: true, map: { a: 'b' } },
  ]);
});

test('whether it is for a folder', async () => {
  const find = { command: ['sh', '-c', 'ls env.yaml 2>/dev/null || true'] };
  await using world = await sidecar({ generate: { command: ['true'] }, discover: { find } });
  expect(await world.plugin.configuration()).toEqual({ isDiscoveryConfigured: true, wantsCredentials: false });
  expect(await world.plugin.matches(input())).toEqual({ isSupported: false, isDiscoveryEnabled: true });
  const files = workingFiles({ 'apps/web/env.yaml': '' });
  expect(await world.plugin.matches(input({ files }))).toEqual({ isSupported: true, isDiscoveryEnabled: true });
});

test.each<[Misbehaviour, string]>([
  ['closes', 'rpc error: code = Unavailable desc = error reading from server: '],
  ['garbage', 'rpc error: code = Internal desc = grpc: failed to unmarshal the received message: '],
  ['no-status', 'rpc error: code = Internal desc = server closed the stream without sending trailers'],
  [
    'huge',
    'rpc error: code = ResourceExhausted desc = grpc: received message larger than max (4294967295 vs. 104857600)',
  ],
  ['page', 'rpc error: code = Unknown desc = unexpected HTTP status code received from server: 502'],
  ['refuses', 'rpc error: code = ResourceExhausted desc = the disk of the sidecar is full, 100%'],
  [
    'checksum',
    'rpc error: code = Unknown desc = generate manifest error receiving stream: file checksum validation error',
  ],
])('a sidecar that misbehaves (%s) is told of', async (misbehaviour, message) => {
  await using world = await sidecar({ generate: { command: ['true'] } });
  world.server.misbehaviour = misbehaviour;
  const files = workingFiles({ 'apps/web/a': Buffer.alloc(400_000, 'ab0').toString() });
  expect(await messageFrom(world.plugin.generate(input({ files })))).toContain(message);
  // The next one is served as if nothing had been.
  world.server.misbehaviour = undefined;
  expect(await world.plugin.generate(input())).toEqual([]);
});

test('a sidecar that hangs is left at the deadline, or when nobody waits any more', async () => {
  await using world = await sidecar({ generate: { command: ['true'] } });
  world.server.misbehaviour = 'hangs';
  expect(await messageFrom(world.plugin.generate(input({ timeout: 200 })))).toBe(
    'rpc error: code = DeadlineExceeded desc = context deadline exceeded',
  );
  const waiting = new AbortController();
  setTimeout(() => waiting.abort(new Error('nobody waits')), 50);
  expect(await messageFrom(world.plugin.generate(input(), waiting.signal))).toBe('nobody waits');
});

test('what is no sidecar', async () => {
  await using home = await temporaryFolder();
  const folder = home.path;
  writeFileSync(join(folder, 'file.sock'), '');
  const sidecars = createPluginSidecars({ folder, askpassSocket: join(folder, 'askpass') });
  await using _garbage = await startGarbageSocket(join(folder, 'garbage.sock'));
  const installed = await sidecars.installed();
  expect(installed.map(({ name }) => name)).toEqual(['garbage']);
  const [garbage] = installed;
  expect(await messageFrom((garbage as InstalledPlugin).configuration())).toMatch(
    /^rpc error: code = Unavailable desc = /,
  );
  await sidecars.close();
  expect(await createPluginSidecars({ folder: join(folder, 'absent'), askpassSocket: '' }).installed()).toEqual([]);
});

test('a socket whose sidecar has gone', async () => {
  await using world = await sidecar({ generate: { command: ['true'] } });
  await world.server[Symbol.asyncDispose]();
  // A process that was killed leaves its socket behind; one that ended has taken it with it.
  const message = await messageFrom(world.plugin.generate(input()));
  expect(message).toMatch(
    /^rpc error: code = Unavailable desc = connection error: .*dial unix .*tool-v1\.sock: connect: /,
  );
});

test('credentials are lent by a nonce for one run, to plugins that are given them', async () => {
  await using world = await sidecar({ provideGitCreds: true, generate: { command: ['sh', '-c', 'env'] } });
  expect(await world.plugin.configuration()).toEqual({ isDiscoveryConfigured: false, wantsCredentials: true });
  const credentials = { origin: 'https://git.example.com', username: 'bot', password: new Secret('CANARY-9f') };
  const printed = (await world.plugin.generate(input({ credentials }))).join('\n');
  expect(printed).not.toContain('CANARY-9f');
  expect(printed).toContain('GIT_ASKPASS=argocd');
  expect(printed).toContain(`ARGOCD_ASK_PASS_SOCK=${join(world.folder, 'askpass')}`);
  expect(printed).toMatch(/ARGOCD_GIT_ASKPASS_NONCE=[0-9a-f-]{36}/);
  const bare = (await world.plugin.generate(input())).join('\n');
  expect(bare).not.toContain('ASKPASS');
});
