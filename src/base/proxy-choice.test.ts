import { expect, test } from 'vitest';
import { proxyFor, throughProxy, unfitForHttp } from './proxy-choice.ts';

const proxy = 'http://me:secret@proxy.test:3128';

test.each([
  ['none is set', undefined, '', 'https://git.example.com/x', undefined],
  ['an empty one', '', '', 'https://git.example.com/x', undefined],
  ['for all', proxy, '', 'https://git.example.com/x', proxy],
  ['the host is exempt', proxy, 'a.test, GIT.example.com', 'https://git.example.com/x', undefined],
  ['its domain is', proxy, '.example.com', 'https://git.example.com/x', undefined],
  ['with a star', proxy, '*.example.com', 'https://git.example.com/x', undefined],
  ['another that ends alike is', proxy, 'ample.com', 'https://git.example.com/x', proxy],
  ['another port is', proxy, 'git.example.com:8443', 'https://git.example.com/x', proxy],
  ['its port is', proxy, 'git.example.com:2222', 'ssh://git.example.com:2222', undefined],
  ['all are', proxy, '*', 'https://git.example.com/x', undefined],
])('%s', (_reason, set, noProxy, url, expected) => {
  expect(proxyFor({ proxy: set, noProxy }, url)).toBe(expected);
});

test('it is told without its user', () => {
  expect(throughProxy(proxy)).toMatch(/^ through the proxy proxy\.test:3128: /);
  expect([throughProxy(undefined), throughProxy('no address')]).toEqual(['', '']);
});

test('a proxy that does not speak HTTP leads to no server of HTTP, and its password is not told', () => {
  for (const fit of [undefined, proxy, 'https://proxy.test']) expect(unfitForHttp(fit)).toBeUndefined();
  for (const unfit of ['socks5://me:CANARY@proxy.test', 'socks5h://proxy.test:1080', 'proxy.test:3128', 'CANARY']) {
    expect(unfitForHttp(unfit)).toMatch(/servers of ssh only: name one by http:\/\/ or https:\/\//);
    expect(unfitForHttp(unfit)).not.toMatch(/CANARY/);
  }
});
