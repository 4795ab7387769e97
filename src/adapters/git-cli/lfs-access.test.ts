/** Where Git LFS is asked for, told by servers that say what a test wants. A real one stands in the conformance test. */
import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { GitRemote } from '../../ports/git.ts';
import type { GitProgram, SshCommand } from './git-program.ts';
import { createLfsAccess } from './lfs-access.ts';
import { readAddress } from './remote-address.ts';
import type { GitOutcome } from './run-git.ts';

const PROOF = { href: 'https://lfs.test/api/', header: { Authorization: 'Bearer CANARY', count: 3 }, expires_in: 600 };

function open(answer: (command: SshCommand) => Partial<GitOutcome> = () => ({ output: JSON.stringify(PROOF) })) {
  const asked: SshCommand[] = [];
  const program = {
    options: { requestTimeout: 1000 },
    async ssh(command: SshCommand): Promise<GitOutcome> {
      asked.push(command);
      return { status: 0, output: '', diagnostics: '', ...answer(command) };
    },
  } as unknown as GitProgram;
  const access = createLfsAccess(program);
  const ask = async (url: string, more: Partial<GitRemote> = {}) => {
    const address = readAddress(url, { allowFile: true });
    const found = await access({ remote: { url, ...more }, address, signal: new AbortController().signal });
    return [found.url.href, found.headers];
  };
  return { ask, asked };
}

test.each([
  ['https://git.test/team/app', 'https://git.test/team/app.git/info/lfs'],
  ['https://git.test/team/app.git/', 'https://git.test/team/app.git/info/lfs'],
])('beside %s', async (url, expected) => {
  const { ask, asked } = open();
  expect(await ask(url)).toEqual([expected, {}]);
  const credentials = { kind: 'basic', username: 'me', password: new Secret('p') } as const;
  const authorization = `Basic ${Buffer.from('me:p').toString('base64')}`;
  expect(await ask(url, { credentials })).toEqual([expected, { authorization }]);
  expect(asked).toEqual([]);
});

test.each([
  ['git@git.test:team/app.git', 'git@git.test', "git-lfs-authenticate 'team/app.git' download"],
  ['ssh://git@git.test:2222/team/app', 'git@git.test', "git-lfs-authenticate '/team/app' download"],
  ['ssh://git.test/a%20b', 'git.test', "git-lfs-authenticate '/a b' download"],
  ['git@[::1]:app', 'git@::1', "git-lfs-authenticate 'app' download"],
  ["git@git.test:it's;x", 'git@git.test', "git-lfs-authenticate 'it'\\''s;x' download"],
])('the server of %s is asked', async (url, destination, command) => {
  const { ask, asked } = open();
  expect(await ask(url)).toEqual(['https://lfs.test/api', { Authorization: 'Bearer CANARY' }]);
  expect(asked.map((one) => [one.destination, one.command])).toEqual([[destination, command]]);
});

test('one question serves all, but not those with other credentials; a failure is not kept', async () => {
  let fails = true;
  const { ask, asked } = open(() => (fails ? { status: 1 } : { output: JSON.stringify(PROOF) }));
  await expect(ask('git@git.test:app')).rejects.toMatchObject({ code: 'git.failed' });
  fails = false;
  await Promise.all([ask('git@git.test:app'), ask('git@git.test:app')]);
  await ask('git@git.test:app');
  expect(asked).toHaveLength(2);
  await ask('git@git.test:app', { credentials: { kind: 'ssh', privateKey: new Secret('other') } });
  expect(asked).toHaveLength(3);
});

test('a proof that ends soon is asked for anew', async () => {
  const { ask, asked } = open(() => ({ output: JSON.stringify({ ...PROOF, expires_in: 5 }) }));
  await ask('git@git.test:app');
  await ask('git@git.test:app');
  expect(asked).toHaveLength(2);
});

test.each<[string, Partial<GitOutcome>]>([
  ['the server has no such command', { status: 127 }],
  ['an address without TLS', { output: JSON.stringify({ ...PROOF, href: 'http://lfs.test' }) }],
  ['no address', { output: '{}' }],
  ['no JSON', { output: 'welcome' }],
  ['too much', { output: JSON.stringify({ ...PROOF, padding: 'x'.repeat(70_000) }) }],
])('refused without the proof: %s', async (_reason, outcome) => {
  const { ask } = open(() => outcome);
  const error: unknown = await ask('git@git.test:app').catch((fault: unknown) => fault);
  expect(error).toMatchObject({ code: 'git.failed', kind: 'user' });
  expect(String(error)).not.toContain('CANARY');
});

test('ssh itself fails; files have no LFS', async () => {
  const { ask } = open(() => ({ status: 255, diagnostics: 'Permission denied (publickey).' }));
  await expect(ask('git@git.test:app')).rejects.toMatchObject({ code: 'git.authentication' });
  await expect(ask('file:///srv/app')).rejects.toMatchObject({ code: 'git.failed', kind: 'user' });
});
