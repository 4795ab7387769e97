import { expect, test } from 'vitest';
import { fitPluginText } from './plugin-text.ts';

test.each([
  ['a known secret', 'rejected: hunter22!', 'rejected: [secret]!'],
  ['the same in base64', `Basic ${Buffer.from('hunter22').toString('base64')}`, 'Basic [secret]'],
  [
    'a user in a URL',
    'fatal: https://bot:pw@git.example.com/x not found',
    'fatal: https://git.example.com/x not found',
  ],
  ['what is called a password', 'db_password: s3cr3t, host: a', 'db_password: [secret], host: a'],
  ['a quoted one', '{"apiKey": "abc def"}', '{"apiKey": [secret]}'],
  ['a header', 'Authorization: Bearer abcdefghijklmnop', 'Authorization: Bearer [secret]'],
  ['a JSON Web Token', 'got eyJhbGciOiJI.eyJzdWIiOiIx.c2ln', 'got [secret]'],
  ['a private key', 'x -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- y', 'x [secret] y'],
  ['harmless words', 'error: no secretary for tokens in values.yaml', 'error: no secretary for tokens in values.yaml'],
])('%s', (_reason, text, expected) => {
  expect(fitPluginText(text, ['hunter22'])).toBe(expected);
});

test('what is endless keeps its beginning and its end', () => {
  const text = fitPluginText(`first ${'x'.repeat(1_000_000)} last`, []);
  expect(text.length).toBeLessThan(8300);
  expect(text).toMatch(/^first x+ … x+ last$/);
});

test('masking stays quick', () => {
  const began = performance.now();
  fitPluginText('a.b-password'.repeat(20_000), ['hunter22']);
  expect(performance.now() - began).toBeLessThan(2000);
});
