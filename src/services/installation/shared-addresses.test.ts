import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { sharedAddresses } from './shared-addresses.ts';

function secret(name: string, values: Readonly<Record<string, string>>): KubeObject {
  const data = Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: Object.fromEntries(data) };
}

const URL = 'https://git.example.com/team/app';

test.each<[string, readonly KubeObject[], ReturnType<typeof sharedAddresses>]>([
  ['none', [], []],
  ['one alone', [secret('a', { url: URL })], []],
  [
    'three of one address, however it is written',
    [secret('a', { url: `${URL}.git` }), secret('b', { url: URL }), secret('c', { url: URL.toUpperCase() })],
    [{ url: `${URL}.git`, project: '', heeded: 'a', unheeded: ['b', 'c'] }],
  ],
  ['of two projects', [secret('a', { url: URL, project: 'shop' }), secret('b', { url: URL, project: 'web' })], []],
  ['of a project and of everybody', [secret('a', { url: URL, project: 'shop' }), secret('b', { url: URL })], []],
  [
    'two of one project beside everybody’s',
    [secret('a', { url: URL, project: 'shop' }), secret('b', { url: URL }), secret('c', { url: URL, project: 'shop' })],
    [{ url: URL, project: 'shop', heeded: 'a', unheeded: ['c'] }],
  ],
  [
    'with a password in the address',
    [
      secret('a', { url: 'https://bob:CANARY@h/x?key=CANARY' }),
      secret('b', { url: 'https://bob:CANARY@h/x?key=CANARY' }),
    ],
    [{ url: 'https://h/x', project: '', heeded: 'a', unheeded: ['b'] }],
  ],
  ['without an address', [secret('a', {}), secret('b', { url: ' ' })], []],
])('%s', (_name, secrets, expected) => {
  expect(sharedAddresses(secrets)).toEqual(expected);
});
