import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { reasonFrom } from './redaction.ts';
import { readAddress } from './remote-address.ts';

const address = readAddress('https://example.com/a', { allowFile: false });
const basic = { kind: 'basic', username: 'git', password: new Secret('p@ss/word') } as const;
const encoded = Buffer.from('git:p@ss/word').toString('base64');

test.each([
  [
    'a password in every form',
    `warning: x\nfatal: https://git:p@ss@example.com/ p@ss/word p%40ss%2Fword ${encoded}\nmore\n`,
    'fatal: https://example.com/ [secret] [secret] [secret]',
  ],
  ['the last line where none tells the reason', 'one\ntwo\n\n', 'two'],
  ['nothing was printed', '', ''],
  ['a long line is cut off', `fatal: ${'x'.repeat(1000)}`, `fatal: ${'x'.repeat(293)}`],
])('%s', (_reason, printed, expected) => {
  expect(reasonFrom(printed, { url: address.url, credentials: basic }, address)).toBe(expected);
});

test('a token, and what stood in the URL itself', () => {
  const own = readAddress('https://me:hidden@example.com/a', { allowFile: false });
  const remote = { url: own.url, credentials: { kind: 'bearer', token: new Secret('token') } } as const;
  expect(reasonFrom('fatal: token hidden', remote, own)).toBe('fatal: [secret] [secret]');
});
