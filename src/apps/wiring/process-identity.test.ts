import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isProcessGone, processIdentity } from './process-identity.ts';

/** The identity that another process would have given itself. */
function identityOf(child: ChildProcess): string {
  const [host, , , machine] = processIdentity().split('_');
  const line = process.getBuiltinModule('node:fs').readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const begin = line.slice(line.lastIndexOf(')') + 2).split(' ')[19];
  return [host, child.pid, begin, machine].join('_');
}

test.skipIf(process.platform !== 'linux')(
  'a process is there while it runs or is stopped, and gone once it was killed',
  async () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    const identity = identityOf(child);
    expect(isProcessGone(identity)).toBe(false);
    child.kill('SIGSTOP');
    expect(isProcessGone(identity)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isProcessGone(identity)).toBe(true);
  },
);

test('this process is there', () => {
  expect(isProcessGone(processIdentity())).toBe(false);
  expect(processIdentity()).toBe(processIdentity());
});

const own = processIdentity().split('_');
const like = (id: string, begin: string, machine: string) => [own[0], id, begin, machine].join('_');
test.each<[string, string, boolean]>([
  ['a number that was given to another process', like(`${process.pid}`, '1', own[3] ?? ''), true],
  ['a process of another machine, or of another run of this one', like('4194304', '1', 'ffffffffffff'), false],
  ['a process that could not be told from others', like('4194304', '', own[3] ?? ''), false],
  ['an identity of another kind', 'argocd-application-controller-0', false],
  ['nobody', '', false],
])('%s', (_reason, identity, expected) => {
  if (process.platform === 'linux') expect(isProcessGone(identity)).toBe(expected);
});
