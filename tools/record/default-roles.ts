/**
 * Reads the roles and bindings that every cluster has off a real API server, which it starts, and keeps them as data.
 *
 * usage: node bin/node.mjs tools/record/default-roles.ts
 */
import { writeFileSync } from 'node:fs';
import type { KubeObject } from '../../src/kube/object/kube-object.ts';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';
import { serverTarget } from '../../src/testkit/conversation/server-target.ts';

const FILE = new URL('../../src/kubelite/authorization/default-roles.facts.json', import.meta.url);
const GROUP = '/apis/rbac.authorization.k8s.io/v1';
const KINDS = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  Role: 'roles',
  RoleBinding: 'rolebindings',
};

const server = startRealServer();
const target = serverTarget(server);
try {
  const lines: string[] = [];
  for (const [kind, plural] of Object.entries(KINDS)) {
    const url = `${GROUP}/${plural}?labelSelector=kubernetes.io/bootstrapping`;
    const { body } = await target.send({ method: 'GET', url, headers: {}, body: Buffer.from('') });
    const { items } = JSON.parse(body.toString()) as { readonly items: readonly KubeObject[] };
    for (const { metadata, ...content } of items) {
      const { name, namespace, labels, annotations } = metadata;
      // The rules of an aggregated role come from those it selects.
      const rules = 'aggregationRule' in content ? { rules: [] } : {};
      lines.push(JSON.stringify({ ...content, kind, metadata: { name, namespace, labels, annotations }, ...rules }));
    }
  }
  writeFileSync(FILE, `[\n${lines.join(',\n')}\n]\n`);
} finally {
  target.close();
  server.stop();
}
