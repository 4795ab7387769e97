import { expect, test } from 'vitest';
import { nearness, serverOf } from './near-address.ts';

test.each([
  ['http://169.254.169.254/latest/meta-data', 'link'],
  ['https://user:x@169.254.169.254:80/a.git', 'link'],
  ['http://[fe80::1]/a', 'link'],
  ['http://[fd00:ec2::254]/a', 'link'],
  ['http://[::ffff:169.254.169.254]/a', 'link'],
  ['http://[64:ff9b::a9fe:a9fe]/a', 'link'],
  ['http://0xa9fea9fe/a', 'link'],
  ['http://2852039166/a', 'link'],
  ['http://metadata.google.internal./computeMetadata', 'link'],
  ['ssh://git@169.254.169.254:22/a', 'link'],
  ['git@169.254.169.254:a/b.git', 'link'],
  ['git://169.254.169.254/a', 'link'],
  ['http://127.0.0.1/a', 'machine'],
  ['http://127.1/a', 'machine'],
  ['http://0x7f.1/a', 'machine'],
  ['http://0177.0.0.1/a', 'machine'],
  ['http://0/a', 'machine'],
  ['http://[::1]:8080/a', 'machine'],
  ['http://[::ffff:127.0.0.1]/a', 'machine'],
  ['http://LocalHost/a', 'machine'],
  ['https://a.localhost/a', 'machine'],
  ['git@localhost:a/b', 'machine'],
  ['git@[::1]:a/b', 'machine'],
])('%s is of the %s', (url, near) => {
  expect(nearness(url)).toBe(near);
});

test.each([
  'https://github.com/org/repo',
  'git@github.com:org/repo.git',
  'ssh://git@10.0.0.1:2222/a',
  'https://192.168.1.1/a.git',
  'https://127.0.0.1.example.com/a',
  'https://example.com/127.0.0.1',
  'https://169.254.example.com/a',
  'https://[2001:db8::1]/a',
  '../base',
  '',
])('%s is not near', (url) => {
  expect(nearness(url)).toBeUndefined();
});

test('the server of a URL, however it is written', () => {
  const urls = ['http://127.1:80/a', 'http://u@0x7f000001/b', 'git@127.0.0.1:c', 'https://127.0.0.1:8443/d', 'a/b'];
  expect(urls.map(serverOf)).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.1:8443', undefined]);
});
