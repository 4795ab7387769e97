import { expect, test } from 'vitest';
import { isOfServers, nearness, nearnessOfHost, serverOf } from './near-address.ts';

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
  // As whoever connects reads them.
  ['http://127.0.0.1\\@example.com/a', 'machine'],
  ['http:/127.0.0.1/a', 'machine'],
  ['http:127.0.0.1/a', 'machine'],
  ['http:\\\\127.0.0.1\\a', 'machine'],
  [' http://127.0.0.1/a', 'machine'],
  ['ht\ttp://127.0.0.1/a', 'machine'],
  ['http://127.0.0.1./a', 'machine'],
  ['http://127%2e0.0.1/a', 'machine'],
  ['http://①②⑦.⓪.⓪.①/a', 'machine'],
  ['http://127。0。0。1/a', 'machine'],
  ['HTTPS://LOCALHOST.:8443/a', 'machine'],
  ['http://example.com@127.0.0.1/a', 'machine'],
  ['oci://127.1:5000/a', 'machine'],
  ['127.0.0.1:5000/a', 'machine'],
  ['ssh://git@0x7f.1/a', 'machine'],
  ['http://[64:ff9b::1]/a', 'machine'],
  ['http://[64:ff9b:1::7f00:1]/a', 'machine'],
  ['http://[::7f00:1]/a', 'machine'],
  ['http://[::ffff:0:7f00:1]/a', 'machine'],
  ['http://[2002:7f00:1::1]/a', 'machine'],
  ['http://[2002:a9fe:a9fe::]/a', 'link'],
  ['http://[FE80:0:0:0:0:0:0:1]/a', 'link'],
  ['http://[fd20:ce::254]/a', 'link'],
  ['http://100.100.100.200/latest', 'link'],
  ['http://168.63.129.16/machine', 'link'],
  ['http://192.0.0.192/latest', 'link'],
  ['http://metadata.goog/a', 'link'],
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
  'https://[64:ff9b::808:808]/a',
  'https://[2002:808:808::1]/a',
  'http://example.com\\@127.0.0.1/a',
  'https://127.0.0.1@example.com/a',
  '../base',
  '',
])('%s is not near', (url) => {
  expect(nearness(url)).toBeUndefined();
});

test('the server of a URL, however it is written', () => {
  const urls = ['http://127.1:80/a', 'http://u@0x7f000001/b', 'git@127.0.0.1:c', 'https://127.0.0.1:8443/d', 'a/b'];
  expect(urls.map(serverOf)).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.1:8443', undefined]);
});

test.each([
  ['127.0.0.1', 'machine'],
  ['::1', 'machine'],
  ['::ffff:169.254.169.254', 'link'],
  ['fe80::1%eth0', 'link'],
  ['10.0.0.1', undefined],
  ['fd00::1', undefined],
])('the address %s that a name means: %s', (address, near) => {
  expect(nearnessOfHost(address)).toBe(near);
});

test.each([
  ['http://127.0.0.1:8080/a', true],
  ['oci://0x7f.1:8080/b', true],
  ['http://127.0.0.1/a', false],
  ['http://127.0.0.1:8081/a', false],
  ['no address', false],
])('%s is of a known server: %s', (url, expected) => {
  expect(isOfServers(url, ['no address', 'http://user@127.0.0.1:8080'])).toBe(expected);
});
