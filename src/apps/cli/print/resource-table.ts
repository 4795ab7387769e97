/** The resources of an Application and orphaned ones, flat or as a tree (`argocd app resources`). Pure. */
import type { ApplicationTree, ResourceNode } from '../../../api/application/tree-fields.ts';
import { ageText } from '../../../kube/printing/age.ts';
import { formatTable } from './table.ts';

export interface ResourceTableOptions {
  /** `tree`, `tree=detailed`; anything else: a list of those that nothing owns. */
  readonly output: string;
  /** Which of the two are shown. */
  readonly owned: boolean;
  readonly orphaned: boolean;
  /** For ages. */
  readonly now: number;
}

export function formatResources(tree: ApplicationTree, options: ResourceTableOptions): string {
  const isDetailed = options.output === 'tree=detailed';
  const head = ['GROUP', 'KIND', 'NAMESPACE', 'NAME', 'ORPHANED', ...(isDetailed ? ['AGE', 'HEALTH', 'REASON'] : [])];
  const rowsOf = (nodes: readonly ResourceNode[], orphaned: string): readonly (readonly string[])[] =>
    branches(nodes, isDetailed || options.output === 'tree').map(([node, prefix]) => {
      const { group = '', kind = '', namespace = '', name = '', health, createdAt } = node;
      const details = [
        createdAt ? ageText(createdAt, options.now) : '<unknown>',
        health?.status ?? '',
        health?.message ?? '',
      ];
      return [`${prefix}${group}`, kind, namespace, name, orphaned, ...(isDetailed ? details : [])];
    });
  return formatTable([
    head,
    ...(options.owned ? rowsOf(tree.nodes ?? [], 'No') : []),
    ...(options.orphaned ? rowsOf(tree.orphanedNodes ?? [], 'Yes') : []),
  ]);
}

type Branch = readonly [node: ResourceNode, prefix: string];

/** Those that nothing owns; in trees each before what it is the first owner of. */
function branches(nodes: readonly ResourceNode[], isTree: boolean): readonly Branch[] {
  const roots = nodes.filter(({ parentRefs = [] }) => parentRefs.length === 0);
  if (!isTree) return roots.map((node) => [node, '']);
  const children = Map.groupBy(nodes, ({ parentRefs = [] }) => parentRefs[0]?.uid ?? '');
  const below = (node: ResourceNode, rest: string): readonly Branch[] => {
    const own = node.uid ? (children.get(node.uid) ?? []) : [];
    return own.flatMap((child, at) => {
      const isLast = at === own.length - 1;
      return [[child, `${rest}${isLast ? '└─' : '├─'}`] as const, ...below(child, `${rest}${isLast ? '  ' : '│ '}`)];
    });
  };
  return roots.flatMap((root) => [[root, ''] as const, ...below(root, '')]);
}
