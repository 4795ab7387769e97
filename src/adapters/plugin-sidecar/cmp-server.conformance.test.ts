/**
 * The client beside Argo CD's own `argocd-cmp-server` (v3, built from its module by `tools/cmp-server/build`): what the real sidecar
 * answers, and what it says when something is wrong. Skipped where the program is not there.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { InstalledPlugin, PluginInput } from '../../ports/plugins.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { workingFiles } from '../../testkit/working-files.ts';
import { createPluginSidecars } from './plugin-sidecars.ts';

const home = process.env['TIPHYS_ORACLES'] ?? join(process.env['HOME'] ?? '', '.cache/tiphys-oracles');
const program = join(home, 'bin/argocd-cmp-server');
const isThere = existsSync(program);

async function realSidecar(spec: object) {
  const folder = await temporaryFolder();
  const [sockets, config] = [join(folder.path, 's'), join(folder.path, 'config')];
  for (const one of [sockets, config, join(folder.path, 'work')]) mkdirSync(one);
  const document = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ConfigManagementPlugin',
    metadata: { name: 'real' },
    spec,
  };
  writeFileSync(join(config, 'plugin.yaml'), JSON.stringify(document));
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder.path,
    ARGOCD_PLUGINSOCKFILEPATH: sockets,
    ARGOCD_CMP_WORKDIR: join(folder.path, 'work'),
  };
  const child = spawn(program, ['--config-dir-path', config], { env, stdio: 'ignore' });
  const sidecars = createPluginSidecars({ folder: sockets, askpassSocket: join(folder.path, 'askpass') });
  return {
    plugin: await appeared(child, () => sidecars.installed()),
    async [Symbol.asyncDispose]() {
      await sidecars.close();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await ended;
      }
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function appeared(
  child: ChildProcess,
  installed: () => Promise<readonly InstalledPlugin[]>,
): Promise<InstalledPlugin> {
  for (let round = 0; round < 300 && child.exitCode === null; round++) {
    const [plugin] = await installed();
    const answers = await plugin?.configuration().then(
      () => true,
      () => false,
    );
    if (plugin !== undefined && answers) return plugin;
    await pause(50);
  }
  throw new Error('the sidecar did not come up');
}

function input(given: Partial<PluginInput> = {}): PluginInput {
  return {
    folder: 'apps/web',
    environment: [{ name: 'ARGOCD_APP_NAME', value: 'web' }],
    files: workingFiles({
      'apps/web/a.yaml': 'a: 1\n',
      'apps/web/link': { link: 'a.yaml' },
      'run.sh': { executable: 'echo' },
    }),
    credentials: undefined,
    timeout: 20_000,
    ...given,
  };
}

async function messageFrom(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'no fault',
    (error: Error) => error.message,
  );
}

test.skipIf(!isThere)('init, generate and variables', async () => {
  const generate = {
    command: ['sh', '-c'],
    args: ['printf "kind: A\\nname: $ARGOCD_APP_NAME-$(cat made)\\n---\\nkind: B\\n"; cat link'],
  };
  await using world = await realSidecar({
    version: 'v1.0',
    init: { command: ['sh', '-c', 'echo yes > made'] },
    generate,
  });
  expect(world.plugin.name).toBe('real-v1.0');
  expect(await world.plugin.configuration()).toEqual({ isDiscoveryConfigured: false, wantsCredentials: false });
  const printed = await world.plugin.generate(input());
  expect(printed.map((text) => JSON.parse(text))).toEqual([
    { kind: 'A', name: 'web-yes' },
    { kind: 'B', a: 1 },
  ]);
});

test.skipIf(!isThere)('names of any length and a large source', async () => {
  const deep = `${'folder-with-a-long-name/'.repeat(14)}file.yaml`;
  const noise = Array.from({ length: 300_000 }, (_, index) => Math.imul(index, 2654435761) >>> 0).join('\n');
  await using world = await realSidecar({
    generate: { command: ['sh', '-c', `echo "kind: $(cat ${deep} ß | wc -c)"`] },
  });
  const files = workingFiles({ [deep]: noise, ß: 'x' });
  expect(await world.plugin.generate(input({ folder: '', files }))).toEqual([`{"kind":${noise.length + 1}}`]);
});

test.skipIf(!isThere).each([
  ['fileName', { fileName: './*.yaml' }, true],
  ['fileName that is not there', { fileName: '*/a.yaml' }, false],
  ['glob', { find: { glob: '**/a.yaml' } }, true],
  ['glob that nothing matches', { find: { glob: '**/b.yaml' } }, false],
  ['command', { find: { command: ['sh', '-c', 'ls a.yaml'] } }, true],
  ['command that prints nothing', { find: { command: ['true'] } }, false],
])('discovery: %s', async (_reason, discover, isSupported) => {
  await using world = await realSidecar({ discover, generate: { command: ['true'] } });
  expect(await world.plugin.matches(input())).toEqual({ isSupported, isDiscoveryEnabled: true });
});

test.skipIf(!isThere)('parameters', async () => {
  const dynamic = { command: ['echo', '[{"name": "found", "array": ["x", ""], "collectionType": "array"}]'] };
  const parameters = { static: [{ name: 'tag', string: 'v1', required: true, map: { a: 'b' } }], dynamic };
  await using world = await realSidecar({ generate: { command: ['true'] }, parameters });
  expect(await world.plugin.parameters(input())).toEqual([
    { name: 'found', collectionType: 'array', array: ['x', ''] },
    { name: 'tag', string: 'v1', required: true, map: { a: 'b' } },
  ]);
});

test.skipIf(!isThere)('what it says when a command fails, and when it prints what is none', async () => {
  await using failing = await realSidecar({ generate: { command: ['sh', '-c', 'echo broken >&2; exit 3'] } });
  expect(await messageFrom(failing.plugin.generate(input()))).toBe(
    'rpc error: code = Unknown desc = error generating manifests: `sh -c "echo broken >&2; exit 3"` failed exit status 3: broken',
  );
  await using blank = await realSidecar({ generate: { command: ['true'] } });
  expect(await blank.plugin.generate(input())).toEqual([]);
});

test.skipIf(!isThere)('a command that hangs is ended by the deadline that it was told', async () => {
  await using world = await realSidecar({ generate: { command: ['sleep', '30'] } });
  const began = performance.now();
  expect(await messageFrom(world.plugin.generate(input({ timeout: 700 })))).toMatch(
    /code = DeadlineExceeded desc = context deadline exceeded|failed signal: (?:killed|terminated)|failed context deadline exceeded/,
  );
  expect(performance.now() - began).toBeLessThan(8_000);
});
