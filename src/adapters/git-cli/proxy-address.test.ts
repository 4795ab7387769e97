import { expect, test } from 'vitest';
import { readProxyAddress } from './proxy-address.ts';

test.each([
  "socks5://h';touch\tMARK;':1080",
  'socks5://$(touch MARK):1080',
  'socks5://`touch MARK`:1080',
  'http://a b:1',
  'http://h:22;x',
  'socks5://-oProxyCommand=x:1',
  '-oProxyCommand=x',
  'ftp://proxy:21',
  'http://proxy/path',
  'proxy:3128',
  '',
])('addresses that are none: %j', (text) => {
  expect(() => readProxyAddress(text)).toThrow(expect.objectContaining({ code: 'git.failed', kind: 'user' }));
});

test('addresses and their usual ports', () => {
  const seen = ['http://p', 'https://u:p%40@p', 'socks5h://[::1]:9'].map((text) => {
    const { kind, host, port, user } = readProxyAddress(text);
    return [kind, host, port, user?.name, user?.password.reveal()];
  });
  expect(seen).toEqual([
    ['http', 'p', 80, undefined, undefined],
    ['https', 'p', 443, 'u', 'p@'],
    ['socks5', '::1', 9, undefined, undefined],
  ]);
});
