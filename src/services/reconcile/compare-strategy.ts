/**
 * How the objects of an Application are compared (features B2, B3): by the API server's dry run where the settings or the
 * Application ask for it, by structured merge where server-side apply is asked for, else three-way. Before: observe. After:
 * compare.
 */
import { AppError } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { CompareStrategy, DryRunAnswer } from '../../engine/compare/application/compare-application.ts';
import { COMPARE_OPTIONS_ANNOTATION } from '../../engine/compare/application/resource-status.ts';
import type { CompareOptions } from '../../engine/compare/compare-options.ts';
import { normaliseObject } from '../../engine/compare/normalise/normalise-object.ts';
import type { ActingIdentity } from '../../engine/project/service-account.ts';
import { isHook } from '../../engine/sync/hook.ts';
import { objectSyncOptions, splitList } from '../../engine/sync/sync-options.ts';
import type { SchemaSource } from '../../kube/merge-schema/merge-schema.ts';
import { type KubeObject, keyOf, keyText, type ObjectKey, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { annotationOfApp } from './application-view.ts';
import { type ComparedPair, type ComparisonMemory, recall } from './comparison-memory.ts';
import { customSchemas } from './custom-schemas.ts';
import { FIELD_MANAGER } from './guarded-write.ts';
import { inBatches } from './in-batches.ts';
import type { Observed } from './observe.ts';
import type { PassContext } from './pass.ts';
import { holdsSecretRef } from './seal.ts';

export interface Strategies {
  /** Names what the comparisons depend on besides the objects. */
  readonly mode: string;
  /** A dry run failed for a reason outside that may pass by itself. */
  readonly transient: boolean;
  strategyOf(key: ObjectKey, target: KubeObject): CompareStrategy | undefined;
}

export interface StrategyInput {
  readonly cluster: LiveCluster;
  readonly observed: Observed;
  /** The project's word: nothing is sent that it forbids, not even to try it. */
  readonly permits: (key: ObjectKey) => boolean;
  readonly options: CompareOptions;
  /** As whom the server is asked: what somebody may not write, they may not try either. */
  readonly identity: ActingIdentity;
  /** Pairs whose answer is known are not asked about again. */
  readonly memory: ComparisonMemory;
  /** Somebody asked for a new look: what the server answered before does not count. */
  readonly asked: boolean;
}

/**
 * Asks the API server where that is how objects are compared. Its refusals are answers. Hooks and what holds an unopened
 * secret reference are not sent.
 */
export async function strategiesOf(context: PassContext, input: StrategyInput): Promise<Strategies> {
  const asked = splitList(annotationOfApp(context.view, COMPARE_OPTIONS_ANNOTATION));
  const byServer = asked.includes('ServerSideDiff=true') || context.settings.reconcile.serverSideDiff;
  if (!byServer || asked.includes('ServerSideDiff=false')) return structuredOrThreeWay(context, input);
  if (input.asked) input.memory.clear();
  const includeMutations = asked.includes('IncludeMutationWebhook=true');
  const mode = includeMutations ? 'server-side with mutations' : 'server-side';
  const pairs = pairsToCompare(input, mode, (target) => !isHook(target) && !holdsSecretRef(target));
  const schemas = await schemasOf(input, pairs);
  const answers = await dryRuns(input, pairs, context.tuning.applyParallelism);
  return {
    mode,
    transient: [...answers.values()].some((answer) => answer.kind === 'refused' && answer.transient),
    strategyOf(key, { apiVersion, kind }) {
      const answer = answers.get(keyText(key));
      const schema = schemas.schemaOf(apiVersion, kind);
      return answer && { kind: 'server-side', manager: FIELD_MANAGER, schema, includeMutations, answer };
    },
  };
}

const SERVER_SIDE_APPLY = 'ServerSideApply=true';

async function structuredOrThreeWay({ view }: PassContext, input: StrategyInput): Promise<Strategies> {
  const all = (view.app.spec.syncPolicy?.syncOptions ?? []).includes(SERVER_SIDE_APPLY);
  const isStructured = (target: KubeObject) => all || objectSyncOptions(target).get('ServerSideApply') === 'true';
  const mode = all ? 'structured' : 'three-way';
  const pairs = pairsToCompare(input, mode, isStructured);
  const schemas = await schemasOf(input, pairs);
  return {
    mode,
    transient: false,
    strategyOf(_key, target) {
      if (!isStructured(target)) return undefined;
      const schema = schemas.schemaOf(target.apiVersion, target.kind);
      return { kind: 'structured', manager: FIELD_MANAGER, schema };
    },
  };
}

function schemasOf({ cluster, options }: StrategyInput, pairs: readonly ComparedPair[]): Promise<SchemaSource> {
  return customSchemas(
    cluster,
    pairs.map(({ target }) => target),
    options.schemas,
  );
}

/** Objects that are there and permitted, with what is wanted in their place, where no result is remembered. */
function pairsToCompare(
  input: StrategyInput,
  mode: string,
  concerns: (target: KubeObject) => boolean,
): readonly ComparedPair[] {
  const { observed, memory, permits, options } = input;
  const concerned = (observed.targets?.objects ?? []).filter(concerns);
  if (concerned.length === 0) return [];
  const found = new Map(observed.live.map((object) => [keyText(keyOf(object)), object]));
  return concerned.flatMap((target) => {
    const id = keyText(keyOf(target));
    const live = found.get(id);
    if (live === undefined || recall(memory, { id, target, live }, { options, mode }) !== undefined) return [];
    return permits(keyOf(target)) ? [{ id, target, live }] : [];
  });
}

/** The server is asked about the form in which objects are compared: of Secrets the data without `stringData`. */
async function dryRuns(
  { cluster, identity, options }: StrategyInput,
  pairs: readonly ComparedPair[],
  parallelism: number,
): Promise<ReadonlyMap<string, DryRun>> {
  const answers = await inBatches(pairs, parallelism, async ({ id, target }) => {
    const answer = await dryRun(cluster, normaliseObject(target, options), identity);
    return answer === undefined ? [] : [[id, answer] as const];
  });
  return new Map(answers.flat());
}

type DryRun = DryRunAnswer & { readonly transient: boolean };

/** Undefined where the kind is not served: then there is nobody to ask. */
async function dryRun(cluster: LiveCluster, target: KubeObject, identity: ActingIdentity): Promise<DryRun | undefined> {
  const { group, version } = splitApiVersion(target.apiVersion);
  const type = cluster.resourceFor(group, target.kind, version);
  if (type === undefined) return undefined;
  if (identity.kind === 'none') return { kind: 'refused', message: identity.message, transient: false };
  const { namespace = '', name = '' } = target.metadata;
  const impersonate = identity.kind === 'user' ? { impersonate: { user: identity.user } } : {};
  const options = { fieldManager: FIELD_MANAGER, force: true, dryRun: true, ...impersonate };
  try {
    const object = await cluster.kube.patch({ type, namespace, name }, 'apply', stringifyJson(target), options);
    return { kind: 'predicted', object, transient: false };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'terminal') throw error;
    return { kind: 'refused', message: error.message, transient: error.kind === 'transient' };
  }
}
