/** The resource tree as text: `KIND/NAME` with branches, status, health and message. Pure. */
import type { ResourceStatus } from '../../../api/application/fields.ts';
import type { ApplicationTree, ResourceNode } from '../../../api/application/tree-fields.ts';
import { formatTable } from './table.ts';

export function formatTree(tree: ApplicationTree, resources: readonly ResourceStatus[]): string {
  const nodes = tree.nodes ?? [];
  const uids = new Set(nodes.map(({ uid }) => uid));
  const status = new Map(resources.map((resource) => [keyOf(resource), resource.status ?? '']));
  const childrenOf = (uid: string | undefined): readonly ResourceNode[] =>
    nodes.filter(({ parentRefs = [] }) => uid !== undefined && parentRefs.some((parent) => parent.uid === uid));
  const roots = nodes.filter(({ parentRefs = [] }) => !parentRefs.some(({ uid }) => uids.has(uid)));
  const rows: string[][] = [['KIND/NAME', 'STATUS', 'HEALTH', 'MESSAGE']];
  const add = (node: ResourceNode, first: string, rest: string): void => {
    rows.push([
      `${first}${node.kind}/${node.name}`,
      status.get(keyOf(node)) ?? '',
      node.health?.status ?? '',
      node.health?.message ?? '',
    ]);
    const children = childrenOf(node.uid);
    for (const [index, child] of children.entries()) {
      const last = index === children.length - 1;
      add(child, `${rest}${last ? '└─' : '├─'}`, `${rest}${last ? '  ' : '│ '}`);
    }
  };
  for (const root of roots) add(root, '', '');
  return rows.length === 1 ? '' : formatTable(rows);
}

function keyOf({ group = '', kind = '', namespace = '', name = '' }: ResourceStatus | ResourceNode): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
