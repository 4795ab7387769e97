/** The tree of an Application: what it manages, and everything that descends from it by owner references. */
import type { ApplicationTree, ResourceNode, ResourceRef } from '../../api/application/tree-fields.ts';
import { compareBytes } from '../../base/json/byte-order.ts';
import { keyText, type ObjectKey } from '../../kube/object/kube-object.ts';
import type { ObjectFacts } from './facts/object-facts.ts';

/** A live object as the tree needs it. */
export interface TreeRecord {
  readonly key: ObjectKey;
  readonly version: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly createdAt: string;
  readonly owners: readonly { readonly uid: string; readonly key: ObjectKey }[];
  readonly facts: ObjectFacts;
}

export interface TreeQuestion {
  /** Managed resources; without a record: desired, but not live. */
  readonly managed: readonly {
    readonly key: ObjectKey;
    readonly version: string;
    readonly live: TreeRecord | undefined;
  }[];
  /** Top-level objects of nobody, where the project monitors them. */
  readonly orphans: readonly TreeRecord[];
  readonly childrenOf: (uid: string) => readonly TreeRecord[];
  /** What the project does not permit is not shown. */
  readonly isPermitted: (key: ObjectKey) => boolean;
}

/** Nodes in the order of group, kind, namespace and name. An object with several owners in the tree stands in it once. */
export function buildTree(question: TreeQuestion): ApplicationTree {
  const known = new Map<string, TreeRecord>();
  const live = question.managed.flatMap((resource) => (resource.live === undefined ? [] : [resource.live]));
  collect(live, question, known);
  const nodes = [
    ...question.managed.filter((resource) => resource.live === undefined).map(missingNode),
    ...[...known.values()].map((record) => nodeOf(record, known)),
  ];
  const orphaned = new Map<string, TreeRecord>();
  collect(question.orphans, question, orphaned);
  const orphanedNodes = [...orphaned.values()]
    .filter((record) => !known.has(record.uid))
    .map((record) => nodeOf(record, orphaned));
  return {
    ...(nodes.length === 0 ? {} : { nodes: nodes.sort(byKey) }),
    ...(orphanedNodes.length === 0 ? {} : { orphanedNodes: orphanedNodes.sort(byKey) }),
  };
}

/** Texts of the keys of all live objects in the Application's own tree. */
export function keysInTree(
  question: Pick<TreeQuestion, 'managed' | 'childrenOf' | 'isPermitted'>,
): ReadonlySet<string> {
  const known = new Map<string, TreeRecord>();
  const live = question.managed.flatMap((resource) => (resource.live === undefined ? [] : [resource.live]));
  collect(live, question, known);
  return new Set([...known.values()].map(({ key }) => keyText(key)));
}

/** By uid: the records and their descendants. */
function collect(
  roots: readonly TreeRecord[],
  question: Pick<TreeQuestion, 'childrenOf' | 'isPermitted'>,
  known: Map<string, TreeRecord>,
): void {
  const queue = [...roots];
  for (const record of queue) {
    if (known.has(record.uid) || !question.isPermitted(record.key)) continue;
    known.set(record.uid, record);
    queue.push(...question.childrenOf(record.uid));
  }
}

function missingNode({ key, version }: { readonly key: ObjectKey; readonly version: string }): ResourceNode {
  return { ...refOf(key, version, ''), health: { status: 'Missing' } };
}

/** Nodes of records without owners: the same record always makes the same. */
const ROOTS = new WeakMap<TreeRecord, ResourceNode>();

function nodeOf(record: TreeRecord, known: ReadonlyMap<string, TreeRecord>): ResourceNode {
  if (record.owners.length > 0) return madeNode(record, known);
  const node = ROOTS.get(record) ?? madeNode(record, known);
  ROOTS.set(record, node);
  return node;
}

function madeNode(record: TreeRecord, known: ReadonlyMap<string, TreeRecord>): ResourceNode {
  const { facts } = record;
  const parents = record.owners.flatMap(({ uid }) => {
    const parent = known.get(uid);
    return parent === undefined ? [] : [refOf(parent.key, parent.version, parent.uid)];
  });
  return {
    ...refOf(record.key, record.version, record.uid),
    ...(parents.length === 0 ? {} : { parentRefs: parents }),
    ...(facts.info.length === 0 ? {} : { info: facts.info }),
    ...(facts.networking === undefined ? {} : { networkingInfo: facts.networking }),
    resourceVersion: record.resourceVersion,
    ...(facts.images.length === 0 ? {} : { images: facts.images }),
    ...(facts.health === undefined ? {} : { health: facts.health }),
    ...(record.createdAt === '' ? {} : { createdAt: record.createdAt }),
  };
}

function refOf(key: ObjectKey, version: string, uid: string): ResourceRef {
  return {
    ...(key.group === '' ? {} : { group: key.group }),
    version,
    kind: key.kind,
    ...(key.namespace === '' ? {} : { namespace: key.namespace }),
    name: key.name,
    ...(uid === '' ? {} : { uid }),
  };
}

function byKey(left: ResourceNode, right: ResourceNode): number {
  return (
    compareBytes(left.group ?? '', right.group ?? '') ||
    compareBytes(left.kind ?? '', right.kind ?? '') ||
    compareBytes(left.namespace ?? '', right.namespace ?? '') ||
    compareBytes(left.name ?? '', right.name ?? '')
  );
}
