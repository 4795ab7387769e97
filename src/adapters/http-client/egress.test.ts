import { expect, test } from 'vitest';
import { checkedLookup, checkHost, type Egress, type Resolve } from './egress.ts';

test.each([
  ['http://10.0.0.1/a', true],
  ['http://192.168.1.1/a', true],
  ['http://[fd00::1]/a', true],
  ['http://charts.internal/a', true],
  ['http://127.0.0.1/a', false],
  ['http://localhost./a', false],
  ['http://[::ffff:a9fe:a9fe]/a', false],
  ['http://metadata.google.internal/a', false],
])('%s may be named by a repository: %s', (url, expected) => {
  const check = () => checkHost(new URL(url), 'far');
  if (expected) expect(check).not.toThrow();
  else expect(check).toThrow('not reached for what a repository names');
});

test.each([
  ['http://127.0.0.1/a', true],
  ['http://localhost/a', true],
  ['http://10.0.0.1/a', true],
  ['http://git.example.com/a', true],
  ['http://169.254.169.254/a', false],
  ['http://[fe80::1]/a', false],
  ['http://[::ffff:a9fe:a9fe]/a', false],
  ['http://metadata.google.internal/a', false],
])('%s may be a source that is not configured: %s', (url, expected) => {
  const check = () => checkHost(new URL(url), 'offLink');
  if (expected) expect(check).not.toThrow();
  else expect(check).toThrow('link-local and metadata addresses are not reached');
});

test('of the addresses of a name those that are permitted are left', async () => {
  const all = ['10.0.0.1', '127.0.0.1', '169.254.169.254', '1.1.1.1'].map((address) => ({ address, family: 4 }));
  const resolve: Resolve = (_name, _options, callback) => callback(null, all);
  const left = (egress: Egress) =>
    new Promise((done) =>
      checkedLookup(egress, resolve)('name', { all: true }, (_error, found) => {
        done(Array.isArray(found) ? found.map(({ address }) => address) : found);
      }),
    );
  expect(await left('any')).toEqual(all.map(({ address }) => address));
  expect(await left('offLink')).toEqual(['10.0.0.1', '127.0.0.1', '1.1.1.1']);
  expect(await left('far')).toEqual(['10.0.0.1', '1.1.1.1']);
  expect(await left('public')).toEqual(['1.1.1.1']);
});
