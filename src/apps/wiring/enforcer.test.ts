import { expect, test } from 'vitest';
import type { AppProject } from '../../api/app-project/fields.ts';
import type { Installation, InstallationPort } from '../../ports/settings.ts';
import type { Identity } from '../../services/accounts/index.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { createEnforcer } from './enforcer.ts';

function identity(subject: string, claims: Record<string, unknown> = {}): Identity {
  return { issuer: 'argocd', subject, groups: [], claims, session: '', issuedAt: 0 };
}

function installed(rbac: Record<string, string>, projects: readonly AppProject[] = []): InstallationPort {
  const settings = { version: 1, cm: {}, commandParameters: {}, rbac, secret: new Map() };
  const named = new Map(projects.map((project) => [project.metadata.name ?? '', project]));
  const installation = { settings, projects: named } as unknown as Installation;
  return { current: () => installation, subscribe: () => () => undefined };
}

const team = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'team' },
  spec: {
    roles: [{ name: 'dev', groups: ['crew'], policies: ['p, proj:team:dev, applications, sync, team/*, allow'] }],
  },
} as AppProject;

const cases: readonly {
  name: string;
  rbac?: Record<string, string>;
  who: Identity;
  asks: [string, string];
  may: boolean;
}[] = [
  { name: 'admin may everything', who: identity('admin'), asks: ['delete', 'default/web'], may: true },
  { name: 'an account without a role may nothing', who: identity('bob'), asks: ['get', 'default/web'], may: false },
  {
    name: 'the default role',
    rbac: { 'policy.default': 'role:readonly' },
    who: identity('bob'),
    asks: ['get', 'default/web'],
    may: true,
  },
  {
    name: 'a policy',
    rbac: { 'policy.csv': 'p, bob, applications, get, */*, allow' },
    who: identity('bob'),
    asks: ['get', 'a/b'],
    may: true,
  },
  {
    name: 'an unreadable policy gives no rights',
    rbac: { 'policy.csv': 'p, bob, applications' },
    who: identity('bob'),
    asks: ['get', 'a/b'],
    may: false,
  },
  {
    name: 'a claim that counts as a group',
    rbac: { scopes: '[email]', 'policy.csv': 'p, b@x, applications, get, */*, allow' },
    who: identity('bob', { email: 'b@x' }),
    asks: ['get', 'a/b'],
    may: true,
  },
  { name: 'a role of the project', who: identity('proj:team:dev'), asks: ['sync', 'team/web'], may: true },
  { name: 'but nowhere else', who: identity('proj:team:dev'), asks: ['sync', 'other/web'], may: false },
];

test.each(cases)('$name', ({ rbac = {}, who, asks: [action, object], may }) => {
  const enforce = createEnforcer(installed(rbac, [team]), memoryLog());
  expect(enforce(who, 'applications', action, object)).toBe(may);
});
