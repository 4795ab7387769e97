import { expect, test } from 'vitest';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { serversFor, withScheme } from './known-servers.ts';

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
