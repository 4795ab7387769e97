/** The order of the output: as they came, or by kind, group, name and namespace. */
import { compareBytes } from '../../../base/json/byte-order.ts';
import { kustomizeFault } from '../fault.ts';
import { gvkText } from '../object/kind.ts';
import { KIND_ORDER, type KindOrder, kindRanks, sortText } from '../object/kind-order.ts';
import type { Resource } from '../object/resource.ts';
import type { ResourceId } from '../object/resource-id.ts';

export interface SortOptions {
  readonly order?: string;
  readonly legacySortOptions?: KindOrder;
}

/** The order that Kustomize has where nothing is said. */
export const LEGACY_ORDER: SortOptions = { order: 'legacy' };

/** Throws for options that contradict one another. */
export function ordered(resources: readonly Resource[], options: SortOptions): readonly Resource[] {
  const { order = '', legacySortOptions } = options;
  if (order !== 'fifo' && order !== 'legacy') {
    throw kustomizeFault("the field 'sortOptions.order' must be one of [fifo, legacy]");
  }
  if (order === 'fifo') {
    if (legacySortOptions === undefined) return resources;
    throw kustomizeFault(
      "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'",
    );
  }
  const ranks = kindRanks(legacySortOptions ?? KIND_ORDER);
  const keyed = resources.map((resource) => ({ resource, key: keyOf(resource.id, ranks) }));
  return keyed.sort((left, right) => compareKeys(left.key, right.key)).map(({ resource }) => resource);
}

interface SortKey {
  readonly rank: number;
  readonly isNamespace: boolean;
  readonly group: string;
  readonly gvk: string;
  readonly id: string;
}

function keyOf(id: ResourceId, ranks: ReadonlyMap<string, number>): SortKey {
  return {
    rank: ranks.get(id.kind) ?? 0,
    isNamespace: id.kind === 'Namespace',
    group: id.group,
    gvk: sortText(id),
    id: `${gvkText(id)}|${id.namespace || '~X'}|${id.name || '~N'}`,
  };
}

function compareKeys(left: SortKey, right: SortKey): number {
  if (left.gvk === right.gvk) return compareBytes(left.id, right.id);
  if (left.rank !== right.rank) return left.rank - right.rank;
  // Namespaces of the core group stand before those of others.
  const turned = left.isNamespace && right.isNamespace && (left.group === '' || right.group === '');
  return turned ? compareBytes(right.gvk, left.gvk) : compareBytes(left.gvk, right.gvk);
}
