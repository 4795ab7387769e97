import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { sshConfiguration } from './ssh-configuration.ts';

const FILES = { hosts: '/own/hosts', key: undefined, checkHost: true };

test('nothing of the machine takes part: no hosts, keys, agents or settings but our own', () => {
  const lines = sshConfiguration({ ...FILES, key: '/own/key' }).split('\n');
  const wanted = [
    'UserKnownHostsFile "/own/hosts"',
    'GlobalKnownHostsFile /dev/null',
    'StrictHostKeyChecking yes',
    'UpdateHostKeys no',
    'IdentityFile "/own/key"',
    'IdentitiesOnly yes',
    'IdentityAgent none',
    'BatchMode yes',
    'PasswordAuthentication no',
    'ForwardAgent no',
    'ClearAllForwardings yes',
    'PermitLocalCommand no',
  ];
  expect(lines).toEqual(expect.arrayContaining(wanted));
  expect(lines.filter((line) => /^(?:ProxyCommand|LocalCommand|Include|Match)/.test(line))).toEqual([]);
});

test('without a key none is offered', () => {
  expect(sshConfiguration(FILES)).toContain('PubkeyAuthentication no');
});

test('an address that was looked up is connected to, and its key looked for by the name', () => {
  const pinned = { host: 'git.example.com', port: '2222', address: '192.0.2.1' };
  const text = sshConfiguration({ ...FILES, pinned });
  expect(text).toContain('HostName 192.0.2.1\nHostKeyAlias [git.example.com]:2222\n');
});

const version = /OpenSSH_(\d+)\.(\d+)/.exec(spawnSync('ssh', ['-V'], { encoding: 'utf8' }).stderr ?? '');
const knowsSizes = Number(version?.[1] ?? 0) + Number(version?.[2] ?? 0) / 100 >= 9.01;

test.skipIf(!knowsSizes)('the client takes RSA keys from 2048 bits on, and none of DSA (row 1.7-r)', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'configuration');
  await writeFile(file, sshConfiguration(FILES));
  const told = spawnSync('ssh', ['-G', '-F', file, 'git.example.com'], { encoding: 'utf8' }).stdout.split('\n');
  expect(told).toContain('requiredrsasize 2048');
  const algorithms = told.filter((line) => /^(?:hostkeyalgorithms|pubkeyacceptedalgorithms) /.test(line));
  expect(algorithms).toHaveLength(2);
  expect(algorithms.filter((line) => line.includes('ssh-dss'))).toEqual([]);
});
