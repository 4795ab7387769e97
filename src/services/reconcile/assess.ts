/** Health of the whole, its tree, and what it runs. Before: compare and sync. After: report. */
import type { ApplicationSummary } from '../../api/application/fields.ts';
import type { ApplicationTree } from '../../api/application/tree-fields.ts';
import { comparisonHealth } from '../../engine/compare/application/comparison-health.ts';
import { orphansOf, orphanWarnings } from '../../engine/compare/application/orphans.ts';
import type { ConditionText } from '../../engine/conditions/merge-conditions.ts';
import type { Health } from '../../engine/health/health.ts';
import { isObjectPermitted } from '../../engine/project/resource-permitted.ts';
import { applicationOf } from '../../engine/tracking/instance-name.ts';
import { instanceOfMarks } from '../../engine/tracking/tracking.ts';
import { buildTree, keysInTree, type TreeRecord } from '../../engine/tree/build-tree.ts';
import { summaryOf } from '../../engine/tree/summary.ts';
import type { LiveCluster, LiveRecord } from '../../ports/live-cluster.ts';
import { appKeyText } from './application-view.ts';
import type { Comparison } from './compare.ts';
import type { PassContext } from './pass.ts';

export interface Assessment {
  readonly health: Health;
  /** By position in the comparison's resources. */
  readonly resourceHealth: readonly (Health | undefined)[];
  readonly summary: ApplicationSummary;
  readonly tree: ApplicationTree;
  readonly conditions: readonly ConditionText[];
}

/** Judges the live objects of a comparison. */
export function assessApplication(context: PassContext, comparison: Comparison, cluster: LiveCluster): Assessment {
  const overrides = context.deps.healthOverrides(context.installation);
  const { health, resources, conditions } = comparisonHealth(comparison.resources, context.view.key, overrides);
  const tree = treeOf(context, comparison, cluster);
  const orphans = tree.orphanedNodes?.length ?? 0;
  return {
    health,
    resourceHealth: resources,
    summary: summaryOf(tree, context.view.app),
    tree,
    conditions: [...conditions, ...orphanWarnings(orphans, comparison.project)],
  };
}

function treeOf(context: PassContext, comparison: Comparison, cluster: LiveCluster): ApplicationTree {
  const question = {
    managed: comparison.resources.map(({ key, status, live }) => ({
      key,
      version: status.version ?? '',
      live: live === undefined ? undefined : treeRecord(cluster.get(key)),
    })),
    childrenOf: (uid: string) => cluster.childrenOf(uid).flatMap((record) => treeRecord(record) ?? []),
    isPermitted: (key: LiveRecord['key']) => isObjectPermitted(comparison.project, key, comparison.cluster),
  };
  const orphans = orphanRecords(context, comparison, cluster, () => keysInTree(question));
  return buildTree({ ...question, orphans });
}

/** Facts are what our own wiring put into the records. */
function treeRecord(record: LiveRecord | undefined): TreeRecord | undefined {
  return record as TreeRecord | undefined;
}

function orphanRecords(
  context: PassContext,
  comparison: Comparison,
  cluster: LiveCluster,
  inTree: () => ReadonlySet<string>,
): readonly TreeRecord[] {
  const namespace = context.view.app.spec.destination.namespace ?? '';
  if (comparison.project.orphanedResources === undefined || namespace === '') return [];
  const { tracking } = context.settings;
  const objects = cluster
    .inNamespace(namespace)
    .map((record) => ({ key: record.key, owners: record.owners, instance: instanceOfMarks(record, tracking) }));
  const isApplication = (instance: string) => context.isKnown(appKeyText(applicationOf(instance, context.namespace)));
  const orphans = orphansOf({ objects, managed: inTree(), project: comparison.project, isApplication });
  return orphans.flatMap((key) => treeRecord(cluster.get(key)) ?? []);
}
