import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { memoryLog } from '../../testkit/memory-log.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { findIsolation, missingIsolation } from './isolation.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { createPluginCommands } from './plugin-commands.ts';

/** A machine whose `unshare` does what `script` does; undefined: it has none. */
async function machine(script: string | undefined) {
  const home = await temporaryFolder();
  for (const program of ['true', 'prlimit']) symlinkSync(`/usr/bin/${program}`, join(home.path, program));
  if (script !== undefined) {
    writeFileSync(join(home.path, 'unshare'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(home.path, 'unshare'), 0o755);
  }
  return home;
}

const WITHOUT_PROC = 'case "$*" in *--mount-proc*) exit 1 ;; esac';

test.each([
  ['everything', 'exit 0', { ownsProcesses: true, hidesProcesses: true }],
  ['no /proc of its own', WITHOUT_PROC, { ownsProcesses: true, hidesProcesses: false }],
  ['no namespaces', 'exit 1', { ownsProcesses: false, hidesProcesses: false }],
  ['no program for them', undefined, { ownsProcesses: false, hidesProcesses: false }],
])('what a machine offers: %s', async (_reason, script, expected) => {
  await using home = await machine(script);
  const { before, ...offered } = await findIsolation(home.path);
  expect(offered).toEqual(expected);
  const words = before(DEFAULT_LIMITS);
  expect(words.includes('--mount-proc')).toBe(expected.hidesProcesses);
  expect(words.includes('--pid')).toBe(expected.ownsProcesses);
  const closed = (): readonly string[] => before({ ...DEFAULT_LIMITS, hasNetwork: false });
  if (expected.ownsProcesses) expect(closed()).toContain('--net');
  else expect(closed).toThrow('this machine allows no namespaces');
});

test('what is missing is told, and nothing where nothing is', () => {
  const reads = 'they can read the environment of this process (/proc/<pid>/environ)';
  expect(
    [
      { ownsProcesses: true, hidesProcesses: true },
      { ownsProcesses: true, hidesProcesses: false },
      { ownsProcesses: false, hidesProcesses: false },
    ].map(missingIsolation),
  ).toEqual([
    undefined,
    `plugin commands see the processes of this machine: ${reads}`,
    `plugin commands run without namespaces: ${reads}, and a daemon that clears its environment outlives its run`,
  ]);
});

test('an installation with commands on a machine without namespaces says so once at its start', async () => {
  await using home = await machine('exit 1');
  const log = memoryLog();
  const document = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ConfigManagementPlugin', metadata: { name: 'tool' } };
  const spec = { generate: { command: ['true'] } };
  writeFileSync(join(home.path, 'tool.yaml'), JSON.stringify({ ...document, spec }));
  const port = createPluginCommands({ folder: home.path, path: home.path, variable: () => undefined, log });
  await vi.waitFor(() => expect(log.lines).toHaveLength(1));
  await port.installed();
  expect(log.lines).toEqual([
    {
      level: 'warn',
      message: expect.stringMatching(/^plugin commands run without namespaces: /),
      fields: { hint: 'permit unprivileged user namespaces to Tiphys, or run the plugins as sidecars' },
    },
  ]);
});
