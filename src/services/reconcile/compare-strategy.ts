/**
 * How the objects of an Application are compared (features B2, B3): by the API server's dry run where the settings or the
 * Application ask for it, by structured merge where server-side apply is asked for, else three-way. Before: observe. After:
 * compare.
 */
import { AppError } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { CompareStrategy, DryRunAnswer } from '../../engine/compare/application/compare-application.ts';
import { COMPARE_OPTIONS_ANNOTATION } from '../../engine/compare/application/resource-status.ts';
import { isHook } from '../../engine/sync/hook.ts';
import { objectSyncOptions, splitList } from '../../engine/sync/sync-options.ts';
import { type KubeObject, keyOf, keyText, type ObjectKey, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { annotationOfApp } from './application-view.ts';
import type { ComparisonMemory } from './compare.ts';
import { FIELD_MANAGER } from './guarded-write.ts';
import { inBatches } from './in-batches.ts';
import type { Observed } from './observe.ts';
import type { PassContext } from './pass.ts';

export interface Strategies {
  /** Names what the comparisons depend on besides the objects. */
  readonly mode: string;
  strategyOf(key: ObjectKey, target: KubeObject): CompareStrategy | undefined;
}

export interface StrategyInput {
  readonly cluster: LiveCluster;
  readonly observed: Observed;
  /** Pairs whose answer is known are not asked about again. */
  readonly memory: ComparisonMemory;
  /** Somebody asked for a new look: what the server answered before does not count. */
  readonly asked: boolean;
}

/** Asks the API server where that is how objects are compared. Its refusals are answers. */
export async function strategiesOf(context: PassContext, input: StrategyInput): Promise<Strategies> {
  const asked = splitList(annotationOfApp(context.view, COMPARE_OPTIONS_ANNOTATION));
  const byServer = asked.includes('ServerSideDiff=true') || context.settings.reconcile.serverSideDiff;
  if (!byServer || asked.includes('ServerSideDiff=false')) return structuredOrThreeWay(context);
  if (input.asked) input.memory.clear();
  const includeMutations = asked.includes('IncludeMutationWebhook=true');
  const mode = includeMutations ? 'server-side with mutations' : 'server-side';
  const answers = await dryRuns(context, input, mode);
  return {
    mode,
    strategyOf(key) {
      const answer = answers.get(keyText(key));
      return answer && { kind: 'server-side', manager: FIELD_MANAGER, includeMutations, answer };
    },
  };
}

const SERVER_SIDE_APPLY = 'ServerSideApply=true';

function structuredOrThreeWay({ view }: PassContext): Strategies {
  const all = (view.app.spec.syncPolicy?.syncOptions ?? []).includes(SERVER_SIDE_APPLY);
  return {
    mode: all ? 'structured' : 'three-way',
    strategyOf(_key, target) {
      const structured = all || objectSyncOptions(target).get('ServerSideApply') === 'true';
      return structured ? { kind: 'structured', manager: FIELD_MANAGER } : undefined;
    },
  };
}

async function dryRuns(
  context: PassContext,
  { cluster, observed, memory }: StrategyInput,
  mode: string,
): Promise<ReadonlyMap<string, DryRunAnswer>> {
  const live = new Map(observed.live.map((object) => [keyText(keyOf(object)), object]));
  const pairs = (observed.targets?.objects ?? []).flatMap((target) => {
    const object = live.get(keyText(keyOf(target)));
    if (object === undefined || isHook(target)) return [];
    const before = memory.get(keyText(keyOf(target)));
    const known = before?.target === target && before.mode === mode && before.version === versionOf(object);
    return known ? [] : [target];
  });
  const answers = await inBatches(pairs, context.tuning.applyParallelism, async (target) => {
    return [keyText(keyOf(target)), await dryRun(cluster, target)] as const;
  });
  return new Map(answers.flatMap(([key, answer]) => (answer === undefined ? [] : [[key, answer] as const])));
}

/** Identity and version of a live object, as one text. */
export function versionOf(object: KubeObject): string {
  return `${object.metadata.uid} ${object.metadata.resourceVersion}`;
}

async function dryRun(cluster: LiveCluster, target: KubeObject): Promise<DryRunAnswer | undefined> {
  const { group, version } = splitApiVersion(target.apiVersion);
  const type = cluster.resourceFor(group, target.kind, version);
  if (type === undefined) return undefined;
  const { namespace = '', name = '' } = target.metadata;
  const options = { fieldManager: FIELD_MANAGER, force: true, dryRun: true };
  try {
    const object = await cluster.kube.patch({ type, namespace, name }, 'apply', stringifyJson(target), options);
    return { kind: 'predicted', object };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'terminal') throw error;
    return { kind: 'refused', message: error.message };
  }
}
