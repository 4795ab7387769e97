import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { authenticated } from '../authentication/identity.ts';
import { ObjectStore } from '../storage/object-store.ts';
import { GrantedRules, RBAC_GROUP } from './granted-rules.ts';

const API_VERSION = `${RBAC_GROUP}/v1`;
const USER = authenticated('ann', ['team']);

function role(kind: 'Role' | 'ClusterRole', name: string, verbs: readonly string[]): KubeObject {
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs }];
  return { apiVersion: API_VERSION, kind, metadata: { name, ...(kind === 'Role' && { namespace: 'n' }) }, rules };
}

function binding(
  kind: 'RoleBinding' | 'ClusterRoleBinding',
  name: string,
  subject: Record<string, string>,
): KubeObject {
  const roleRef = { apiGroup: RBAC_GROUP, kind: kind.replace('Binding', ''), name: 'r' };
  const metadata = { name, ...(kind === 'RoleBinding' && { namespace: 'n' }) };
  return { apiVersion: API_VERSION, kind, metadata, roleRef, subjects: [subject] };
}

function shelfOf({ kind }: KubeObject): string {
  return `${RBAC_GROUP}/${kind.toLowerCase()}s`;
}

function startStore() {
  const store = new ObjectStore();
  const granted = new GrantedRules(store);
  const put = (object: KubeObject) => void store.put(shelfOf(object), object);
  const verbs = (namespace: string) => granted.of(USER, namespace).rules.flatMap(({ rule }) => rule.verbs);
  return { store, granted, put, verbs };
}

test('what is known of a user follows every change of roles and bindings', () => {
  const { store, granted, put, verbs } = startStore();
  expect(verbs('n')).toEqual([]);
  put(binding('RoleBinding', 'b', { kind: 'User', name: 'ann' }));
  expect(granted.of(USER, 'n')).toEqual({ rules: [], missing: [{ kind: 'Role', name: 'r' }] });
  put(role('Role', 'r', ['get']));
  expect(verbs('n')).toEqual(['get']);
  put(role('Role', 'r', ['list']));
  expect(verbs('n')).toEqual(['list']);
  put(binding('ClusterRoleBinding', 'c', { kind: 'Group', name: 'team' }));
  put(role('ClusterRole', 'r', ['watch']));
  expect(verbs('n')).toEqual(['watch', 'list']);
  expect(verbs('m')).toEqual(['watch']);
  put(binding('RoleBinding', 'b', { kind: 'User', name: 'bob' }));
  expect(verbs('n')).toEqual(['watch']);
  store.remove(`${RBAC_GROUP}/clusterrolebindings`, '', 'c');
  expect(verbs('n')).toEqual([]);
});

test('a service account without a namespace is one of the namespace of the binding, and of none cluster-wide', () => {
  const { granted, put } = startStore();
  put(role('Role', 'r', ['get']));
  put(role('ClusterRole', 'r', ['watch']));
  put(binding('RoleBinding', 'b', { kind: 'ServiceAccount', name: 'robot' }));
  put(binding('ClusterRoleBinding', 'c', { kind: 'ServiceAccount', name: 'robot' }));
  const found = granted.of(authenticated('system:serviceaccount:n:robot', []), 'n').rules;
  expect(found.map(({ reason }) => reason)).toEqual([
    'RBAC: allowed by RoleBinding "b/n" of Role "r" to ServiceAccount "robot/n"',
  ]);
});
