/** Desired beside live: what differs, object by object and in sum. Before: observe. After: decide, and assess. */
import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import { jsonEqual } from '../../base/json-equal.ts';
import type { Json } from '../../base/json-value.ts';
import { type ApplicationComparison, comparing } from '../../engine/compare/application/compare-application.ts';
import type { ComparedResource } from '../../engine/compare/application/resource-status.ts';
import type { CompareOptions } from '../../engine/compare/compare-options.ts';
import type { ConditionText } from '../../engine/conditions/merge-conditions.ts';
import type { KnownCluster } from '../../engine/project/resolve-destination.ts';
import { isObjectPermitted } from '../../engine/project/resource-permitted.ts';
import { projectName } from '../../engine/project/validate-application.ts';
import { isHook, isSkipped } from '../../engine/sync/hook.ts';
import type { ComparedObject } from '../../engine/sync/index.ts';
import { readSyncOptions } from '../../engine/sync/sync-options.ts';
import { type KubeObject, keyText, type ObjectKey } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { actingUser } from './acting-user.ts';
import { strategiesOf } from './compare-strategy.ts';
import { type ComparisonGround, type ComparisonMemory, recall, versionOf } from './comparison-memory.ts';
import type { Observed } from './observe.ts';
import { paced, paceOf } from './pace.ts';
import type { PassContext } from './pass.ts';
import type { Rendered } from './render.ts';

export interface Comparison extends ApplicationComparison {
  readonly revisions: readonly string[];
  readonly sourceTypes: readonly string[];
  /** As `Rendered` has it. */
  readonly asSynced?: readonly (string | undefined)[];
  /** Where it was looked. */
  readonly cluster: KnownCluster;
  readonly project: AppProjectSpec;
  /** It failed in part, for a reason outside that may pass by itself. */
  readonly transient: boolean;
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

/** Compares everything observed. Faults of single comparisons become conditions. */
export async function compare(context: PassContext, input: CompareInput): Promise<Comparison> {
  const { rendered, observed, memory, options, live, cluster, project, asked } = input;
  const own = context.installation.clusters.filter((it) => it.project === projectName(context.view.app.spec));
  const place = { ...cluster, ownClusters: own.map((it) => it.server) };
  const permits = (key: ObjectKey) => isObjectPermitted(project, key, place);
  const strategies = await strategiesOf(context, {
    cluster: live,
    observed,
    permits,
    options,
    memory,
    asked,
    identity: actingUser(context, project, cluster),
  });
  const ground = { options, mode: strategies.mode };
  const circumstances = circumstancesOf(context, input, ground);
  const work = comparing(
    { targets: observed.targets?.objects, live: observed.live },
    {
      app: { ...context.view.key, instance: context.view.instance },
      tracking: context.settings.tracking,
      project,
      cluster: place,
      isNamespaced: (group, kind) => live.resourceFor(group, kind)?.namespaced,
      options,
      syncOptions: readSyncOptions(context.view.app.spec.syncPolicy?.syncOptions ?? []),
      ownRules: context.view.app.spec.ignoreDifferences ?? [],
      known: (id, target, object) => recall(memory, { id, target, live: object }, ground),
      strategyOf: (key, target) => strategies.strategyOf(key, target),
      ...earlier(context, circumstances),
    },
  );
  const found = await paced(paceOf(context.deps.clock), work);
  context.state.compared = { circumstances, rows: found };
  remember(memory, found.resources, ground);
  return {
    ...found,
    status: statusOf(context, found, observed),
    conditions: [...failureOf(rendered), ...(observed.targets?.conditions ?? []), ...found.conditions],
    revisions: rendered.revisions,
    sourceTypes: rendered.kind === 'rendered' ? rendered.sourceTypes : [],
    asSynced: (rendered.kind === 'rendered' ? rendered.asSynced : undefined) ?? [],
    cluster,
    project,
    transient: strategies.transient,
  };
}

/** Rows of a comparison, and all that they came from besides the objects. */
export interface RememberedRows {
  readonly circumstances: readonly unknown[];
  readonly rows: ApplicationComparison;
}

/** Each is the same value as long as nothing has changed. */
function circumstancesOf(
  { installation, settings, view }: PassContext,
  { live, cluster }: CompareInput,
  { options, mode }: ComparisonGround,
): readonly unknown[] {
  const project = projectName(view.app.spec);
  const syncOptions = (view.app.spec.syncPolicy?.syncOptions ?? []).join(',');
  const place = [live, live.resources(), project, cluster.server];
  return [installation, settings, ...place, options, mode, view.instance, syncOptions];
}

function earlier(
  { state }: PassContext,
  circumstances: readonly unknown[],
): { readonly before?: ApplicationComparison } {
  const { compared } = state;
  const isSame = compared?.circumstances.every((it, at) => it === circumstances[at]) === true;
  return compared !== undefined && isSame ? { before: compared.rows } : {};
}

function failureOf(rendered: Rendered): readonly ConditionText[] {
  const messages = rendered.kind === 'failed' ? [rendered.message] : rendered.problems;
  return messages.length === 0 ? [] : [{ type: 'ComparisonError', message: messages.join('\n') }];
}

/** What failed is tried again by the next comparison. */
function remember(memory: ComparisonMemory, resources: readonly ComparedResource[], ground: ComparisonGround): void {
  const ids = new Set<string>();
  for (const { key, target, live, comparison } of resources) {
    if (target === undefined || live === undefined || comparison.failed) continue;
    const id = keyText(key);
    ids.add(id);
    const known = memory.get(id);
    if (known?.result === comparison && known.target === target && known.options === ground.options) continue;
    memory.set(id, { version: versionOf(live), target, result: comparison, ...ground });
  }
  for (const id of memory.keys()) if (!ids.has(id)) memory.delete(id);
}

/** What cannot be seen makes the whole unknown; wanted metadata of the namespace that no sync has brought make it differ. */
function statusOf(context: PassContext, found: ApplicationComparison, observed: Observed): Comparison['status'] {
  if (found.status === 'Unknown') return 'Unknown';
  const unseen = found.resources.some(
    ({ key, live, counts }) => counts && live === undefined && isBlindTo(observed, key),
  );
  if (unseen) return 'Unknown';
  return hasNewNamespaceMetadata(context) ? 'OutOfSync' : found.status;
}

/** The kind, or all of its group, cannot be listed. */
function isBlindTo({ blind }: Observed, { group, kind }: ObjectKey): boolean {
  return blind.has(`${group}/${kind}`) || blind.has(`${group}/*`);
}

function hasNewNamespaceMetadata(context: PassContext): boolean {
  const wanted = context.view.app.spec.syncPolicy?.managedNamespaceMetadata as Json | undefined;
  const result = context.view.app.status?.operationState?.syncResult;
  if (wanted === undefined || wanted === null || result === undefined) return false;
  return !jsonEqual(wanted, result.managedNamespaceMetadata as Json | undefined);
}

/** A hook of an earlier commit that is a resource of this one: its status is that of the hook until a sync has applied it. */
function becomesResource(target: KubeObject | undefined, live: KubeObject | undefined): boolean {
  return target !== undefined && live !== undefined && isHook(live) && !isHook(target) && !isSkipped(target);
}

/** What a sync is planned from: objects that are ours to apply or prune. */
export function comparedObjects(comparison: Comparison): readonly ComparedObject[] {
  return comparison.resources
    .filter(({ counts, target, live }) => counts || becomesResource(target, live))
    .map(({ target, live, comparison: result }) => ({ target, live, modified: result.modified }));
}
