/** Descriptors that whoever started the product left open: no command of a plugin gets them. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';

/** Beyond those that Node closes for its children by itself. */
const INHERITED = 40;
const PROGRAM = `
const [folder, root] = process.argv.slice(1);
const { inheritedDescriptors } = await import(folder + '/inherited-descriptors.ts');
const { runCommand } = await import(folder + '/run-command.ts');
const limits = { time: 10000, grace: 200, output: 10000, memory: 2 ** 31, disk: 2 ** 30, processes: 50, hasNetwork: true, passed: [] };
const jail = { root, folder: root, environment: { PATH: '/usr/bin:/bin' }, marker: 'none' };
const command = { command: ['sh', '-c', 'cat /proc/self/fd/${INHERITED} 2>/dev/null; echo end'] };
const isolation = { before: () => [], ownsProcesses: false, hidesProcesses: false };
const printed = await runCommand({ command, jail, limits, isolation, timeout: 10000 });
console.log(JSON.stringify({ inherited: inheritedDescriptors(), printed }));
`;

test.skipIf(process.platform !== 'linux')(
  'a descriptor that was left open is known, and closed to commands',
  async () => {
    await using home = await temporaryFolder();
    const secret = join(home.path, 'secret');
    writeFileSync(secret, 'CANARY');
    const descriptor = openSync(secret, 'r');
    const stdio: ('ignore' | 'pipe' | number)[] = Array.from({ length: INHERITED }, () => 'ignore');
    stdio[1] = 'pipe';
    stdio[2] = 'pipe';
    try {
      const words = [
        '--disable-warning=ExperimentalWarning',
        '--input-type=module',
        '-e',
        PROGRAM,
        import.meta.dirname,
        home.path,
      ];
      const { stdout, stderr } = spawnSync(process.execPath, words, { stdio: [...stdio, descriptor] });
      expect(stderr.toString()).toBe('');
      const { inherited, printed } = JSON.parse(stdout.toString());
      // Whoever started the tests may have left some open as well.
      expect([inherited.includes(INHERITED), printed]).toEqual([true, 'end']);
    } finally {
      closeSync(descriptor);
    }
  },
);
