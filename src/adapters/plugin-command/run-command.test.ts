import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PluginCommand } from '../../api/config-management-plugin/fields.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { MARKER } from './jail.ts';
import { type CommandRun, runCommand } from './run-command.ts';

const LIMITS = {
  time: 10_000,
  grace: 200,
  output: 1000,
  memory: 2 ** 31,
  disk: 2 ** 30,
  processes: 50,
  hasNetwork: true,
  passed: [],
};

/** What it printed, or what was told of it. */
async function outcome(command: PluginCommand, more: Partial<CommandRun> = {}): Promise<unknown> {
  await using folder = await temporaryFolder();
  const marker = randomUUID();
  const environment = { PATH: '/usr/bin:/bin', [MARKER]: marker };
  const jail = {
    root: folder.path,
    folder: folder.path,
    environment,
    marker,
    [Symbol.asyncDispose]: async () => undefined,
  };
  const isolation = { before: () => [], ownsProcesses: false, hidesProcesses: false };
  try {
    return await runCommand({ command, jail, limits: LIMITS, isolation, timeout: 10_000, ...more });
  } catch (error) {
    const { code, kind, message } = error as { code?: string; kind?: string; message: string };
    return code === undefined ? message : [code, kind, message];
  }
}

const sh = (script: string): PluginCommand => ({ command: ['sh', '-c'], args: [script] });

test.each<[string, PluginCommand, unknown]>([
  ['what it prints, without the last line end', sh('printf "a\\nb\\n\\n"'), 'a\nb\n'],
  ['nothing', sh(':'), ''],
  ['what it complains about is not what it prints', sh('echo out; echo err >&2'), 'out'],
  [
    'a status, with what it complained about',
    sh('echo out; echo "it is broken" >&2; exit 3'),
    [
      'plugin.failed',
      'user',
      '`sh -c "echo out; echo \\"it is broken\\" >&2; exit 3"` failed exit status 3: it is broken',
    ],
  ],
  [
    'a signal',
    { command: ['sh', '-c', 'kill$IFS-9$IFS$$'] },
    ['plugin.failed', 'user', '`sh -c kill$IFS-9$IFS$$` failed signal: killed'],
  ],
  [
    'words that are empty',
    { command: ['false', '', 'x'] },
    ['plugin.failed', 'user', '`false "" x` failed exit status 1'],
  ],
  [
    'a program that is not there',
    { command: ['no-such-program'] },
    ['plugin.invalid', 'user', 'exec: "no-such-program": executable file not found in $PATH'],
  ],
  [
    'more than it may print',
    sh('head -c 5000 /dev/zero'),
    ['plugin.too-large', 'user', 'the plugin printed more than 1000 bytes'],
  ],
])('%s', async (_reason, command, expected) => {
  expect(await outcome(command)).toEqual(expected);
});

test('the shorter of its own time and of what is left of the request counts', async () => {
  const told = (time: string) => ['plugin.timeout', 'transient', `\`sleep 60\` failed timeout after ${time}`];
  expect(await outcome({ command: ['sleep', '60'] }, { timeout: 100 })).toEqual(told('100ms'));
  const limits = { ...LIMITS, time: 50 };
  expect(await outcome({ command: ['sleep', '60'] }, { limits })).toEqual(told('50ms'));
});

test('without namespaces, what left the group of processes ends by its mark', async () => {
  const seconds = `60.${process.pid}${Date.now()}`;
  expect(await outcome(sh(`setsid sleep ${seconds} >/dev/null 2>&1 & sleep 0.2; echo done`))).toBe('done');
  expect(execFileSync('ps', ['-eo', 'args']).toString()).not.toContain(`sleep ${seconds}`);
});

test('nothing is started for who has gone, and who goes is not waited for', async () => {
  const reason = new Error('nobody waits');
  expect(await outcome(sh('touch started'), { signal: AbortSignal.abort(reason) })).toBe('nobody waits');
  for (const milliseconds of [0, 50]) {
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(reason), milliseconds);
    expect(await outcome({ command: ['sleep', '60'] }, { signal: leaving.signal })).toBe('nobody waits');
  }
});
