/** From the resource tree of the API to a drawing: parents left, children right, quiet siblings in one box. Pure. */
import type { ResourceStatus } from '../../../src/api/application/fields.ts';
import type { ApplicationTree, ResourceNode } from '../../../src/api/application/tree-fields.ts';

/** So many alike and untroubled siblings without children become one box. */
const GROUP_FROM = 4;

export const BOX = { width: 232, height: 52, gapX: 56, gapY: 14 } as const;

export interface TreeItem {
  /** `group/Kind/namespace/name`; for a group its key. */
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly node: ResourceNode | undefined;
  readonly sync: string;
  readonly health: string;
  readonly healthMessage: string;
  readonly requiresPruning: boolean;
  /** How many resources the box stands for. */
  readonly count: number;
  readonly children: readonly TreeItem[];
}

export interface PlacedItem extends TreeItem {
  readonly x: number;
  readonly y: number;
}

export interface Drawing {
  readonly boxes: readonly PlacedItem[];
  readonly lines: readonly { readonly from: PlacedItem; readonly to: PlacedItem }[];
  readonly width: number;
  readonly height: number;
}

export interface TreeInput {
  readonly tree: ApplicationTree;
  readonly resources: readonly ResourceStatus[];
  /** Groups that stand open. */
  readonly open: ReadonlySet<string>;
}

export function nodeId(node: {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}): string {
  return [node.group ?? '', node.kind ?? '', node.namespace ?? '', node.name ?? ''].join('/');
}

/** The roots with everything below them, in trouble-first order. */
export function buildItems({ tree, resources, open }: TreeInput): readonly TreeItem[] {
  const nodes = tree.nodes ?? [];
  const status = new Map(resources.map((resource) => [nodeId(resource), resource]));
  const uids = new Set(nodes.flatMap(({ uid }) => uid ?? []));
  const byParent = new Map<string, ResourceNode[]>();
  for (const node of nodes) {
    const parent = (node.parentRefs ?? []).find(({ uid }) => uid !== undefined && uids.has(uid))?.uid ?? '';
    byParent.set(parent, [...(byParent.get(parent) ?? []), node]);
  }
  const itemsUnder = (parent: string): readonly TreeItem[] =>
    grouped((byParent.get(parent) ?? []).map(toItem).sort(byTrouble), parent, open);
  function toItem(node: ResourceNode): TreeItem {
    const managed = status.get(nodeId(node));
    return {
      id: nodeId(node),
      kind: node.kind ?? '',
      name: node.name ?? '',
      node,
      sync: managed?.status ?? '',
      health: node.health?.status ?? managed?.health?.status ?? '',
      healthMessage: node.health?.message ?? '',
      requiresPruning: managed?.requiresPruning ?? false,
      count: 1,
      children: node.uid ? itemsUnder(node.uid) : [],
    };
  }
  return itemsUnder('');
}

function isQuiet({ sync, health, children }: TreeItem): boolean {
  return children.length === 0 && (sync === '' || sync === 'Synced') && (health === '' || health === 'Healthy');
}

function byTrouble(a: TreeItem, b: TreeItem): number {
  return Number(isQuiet(a)) - Number(isQuiet(b)) || a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name);
}

function grouped(items: readonly TreeItem[], parent: string, open: ReadonlySet<string>): readonly TreeItem[] {
  const quietOf = new Map<string, TreeItem[]>();
  for (const item of items.filter(isQuiet)) quietOf.set(item.kind, [...(quietOf.get(item.kind) ?? []), item]);
  const groups = [...quietOf].filter(
    ([kind, members]) => members.length >= GROUP_FROM && !open.has(groupId(parent, kind)),
  );
  const hidden = new Set(groups.flatMap(([, members]) => members));
  const boxes = groups.map(
    ([kind, members]): TreeItem => ({
      id: groupId(parent, kind),
      kind,
      name: `${members.length} × ${kind}`,
      node: undefined,
      sync: members.every(({ sync }) => sync === 'Synced') ? 'Synced' : '',
      health: members.some(({ health }) => health === 'Healthy') ? 'Healthy' : '',
      healthMessage: '',
      requiresPruning: false,
      count: members.length,
      children: [],
    }),
  );
  return [...items.filter((item) => !hidden.has(item)), ...boxes];
}

function groupId(parent: string, kind: string): string {
  return `group:${parent}:${kind}`;
}

/** Places every item: a column a depth, a parent in the middle of its children. The root stands for the Application. */
export function draw(root: TreeItem): Drawing {
  const boxes: PlacedItem[] = [];
  const lines: { from: PlacedItem; to: PlacedItem }[] = [];
  let row = 0;
  let depthReached = 0;

  function place(item: TreeItem, depth: number): PlacedItem {
    depthReached = Math.max(depthReached, depth);
    const children = item.children.map((child) => place(child, depth + 1));
    const first = children[0];
    const last = children.at(-1);
    const y = first && last ? (first.y + last.y) / 2 : row++ * (BOX.height + BOX.gapY);
    const placed: PlacedItem = { ...item, x: depth * (BOX.width + BOX.gapX), y };
    boxes.push(placed);
    for (const to of children) lines.push({ from: placed, to });
    return placed;
  }

  place(root, 0);
  const width = (depthReached + 1) * (BOX.width + BOX.gapX) - BOX.gapX;
  return { boxes, lines, width, height: Math.max(1, row) * (BOX.height + BOX.gapY) - BOX.gapY };
}
