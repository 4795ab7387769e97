import { expect, test } from 'vitest';
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
