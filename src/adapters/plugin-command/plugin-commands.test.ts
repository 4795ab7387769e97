import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { InstalledPlugin, PluginInput } from '../../ports/plugins.ts';
import { commandPlugin, PLUGIN_PATH, type PluginSketch } from '../../testkit/command-plugin.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { messageFrom, pluginInput } from '../../testkit/plugin-input.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createPluginCommands } from './plugin-commands.ts';
import { processesWith } from './processes.ts';

async function shell(script: string, more: Partial<PluginSketch> = {}) {
  return await commandPlugin({ spec: { generate: { command: ['sh', '-c', script] } }, ...more });
}

/** Temporary files of this file alone: other tests run plugins at the same moment. */
const OWN = mkdtempSync(join(tmpdir(), 'tiphys-test-'));
const USUAL = process.env['TMPDIR'];
process.env['TMPDIR'] = OWN;
afterAll(() => {
  if (USUAL === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = USUAL;
  rmSync(OWN, { recursive: true, force: true });
});

const jails = () => readdirSync(OWN).filter((name) => name.startsWith('tiphys-plugin-'));

async function generated(plugin: InstalledPlugin, given: Partial<PluginInput> = {}): Promise<readonly string[]> {
  return (await plugin.generate(pluginInput(given))).flatMap((text) => text.split('\n'));
}

test('init runs before generate in a private copy, of which nothing is left', async () => {
  await using world = await commandPlugin({
    spec: {
      init: { command: ['sh', '-c'], args: ['echo ignored; echo made > made'] },
      generate: { command: ['cat'], args: ['a.yaml', 'link', 'made'] },
    },
  });
  expect(await generated(world.plugin)).toEqual(['a: 1', 'a: 1', 'made']);
  expect(jails()).toEqual([]);
});

test('its environment is built from nothing', async () => {
  process.env['CANARY_VARIABLE'] = 'CANARY-environment';
  await using world = await shell('env; readlink /proc/$$/fd/*; true');
  const lines = await generated(world.plugin, {
    environment: [
      { name: 'PATH', value: '/evil' },
      { name: 'HOME', value: '/evil' },
    ],
  });
  const names = lines.filter((line) => line.includes('=')).map((line) => line.slice(0, line.indexOf('=')));
  expect(names.toSorted()).toEqual(['HOME', 'LANG', 'PATH', 'PWD', 'TIPHYS_PLUGIN_RUN', 'TMPDIR'].toSorted());
  expect(lines.join('\n')).not.toContain('CANARY');
  expect(lines).toContain(`PATH=${PLUGIN_PATH}`);
  expect(lines.find((line) => line.startsWith('HOME='))).toMatch(/\/tiphys-plugin-[^/]+\/home$/);
  // Whatever this process was started with.
  const open = lines.filter((line) => /^(?:\/|\w+:\[)/.test(line) && line !== '/dev/null');
  expect(open.map((target) => target.replace(/^.*\./, '.')).toSorted()).toEqual(['.diagnostics', '.output']);
  delete process.env['CANARY_VARIABLE'];
});

test('variables that its document asks for are passed, and masked in what it says', async () => {
  await using world = await shell('test "$VAULT_TOKEN" = s.1234 && echo "rejected: s.1234" >&2; exit 3', {
    annotations: { 'plugin.tiphys.dev/pass-environment': 'VAULT_TOKEN, ABSENT' },
    variables: { VAULT_TOKEN: 's.1234', OTHER: 'x' },
  });
  expect(await messageFrom(world.plugin.generate(pluginInput()))).toMatch(
    /failed exit status 3: rejected: \[secret\]$/,
  );
});

test.each([
  ['files are not executable', {}, 'no'],
  ['unless the document says so', { preserveFileMode: true }, 'yes'],
])('%s', async (_reason, spec, expected) => {
  const generate = { command: ['sh', '-c', 'test -x run.sh && echo yes || echo no'] };
  await using world = await commandPlugin({ spec: { ...spec, generate } });
  expect(await generated(world.plugin)).toEqual([expected]);
});

test('scripts that write to the names of their streams', async () => {
  await using world = await shell('echo note >/dev/stderr; echo "kind: A" >/dev/stdout; echo more | tee /dev/stderr');
  expect(await generated(world.plugin)).toEqual(['kind: A', 'more']);
});

test('what a command that fails says', async () => {
  await using world = await shell('echo "it is broken" >&2; exit 7');
  expect(await messageFrom(world.plugin.generate(pluginInput()))).toBe(
    'error generating manifests: `sh -c "echo \\"it is broken\\" >&2; exit 7"` failed exit status 7: it is broken',
  );
});

test('a program that is not there', async () => {
  await using world = await commandPlugin({ spec: { generate: { command: ['/nowhere/tool'] } } });
  expect(await messageFrom(world.plugin.generate(pluginInput()))).toMatch(
    /^error generating manifests: .*(tool|not found|No such file)/s,
  );
});

/** A long sleep that no other process of the machine sleeps, and words that none repeats. */
const MARK = `${process.pid}${Date.now()}`;
const SLEEP = `sleep 60.${MARK}`;
const SHOUT = `yes tiphys-${MARK}`;

test.each([
  ['it ignores the polite end', `trap '' TERM; ${SLEEP} & wait; ${SLEEP}`],
  ['its children stay', `${SLEEP} & ${SLEEP} & wait`],
  ['its children leave the process group', `setsid ${SLEEP} & setsid setsid ${SLEEP} & wait`],
  ['it stops itself', `${SLEEP} & kill -STOP $$; wait`],
])('a plugin that hangs is ended with all its processes: %s', async (_reason, script) => {
  await using world = await shell(script, { annotations: { 'plugin.tiphys.dev/timeout': '400ms' } });
  const began = performance.now();
  expect(await messageFrom(world.plugin.generate(pluginInput()))).toMatch(/failed timeout after 400ms$/);
  expect(performance.now() - began).toBeLessThan(6_000);
  expect(await left()).toEqual([]);
});

/** Processes that this run started. */
async function left(): Promise<readonly string[]> {
  const listing = execFileSync('ps', ['-eo', 'args']).toString();
  return listing.split('\n').filter((line) => line.includes(SLEEP) || line.includes(SHOUT));
}

test('a plugin that ends and leaves daemons leaves none', async () => {
  await using world = await shell(`setsid ${SLEEP} >/dev/null 2>&1 & ${SLEEP} >/dev/null 2>&1 & echo "kind: A"`);
  expect(await generated(world.plugin)).toEqual(['kind: A']);
  expect(await left()).toEqual([]);
});

test('a plugin whose daemons hold its output is not waited for', async () => {
  await using world = await shell(`setsid ${SLEEP} & echo "kind: A"`);
  const began = performance.now();
  expect(await generated(world.plugin)).toEqual(['kind: A']);
  expect(performance.now() - began).toBeLessThan(8_000);
  expect(await left()).toEqual([]);
});

/** Whether a run has processes of its own here: then no process of it outlives it, and it sees no other. */
async function hasNamespaces(): Promise<boolean> {
  const words = ['--user', '--map-current-user', '--pid', '--fork', '--kill-child=KILL', '--mount-proc', 'true'];
  return await promisify(execFile)('unshare', words).then(
    () => true,
    () => false,
  );
}

test('a daemon without any mark of its run ends with it, where the machine allows namespaces', async ({ skip }) => {
  if (!(await hasNamespaces())) skip();
  await using world = await shell(`env -i setsid ${SLEEP} >/dev/null 2>&1 & sleep 0.2; echo "kind: A"`);
  expect(await generated(world.plugin)).toEqual(['kind: A']);
  expect(await left()).toEqual([]);
});

test('no environment of another process is there to be read, where the machine allows namespaces', async ({ skip }) => {
  if (!(await hasNamespaces())) skip();
  const other = spawn('sleep', ['60'], { env: { CANARY_ENVIRONMENT: 'x' }, stdio: 'ignore' });
  try {
    await using world = await shell('cat /proc/[0-9]*/environ | tr "\\0" "\\n" | grep -c ^CANARY_; true');
    expect(await generated(world.plugin)).toEqual(['0']);
  } finally {
    other.kill('SIGKILL');
  }
});

test('a command has the time that ARGOCD_EXEC_TIMEOUT gives it', async () => {
  const spec = { generate: { command: ['sleep', '30'] } };
  await using given = await commandPlugin({ spec, variables: { ARGOCD_EXEC_TIMEOUT: '100ms' } });
  expect(await messageFrom(given.plugin.generate(pluginInput()))).toBe(
    'error generating manifests: `sleep 30` failed timeout after 100ms',
  );
});

test('a plugin that hangs is first asked to end', async () => {
  await using home = await temporaryFolder();
  const told = join(home.path, 'told');
  const script = `trap 'echo asked >${told}; exit 0' TERM; ${SLEEP} & wait`;
  await using world = await shell(script, { annotations: { 'plugin.tiphys.dev/timeout': '400ms' } });
  expect(await messageFrom(world.plugin.generate(pluginInput()))).toMatch(/failed timeout after 400ms$/);
  expect(readFileSync(told, 'utf8')).toBe('asked\n');
});

test.each([
  ['bytes that are no text', 'printf "kind: A\\377\\n"', /printed what is no UTF-8$/],
  ['a text that is cut within a character', 'printf "kind: \\303"', /printed what is no UTF-8$/],
])('a plugin that prints %s', async (_reason, script, message) => {
  await using world = await shell(script);
  expect(await messageFrom(world.plugin.generate(pluginInput()))).toMatch(message);
});

test.each([
  ['the name', { name: 'ARGOCD_ENV_A\0B', value: 'x' }],
  ['the value', { name: 'ARGOCD_ENV_A', value: 'x\0y' }],
  ['what is too long for a program in the value', { name: 'ARGOCD_ENV_A', value: 'x'.repeat(3_000_000) }],
])('a variable that no program can have: a zero byte, or %s', async (_reason, variable) => {
  await using world = await shell('env');
  const work = world.plugin.generate(pluginInput({ environment: [variable] }));
  await expect(work).rejects.toMatchObject({
    code: 'plugin.invalid',
    kind: 'user',
    message: expect.stringMatching(/cannot be started: (a word or a variable holds a zero byte|.* are too long)$/),
  });
  // Neither files nor descriptors stay behind.
  const open = readdirSync('/proc/self/fd').map((name) => targetOf(`/proc/self/fd/${name}`));
  expect([jails(), open.filter((path) => path.includes('tiphys-plugin-'))]).toEqual([[], []]);
});

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

test('a plugin that prints without end', async () => {
  await using world = await shell(SHOUT, { annotations: { 'plugin.tiphys.dev/output-mib': '1' } });
  expect(await messageFrom(world.plugin.generate(pluginInput()))).toMatch(
    /the plugin printed more than 1048576 bytes$/,
  );
  expect(await left()).toEqual([]);
});

test('a plugin that complains without end is told by its end', async () => {
  await using world = await shell('head -c 3000000 /dev/zero | tr "\\0" x >&2; echo reason >&2; exit 1');
  const message = await messageFrom(world.plugin.generate(pluginInput()));
  expect(message.length).toBeLessThan(20_000);
  expect(message).toMatch(/xxxreason$/);
});

test('a plugin that fills the disk', async () => {
  const script = 'i=0; while [ $i -lt 400 ]; do head -c 1000000 /dev/zero > "$TMPDIR/$i"; i=$((i+1)); sleep 0.02; done';
  await using world = await shell(script, { annotations: { 'plugin.tiphys.dev/disk-mib': '3' } });
  expect(await messageFrom(world.plugin.generate(pluginInput()))).toMatch(
    /the plugin fills more than 3145728 bytes of disk$/,
  );
  expect(jails()).toEqual([]);
});

test('a plugin with too many processes', async () => {
  const script = `i=0; while [ $i -lt 60 ]; do ${SLEEP} & i=$((i+1)); done; wait`;
  await using world = await shell(script, { annotations: { 'plugin.tiphys.dev/processes': '20' } });
  expect(await messageFrom(world.plugin.generate(pluginInput()))).toMatch(/the plugin has more than 20 processes$/);
  expect(await left()).toEqual([]);
});

test('a plugin that makes its folders unreadable', async () => {
  await using world = await shell('mkdir -p deep/er; touch deep/er/x; chmod 0 deep/er deep; echo "kind: A"');
  expect(await generated(world.plugin)).toEqual(['kind: A']);
  expect(jails()).toEqual([]);
});

test('nobody waits any more', async () => {
  await using world = await shell(SLEEP);
  const waiting = new AbortController();
  const work = messageFrom(world.plugin.generate(pluginInput(), waiting.signal));
  await pause(300);
  waiting.abort(new Error('given up'));
  expect(await work).toBe('given up');
  expect(await left()).toEqual([]);
});

test('git asks for the credentials of the repository, and gets no others', async () => {
  const ask = (prompt: string) => `"$GIT_ASKPASS" "${prompt}" || echo refused`;
  const script = [
    ask("Username for 'https://git.example.com': "),
    ask("Password for 'https://bot@git.example.com': "),
    ask("Password for 'https://evil.example.com': "),
    'env | grep -c CANARY',
  ].join('; echo; ');
  await using world = await commandPlugin({
    spec: { provideGitCreds: true, generate: { command: ['sh', '-c', `${script}; true`] } },
  });
  const credentials = { origin: 'https://git.example.com', username: 'bot', password: new Secret('CANARY-9f') };
  expect(await generated(world.plugin, { credentials })).toEqual(['bot', 'CANARY-9f', 'refused', '', '0']);
});

test.each([
  ['fileName in the folder', { fileName: './*.yaml' }, true],
  ['fileName not below it', { fileName: '*/a.yaml' }, false],
  ['glob with two stars', { find: { glob: '**/a.yaml' } }, true],
  ['glob that nothing matches', { find: { glob: '**/b.yaml' } }, false],
  ['a command that prints', { find: { command: ['sh', '-c', 'ls a.yaml'] } }, true],
  ['a command that prints nothing', { find: { command: ['true'] } }, false],
])('whether it is for a folder: %s', async (_reason, discover, isSupported) => {
  await using world = await commandPlugin({ spec: { discover, generate: { command: ['true'] } } });
  expect(await world.plugin.configuration()).toEqual({ isDiscoveryConfigured: true, wantsCredentials: false });
  expect(await world.plugin.matches(pluginInput())).toEqual({ isSupported, isDiscoveryEnabled: true });
});

test('parameters that it announces', async () => {
  const dynamic = { command: ['echo', '[{"name": "found", "array": ["x"], "collectionType": "array"}]'] };
  const parameters = { static: [{ name: 'tag', string: 'v1' }], dynamic };
  await using world = await commandPlugin({ spec: { generate: { command: ['true'] }, parameters } });
  expect(await world.plugin.parameters(pluginInput())).toEqual([
    { name: 'found', array: ['x'], collectionType: 'array' },
    { name: 'tag', string: 'v1' },
  ]);
});

test('no network, where the machine allows namespaces', async ({ skip }) => {
  await using world = await shell('cat /proc/net/dev | tail -n +3 | cut -d: -f1', {
    annotations: { 'plugin.tiphys.dev/network': 'none' },
  });
  const message = await messageFrom(world.plugin.generate(pluginInput()));
  if (message.includes('allows no namespaces')) skip();
  expect(await generated(world.plugin)).toEqual(['    lo']);
});

test('documents that are none are told of once', async () => {
  await using home = await temporaryFolder();
  const log = memoryLog();
  writeFileSync(join(home.path, 'a.yaml'), 'kind: ConfigMap\nmetadata: {name: a}\n');
  writeFileSync(join(home.path, 'b.yml'), '[');
  writeFileSync(join(home.path, 'readme.md'), '[');
  const port = createPluginCommands({ folder: home.path, path: PLUGIN_PATH, variable: () => undefined, log });
  expect([await port.installed(), await port.installed()]).toEqual([[], []]);
  expect(log.lines.map(({ fields }) => fields['file'])).toEqual(['a.yaml', 'b.yml']);
});

test('this process is none of theirs', async () => {
  expect(await processesWith('TIPHYS_PLUGIN_RUN=nobody')).toEqual([]);
});
