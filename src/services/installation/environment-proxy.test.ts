import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { environmentProxies, proxyOfEnvironment } from './environment-proxy.ts';
import { readRepository, readTemplate, repositoryRecord } from './repository-records.ts';

const VARIABLES: Readonly<Record<string, string>> = {
  HTTPS_PROXY: 'http://secure:3128',
  HTTP_PROXY: 'plain:8080',
  http_proxy: 'smaller:8080',
  NO_PROXY: 'internal.example.com',
};
const proxies = environmentProxies((name) => VARIABLES[name]);

test.each<[string, string | undefined]>([
  ['https://git.example.com/a', 'http://secure:3128'],
  ['http://git.example.com/a', 'http://smaller:8080'],
  ['oci://registry.example.com/a', 'http://secure:3128'],
  ['registry.example.com/a', 'http://secure:3128'],
  ['registry.example.com:5000/a', 'http://secure:3128'],
  ['git.example.com:a/b', undefined],
  ['ssh://git@git.example.com/a', undefined],
  ['git@git.example.com:a', undefined],
  ['http://localhost:8080/a', undefined],
  ['https://127.0.0.1/a', undefined],
  ['https://[::1]/a', undefined],
  ['', undefined],
])('%s is reached through %s', (url, proxy) => {
  const expected = proxy === undefined ? {} : { proxy, noProxy: 'internal.example.com' };
  expect(proxyOfEnvironment(url, proxies)).toEqual(expected);
});

test('without variables everything is reached directly', () => {
  expect(
    proxyOfEnvironment(
      'https://a',
      environmentProxies(() => undefined),
    ),
  ).toEqual({});
});

test('what a repository or its template says goes before the environment', () => {
  const url = 'https://git.example.com/a';
  const data = (values: Readonly<Record<string, string>>) =>
    new Map(Object.entries({ url, ...values }).map(([key, value]) => [key, new Secret(value)]));
  const route = (own: Readonly<Record<string, string>>, template?: Readonly<Record<string, string>>) => {
    const templates = template === undefined ? [] : [readTemplate(data(template))];
    const trust = { certificates: {}, knownHosts: '' };
    const { remote, access } = repositoryRecord(readRepository(data(own)), url, { templates, trust, proxies });
    expect([access.route?.proxy, access.route?.noProxy]).toEqual([remote.proxy, remote.noProxy]);
    return [remote.proxy, remote.noProxy];
  };
  expect(route({})).toEqual(['http://secure:3128', 'internal.example.com']);
  expect(route({ proxy: 'http://own' })).toEqual(['http://own', undefined]);
  expect(route({}, { proxy: 'http://template', noProxy: 'x' })).toEqual(['http://template', 'x']);
});
