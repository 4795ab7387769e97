import { expect, test } from 'vitest';
import type { AppProject } from '../../api/app-project/fields.ts';
import {
  applicationObject,
  createEnforcer,
  kindAction,
  parsePolicy,
  projectOfQuestion,
  projectPolicy,
  rbacSettings,
  resourceAction,
  scopedObject,
} from './index.ts';

const CSV = `
# comment
p, role:dev, applications, *, shop/*, allow
p, role:dev, applications, delete, shop/prod-*, deny
p, "role:quoted", applications, "{get,sync}", "{a,b}/*", allow
p, eve, applications, get, shop/secret, deny
g, ann, role:dev
g, org:team, role:dev
g, role:lead, role:dev
g, bob, role:lead
g, loop, loop
`;
const settings = (more: Record<string, string> = {}) => rbacSettings({ 'policy.csv': CSV, ...more });

function may(
  name: string,
  action: string,
  object: string,
  more: { groups?: readonly string[]; rbac?: Record<string, string>; resource?: string } = {},
) {
  const { groups = [], rbac = {}, resource = 'applications' } = more;
  return createEnforcer(settings(rbac)).permits({ name, groups }, { resource, action, object });
}

test.each([
  ['a role', 'ann', 'sync', 'shop/web', true],
  ['a star crosses slashes', 'ann', 'sync', 'shop/ns/web', true],
  ['a deny wins', 'ann', 'delete', 'shop/prod-1', false],
  ['through two roles', 'bob', 'sync', 'shop/web', true],
  ['nothing said is no', 'zoe', 'get', 'shop/web', false],
  ['quoted fields and alternatives', 'role:quoted', 'sync', 'b/x', true],
  ['roles in a circle end', 'loop', 'get', 'shop/web', false],
  ['the admin account', 'admin', 'delete', 'shop/prod-1', true],
  ['only the actions that are listed', 'role:quoted', 'update', 'a/x', false],
])('%s', (_reason, name, action, object, expected) => {
  expect(may(name, action, object)).toBe(expected);
});

test('each group is asked by itself', () => {
  expect(may('zoe', 'sync', 'shop/web', { groups: ['x', 'org:team'] })).toBe(true);
  expect(may('zoe', 'delete', 'shop/prod-1', { groups: ['org:team'] })).toBe(false);
});

test('what the default role may cannot be denied', () => {
  const rbac = { 'policy.default': 'role:readonly' };
  expect(may('eve', 'get', 'shop/secret', { rbac })).toBe(true);
  expect(may('', 'get', 'shop/web', { rbac })).toBe(true);
  expect(may('', 'sync', 'shop/web', { rbac })).toBe(false);
});

test('further policy keys are added', () => {
  expect(
    may('fay', 'get', 'x', { resource: 'clusters', rbac: { 'policy.more.csv': 'p, fay, clusters, get, *, allow' } }),
  ).toBe(true);
});

test('in regex mode patterns are found anywhere, and a broken one that is reached refuses', () => {
  const rbac = {
    'policy.matchMode': 'regex',
    'policy.csv':
      'p, a, applications, get, team, allow\np, b, applications, get, *, allow\np, b, applications, get, .*, allow',
  };
  expect(may('a', 'get', 'my-team/x', { rbac })).toBe(true);
  expect(may('b', 'get', 'my-team/x', { rbac })).toBe(false);
});

test('scopes', () => {
  expect(rbacSettings({}).scopes).toEqual(['groups']);
  expect(rbacSettings({ scopes: '[groups, "email"]' }).scopes).toEqual(['groups', 'email']);
});

test.each(['x, a, b', 'p, a, b, c, d', 'p, a, b, c, d, maybe', 'g, a', 'p, "a'])('%j is refused', (line) => {
  expect(() => parsePolicy(`\n${line}`)).toThrow('policy line 2 cannot be read');
});

const PROJECT: AppProject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'shop' },
  spec: {
    roles: [
      {
        name: 'deploy',
        policies: [
          'p, proj:shop:deploy, applications, sync, shop/*, allow',
          'p, proj:shop:deploy, applications, sync, other/*, allow',
          'p, role:admin, applications, sync, shop/*, allow',
          'broken',
        ],
        groups: ['org:shop'],
      },
    ],
  },
};

test('a project gives rights within itself: to its tokens, to its groups, and to read itself', () => {
  const project = projectPolicy(PROJECT);
  const enforcer = createEnforcer(rbacSettings({}));
  const asks = (
    name: string,
    object: string,
    resource = 'applications',
    action = 'sync',
    groups: readonly string[] = [],
  ) => enforcer.permits({ name, groups }, { resource, action, object }, project);
  expect(asks('proj:shop:deploy', 'shop/web')).toBe(true);
  expect(asks('proj:shop:deploy', 'other/web')).toBe(false);
  expect(asks('proj:shop:deploy', 'shop', 'projects', 'get')).toBe(true);
  expect(asks('zoe', 'shop/web', 'applications', 'sync', ['org:shop'])).toBe(true);
  expect(asks('role:admin', 'shop/web', 'exec', 'delete')).toBe(false);
});

test('a token of another project is worth nothing', () => {
  const rbac = rbacSettings({ 'policy.csv': 'p, proj:other:x, applications, get, shop/*, allow' });
  const question = { resource: 'applications', action: 'get', object: 'shop/web' };
  expect(createEnforcer(rbac).permits({ name: 'proj:other:x', groups: [] }, question, projectPolicy(PROJECT))).toBe(
    false,
  );
});

test('names of things', () => {
  const app = { project: 'shop', namespace: 'argocd', name: 'web' };
  expect(applicationObject(app, 'argocd')).toBe('shop/web');
  expect(applicationObject({ ...app, namespace: 'team' }, 'argocd')).toBe('shop/team/web');
  expect([scopedObject('https://git', ''), scopedObject('https://git', 'shop')]).toEqual([
    'https://git',
    'shop/https://git',
  ]);
  expect(resourceAction('delete', { group: '', kind: 'Pod', namespace: 'n', name: 'p' })).toBe('delete//Pod/n/p');
  expect(kindAction({ group: 'apps', kind: 'Deployment' }, 'restart')).toBe('action/apps/Deployment/restart');
});

test('which project a question is about', () => {
  expect(projectOfQuestion({ resource: 'applications', object: 'shop/web' })).toBe('shop');
  expect(projectOfQuestion({ resource: 'projects', object: 'shop' })).toBe('shop');
  expect(projectOfQuestion({ resource: 'clusters', object: 'https://a' })).toBe('https:');
  expect(projectOfQuestion({ resource: 'accounts', object: 'bob' })).toBeUndefined();
});
