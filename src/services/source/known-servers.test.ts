import { expect, test } from 'vitest';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { isConfigured, serversFor, sourceReach, withScheme } from './known-servers.ts';

test('those of everybody and of the project, and of nobody else', () => {
  const of = (url: string, project: string) => memoryInstallation().current().repositoryFor(url, project);
  const repositories = [
    { ...of('https://a.example.com', ''), project: '' },
    { ...of('https://b.example.com', 'b'), project: 'b' },
    { ...of('https://c.example.com', 'c'), project: 'c' },
  ];
  const installation = { ...memoryInstallation().current(), repositories };
  const sourceUrl = 'https://git.example.com/own';
  const known = [sourceUrl, 'https://a.example.com', 'https://b.example.com'];
  expect(serversFor(installation, { project: 'b', sourceUrl })).toEqual(known);
});

test.each([
  ['127.0.0.1:5000/charts', true, 'oci://127.0.0.1:5000/charts'],
  ['oci://127.0.0.1:5000/charts', true, 'oci://127.0.0.1:5000/charts'],
  ['git@example.com:a/b', false, 'git@example.com:a/b'],
])('%s, of a registry: %s', (url, isOci, expected) => {
  expect(withScheme({ url, isOci })).toBe(expected);
});

test.each([
  ["of the same server, everybody's", 'https://a.example.com/other', 'b', true],
  ['of the project', 'https://b.example.com/app.git', 'b', true],
  ['of another project', 'https://c.example.com/app.git', 'b', false],
  ['of another port', 'https://a.example.com:8443/app.git', 'b', false],
  ['of nobody', 'https://d.example.com/app.git', 'b', false],
])('a source %s', (_reason, url, project, expected) => {
  const of = (own: string, at: string) => ({ ...memoryInstallation().current().repositoryFor(at, own), project: own });
  const servers: readonly (readonly [string, string])[] = [
    ['', 'https://a.example.com/app'],
    ['b', 'https://b.example.com/app'],
    ['c', 'https://c.example.com/app'],
  ];
  const repositories = servers.map(([own, at]) => of(own, at));
  const installation = { ...memoryInstallation().current(), repositories };
  expect(isConfigured(installation, url, project)).toBe(expected);
  expect(sourceReach(installation, url, project)).toEqual(expected ? {} : { offLink: true });
});
