/** The roles that every installation has: `role:readonly`, `role:admin`, and the account `admin` in the latter. */
import type { PolicyLines, PolicyRule } from './policy-rule.ts';

const READABLE = [
  'applications',
  'applicationsets',
  'certificates',
  'clusters',
  'repositories',
  'write-repositories',
  'projects',
  'accounts',
  'gpgkeys',
  'logs',
];
const OBJECTS: Readonly<Record<string, string>> = {
  applications: '*/*',
  applicationsets: '*/*',
  logs: '*/*',
  exec: '*/*',
};

const WRITABLE: Readonly<Record<string, readonly string[]>> = {
  applications: ['create', 'update', 'update/*', 'delete', 'delete/*', 'sync', 'rollback', 'override', 'action/*'],
  applicationsets: ['get', 'create', 'update', 'delete'],
  certificates: ['create', 'update', 'delete'],
  clusters: ['create', 'update', 'delete'],
  repositories: ['create', 'update', 'delete'],
  'write-repositories': ['create', 'update', 'delete'],
  projects: ['create', 'update', 'delete'],
  accounts: ['update'],
  gpgkeys: ['create', 'delete'],
  exec: ['create'],
};

export const BUILTIN_POLICY: PolicyLines = {
  rules: [
    ...READABLE.map((resource) => allow('role:readonly', resource, 'get')),
    ...Object.entries(WRITABLE).flatMap(([resource, actions]) =>
      actions.map((action) => allow('role:admin', resource, action)),
    ),
  ],
  links: [
    { member: 'role:admin', role: 'role:readonly' },
    { member: 'admin', role: 'role:admin' },
  ],
};

function allow(subject: string, resource: string, action: string): PolicyRule {
  return { subject, resource, action, object: OBJECTS[resource] ?? '*', effect: 'allow' };
}
