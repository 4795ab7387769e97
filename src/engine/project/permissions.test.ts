import { expect, test } from 'vitest';
import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import { isDestinationPermitted } from './destination-permitted.ts';
import { isAppNamespacePermitted } from './namespace-permitted.ts';
import { isKindPermitted, isObjectPermitted } from './resource-permitted.ts';
import { isSourcePermitted } from './source-permitted.ts';

test.each([
  ['everything', ['*'], 'https://git/team/app', true],
  ['nothing', [], 'https://git/team/app', false],
  ['one segment', ['https://git/*'], 'https://git/team/app', false],
  ['all segments', ['https://git/**'], 'https://git/team/app', true],
  ['case and suffix do not count', ['https://GIT/Team/App.git'], 'https://git/team/app', true],
  [
    'a negation that matches refuses',
    ['https://git/team/*', '!https://git/team/secret'],
    'https://git/team/secret',
    false,
  ],
  ['a negation that does not match permits', ['!https://git/team/secret'], 'https://other/x', true],
  ['dots that lead out of what is permitted', ['https://git/team/**'], 'https://git/team/../other/app', false],
  ['dots that stay within', ['https://git/team/**'], 'https://git/team/a/../b', true],
  ['encoded dots', ['https://git/team/**'], 'https://git/team/%2e%2e/other/app', false],
  ['dots of the short form', ['git@git:team/**'], 'git@git:team/../other/app', false],
  ['a backslash ends the host', ['https://*.example.com/**'], 'https://evil.org\\.example.com/app', false],
  ['a query is no host', ['https://*.example.com/**'], 'https://evil.org?.example.com/app', false],
  ['a fragment is no host', ['https://*.example.com/**'], 'https://evil.org#.example.com/app', false],
  ['everything, with a query', ['*'], 'https://git/app?version=1', true],
  ['refused, with a user', ['*', '!https://git/secret'], 'https://me@git/secret', false],
  ['refused, with its port', ['*', '!https://git/secret'], 'https://git:443/secret', false],
  ['refused, with slashes', ['*', '!https://git/secret'], 'https://git//secret/', false],
  ['refused, by a detour', ['*', '!https://git/secret'], 'https://git/a/../secret', false],
  ['a neighbour of what is refused', ['*', '!https://git/secret'], 'https://git/secrets', true],
])('source: %s', (_reason, sourceRepos, url, permitted) => {
  expect(isSourcePermitted({ sourceRepos }, url)).toBe(permitted);
});

const RULES: AppProjectSpec = {
  destinations: [
    { server: 'https://kubernetes.*', namespace: 'shop*' },
    { server: '*', namespace: '!shop-secret' },
    { name: 'in-cluster', namespace: 'by-name' },
  ],
};

test.each([
  ['by server', 'shop', true],
  ['a glob on the namespace', 'shop-x', true],
  ['refused by a negation', 'shop-secret', false],
  ['permitted by a negation that does not match', 'kube-system', true],
  ['by name', 'by-name', true],
])('destination: %s', (_reason, namespace, permitted) => {
  const destination = { server: 'https://kubernetes.default.svc', name: 'in-cluster', namespace };
  expect(isDestinationPermitted(RULES, destination)).toBe(permitted);
});

test('a negated server refuses only where the namespace matches', () => {
  const project: AppProjectSpec = {
    destinations: [
      { server: '*', namespace: '*' },
      { server: '!https://prod', namespace: 'kube-*' },
    ],
  };
  const at = (namespace: string) => isDestinationPermitted(project, { server: 'https://prod', name: '', namespace });
  expect([at('kube-system'), at('shop')]).toEqual([false, true]);
});

test('only clusters of the project', () => {
  const project: AppProjectSpec = {
    destinations: [{ server: '*', namespace: '*' }],
    permitOnlyProjectScopedClusters: true,
  };
  const destination = { server: 'https://a', name: 'a', namespace: 'x' };
  expect(isDestinationPermitted(project, destination)).toBe(false);
  expect(isDestinationPermitted(project, destination, ['https://a'])).toBe(true);
});

const SECRET = { group: '', kind: 'Secret', name: 's' };
const ROLE = { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'shop-r' };

test.each<[string, AppProjectSpec, typeof SECRET, boolean, boolean]>([
  ['namespaced kinds are permitted by default', {}, SECRET, true, true],
  ['an empty whitelist permits nothing', { namespaceResourceWhitelist: [] }, SECRET, true, false],
  ['a whitelist entry', { namespaceResourceWhitelist: [{ group: '*', kind: 'Sec*' }] }, SECRET, true, true],
  [
    'the blacklist wins',
    {
      namespaceResourceWhitelist: [{ group: '*', kind: '*' }],
      namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }],
    },
    SECRET,
    true,
    false,
  ],
  ['cluster-scoped kinds are refused by default', {}, ROLE, false, false],
  ['a cluster entry', { clusterResourceWhitelist: [{ group: '*', kind: '*' }] }, ROLE, false, true],
  [
    'a cluster entry with a name',
    { clusterResourceWhitelist: [{ group: '*', kind: '*', name: 'shop-*' }] },
    ROLE,
    false,
    true,
  ],
  [
    'a cluster entry with another name',
    { clusterResourceWhitelist: [{ group: '*', kind: '*', name: 'x*' }] },
    ROLE,
    false,
    false,
  ],
])('kind: %s', (_reason, project, resource, namespaced, permitted) => {
  expect(isKindPermitted(project, resource, namespaced)).toBe(permitted);
});

test('an object counts as a destination in its own namespace', () => {
  const cluster = { server: 'https://kubernetes.default.svc', name: 'in-cluster' };
  expect(isObjectPermitted(RULES, { ...SECRET, namespace: 'shop' }, cluster)).toBe(true);
  expect(isObjectPermitted(RULES, { ...SECRET, namespace: 'shop-secret' }, cluster)).toBe(false);
  expect(isObjectPermitted(RULES, { ...ROLE, namespace: '' }, cluster)).toBe(false);
});

test('namespaces of Applications', () => {
  const project: AppProjectSpec = { sourceNamespaces: ['team-*', '/^x[0-9]+$/'] };
  const at = (namespace: string) => isAppNamespacePermitted(project, namespace, 'argocd');
  expect([at('argocd'), at('team-a'), at('x12'), at('other')]).toEqual([true, true, true, false]);
});
