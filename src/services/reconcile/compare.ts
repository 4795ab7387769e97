/** Desired beside live: what differs, object by object and in sum. Before: observe. After: decide, and assess. */
import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import { jsonEqual } from '../../base/json-equal.ts';
import type { Json } from '../../base/json-value.ts';
import {
  type ApplicationComparison,
  compareApplication,
} from '../../engine/compare/application/compare-application.ts';
import type { ComparedResource } from '../../engine/compare/application/resource-status.ts';
import type { ObjectComparison } from '../../engine/compare/compare-object.ts';
import type { CompareOptions } from '../../engine/compare/compare-options.ts';
import type { ConditionText } from '../../engine/conditions/merge-conditions.ts';
import type { KnownCluster } from '../../engine/project/resolve-destination.ts';
import { projectName } from '../../engine/project/validate-application.ts';
import type { ComparedObject } from '../../engine/sync/index.ts';
import { type KubeObject, keyText } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { strategiesOf, versionOf } from './compare-strategy.ts';
import type { Observed } from './observe.ts';
import type { PassContext } from './pass.ts';
import type { Rendered } from './render.ts';

export interface Comparison extends ApplicationComparison {
  readonly revisions: readonly string[];
  readonly sourceTypes: readonly string[];
  /** Where it was looked. */
  readonly cluster: KnownCluster;
  readonly project: AppProjectSpec;
}

export interface CompareInput {
  readonly live: LiveCluster;
  readonly cluster: KnownCluster;
  readonly rendered: Rendered;
  readonly observed: Observed;
  readonly project: AppProjectSpec;
  readonly options: CompareOptions;
  /** Last results by object, reused where neither side has changed. */
  readonly memory: ComparisonMemory;
  /** A person asked for a new look. */
  readonly asked: boolean;
}

/** Results by object key. */
export type ComparisonMemory = Map<string, RememberedComparison>;

interface RememberedComparison {
  readonly version: string;
  readonly target: KubeObject;
  readonly options: CompareOptions;
  /** Of `Strategies`. */
  readonly mode: string;
  readonly result: ObjectComparison;
}

/** Compares everything observed. Faults of single comparisons become conditions. */
export async function compare(context: PassContext, input: CompareInput): Promise<Comparison> {
  const { rendered, observed, memory, options, live, cluster, project, asked } = input;
  const { mode, strategyOf } = await strategiesOf(context, { cluster: live, observed, memory, asked });
  const own = context.installation.clusters.filter((it) => it.project === projectName(context.view.app.spec));
  const found = compareApplication(
    { targets: observed.targets?.objects, live: observed.live },
    {
      app: { ...context.view.key, instance: context.view.instance },
      tracking: context.settings.tracking,
      project,
      cluster: { ...cluster, ownClusters: own.map((it) => it.server) },
      isNamespaced: (group, kind) => live.resourceFor(group, kind)?.namespaced,
      options,
      known: (key, target, object) => {
        const before = memory.get(keyText(key));
        const same = before?.target === target && before.version === versionOf(object) && before.options === options;
        return same && before.mode === mode ? before.result : undefined;
      },
      strategyOf,
    },
  );
  remember(input, found.resources, mode);
  return {
    ...found,
    status: statusOf(context, found, observed),
    conditions: [...failureOf(rendered), ...(observed.targets?.conditions ?? []), ...found.conditions],
    revisions: rendered.revisions,
    sourceTypes: rendered.kind === 'rendered' ? rendered.sourceTypes : [],
    cluster,
    project,
  };
}

function failureOf(rendered: Rendered): readonly ConditionText[] {
  return rendered.kind === 'failed' ? [{ type: 'ComparisonError', message: rendered.message }] : [];
}

function remember({ memory, options }: CompareInput, resources: readonly ComparedResource[], mode: string): void {
  const keys = new Set<string>();
  for (const { key, target, live, comparison } of resources) {
    if (target === undefined || live === undefined || comparison.failed) continue;
    keys.add(keyText(key));
    memory.set(keyText(key), { version: versionOf(live), target, options, mode, result: comparison });
  }
  for (const key of memory.keys()) if (!keys.has(key)) memory.delete(key);
}

/** What cannot be seen makes the whole unknown; wanted metadata of the namespace that no sync has brought make it differ. */
function statusOf(context: PassContext, found: ApplicationComparison, observed: Observed): Comparison['status'] {
  if (found.status === 'Unknown') return 'Unknown';
  const unseen = found.resources.some(
    ({ key, live, counts }) => counts && live === undefined && observed.blind.has(`${key.group}/${key.kind}`),
  );
  if (unseen) return 'Unknown';
  return hasNewNamespaceMetadata(context) ? 'OutOfSync' : found.status;
}

function hasNewNamespaceMetadata(context: PassContext): boolean {
  const wanted = context.view.app.spec.syncPolicy?.managedNamespaceMetadata as Json | undefined;
  const result = context.view.app.status?.operationState?.syncResult;
  if (wanted === undefined || wanted === null || result === undefined) return false;
  return !jsonEqual(wanted, result.managedNamespaceMetadata as Json | undefined);
}

/** What a sync is planned from: objects that are ours to apply or prune. */
export function comparedObjects(comparison: Comparison): readonly ComparedObject[] {
  return comparison.resources
    .filter(({ counts }) => counts)
    .map(({ target, live, comparison: result }) => ({ target, live, modified: result.modified }));
}
