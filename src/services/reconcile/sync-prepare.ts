/** What an attempt of a sync works with: manifests at its revisions, the comparison with what is live, a writer. */
import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import type { OperationState } from '../../api/application/fields.ts';
import type { SyncOperation } from '../../api/application/operation-fields.ts';
import { AppError } from '../../base/errors.ts';
import { compareBytes } from '../../base/json/byte-order.ts';
import { withIgnoredAsLive } from '../../engine/apply/index.ts';
import { systemRules } from '../../engine/compare/ignore/system-rules.ts';
import type { ConditionText } from '../../engine/conditions/merge-conditions.ts';
import { healthOf } from '../../engine/health/health-of.ts';
import { isDestinationPermitted } from '../../engine/project/destination-permitted.ts';
import type { KnownCluster } from '../../engine/project/resolve-destination.ts';
import { isKindPermitted } from '../../engine/project/resource-permitted.ts';
import { projectName, sourceRefusals } from '../../engine/project/validate-application.ts';
import { type ComparedObject, type PlanInput, type SyncRequest, settledness } from '../../engine/sync/index.ts';
import { type KubeObject, keyOf, keyText, type ObjectKey } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { actingUser, userOf } from './acting-user.ts';
import type { ApplicationView } from './application-view.ts';
import { blankRefusal } from './blank-plugin.ts';
import { type Comparison, compare, comparedObjects } from './compare.ts';
import { createGuardedWriter, type GuardedWriter } from './guarded-write.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { LiveBodies } from './live-bodies.ts';
import { localManifests } from './local-manifests.ts';
import { managedNamespaceOf } from './managed-namespace.ts';
import { observeCluster } from './observe.ts';
import { pinnedRevisions, sourcesOfOperation, syncRequestOf } from './operation.ts';
import { attemptName, newOperationRun, type OperationRun } from './operation-run.ts';
import type { PassContext } from './pass.ts';
import { type Rendered, renderSources } from './render.ts';
import { resultOf } from './sync.ts';

export interface Attempt {
  readonly request: SyncRequest;
  readonly cluster: LiveCluster;
  readonly writer: GuardedWriter;
  readonly run: OperationRun;
  readonly comparison: Comparison;
  /** Where an object stands among the manifests. */
  readonly places: ReadonlyMap<string, number>;
  /** Why the project forbids an object; undefined where it permits it. */
  readonly denies: (key: ObjectKey, namespaced: boolean) => string | undefined;
  /** The plan's input with the journal's lines and the live objects of this moment. */
  planInput(): Promise<PlanInput>;
  /** Instant at which time alone settles an object that is not settled yet. */
  settlesAt(): number | undefined;
  /** The object is gone, whatever the snapshot still shows. */
  gone(object: KubeObject): void;
}

export type Prepared =
  | { readonly kind: 'ready'; readonly attempt: Attempt }
  | { readonly kind: 'ended'; readonly phase: 'Failed' | 'Error'; readonly message: string };

/** Renders and compares at the operation's revisions. What cannot be synced from ends the attempt. */
export async function prepareAttempt(keeper: JournalKeeper, context: PassContext): Promise<Prepared> {
  const { state } = keeper;
  const { view } = context;
  const sync = state.operation.sync;
  if (sync === undefined) return failed('Error', 'Invalid operation request: no operation specified');
  const validation = context.validation();
  if (validation.kind === 'invalid') return await invalid(keeper, context, validation);
  const identity = actingUser(context, validation.project, validation.cluster);
  if (identity.kind === 'none') {
    return failed('Error', `failed to find a matching service account to impersonate: ${identity.message}`);
  }
  const cluster = context.cluster(validation.cluster.server);
  await cluster.ready();
  const doubt = await context.identities.doubt(cluster);
  if (doubt !== undefined) return failed('Error', doubt.message);
  const sources = sourcesOfOperation(view, sync);
  // The operation may name others than the Application: whoever may write it is not thereby free of the project.
  const refused = sourceRefusals(sources, { project: validation.project, name: projectName(view.app.spec) });
  if (refused.length > 0) return failed('Error', conditionTexts(refused.map(invalidSpec)));
  const texts = sync.manifests ?? [];
  const rendered =
    texts.length > 0
      ? localManifests({ texts, sources, project: validation.project })
      : await renderSources(context, {
          sources,
          revisions: pinnedRevisions(state, sources.length),
          level: 'latest',
          cluster,
        });
  if (rendered.kind === 'failed') {
    keeper.update({ syncResult: resultOf(view, state, askedRevisions(sync)) });
    return failed('Error', `ComparisonError: ${rendered.message}`);
  }
  const observed = await observeCluster(context, cluster, manifestsInUse(context, rendered));
  const options = context.compareOptions();
  const comparison = await compare(context, {
    live: cluster,
    cluster: validation.cluster,
    rendered,
    observed,
    project: validation.project,
    options,
    memory: runOf(context, keeper).comparisons,
    asked: false,
  });
  keeper.update({ syncResult: resultOf(view, state, rendered.revisions) });
  const errors = errorsOf(view, comparison);
  if (errors.length > 0) return failed('Error', conditionTexts(errors));
  const request = syncRequestOf(state, comparison.revisions[0] ?? '');
  const { hasBlankPlugin = false } = rendered;
  const blank = blankRefusal(context, { hasBlankPlugin, request, resources: comparison.resources });
  if (blank !== undefined) return failed('Failed', blank);
  const denies = projectGuard(context, validation.project, validation.cluster);
  return {
    kind: 'ready',
    attempt: await attemptOf({
      keeper,
      context,
      cluster,
      comparison,
      places: new Map((observed.targets?.objects ?? []).map((object, index) => [keyText(keyOf(object)), index])),
      denies,
      user: userOf(identity),
    }),
  };
}

/** Those of the last look, where the operation renders the same: what was made of them serves on. */
function manifestsInUse({ state }: PassContext, rendered: Rendered & { readonly kind: 'rendered' }) {
  const { rendered: last } = state;
  return last?.kind === 'rendered' && last.digest !== '' && last.digest === rendered.digest
    ? last.manifests
    : rendered.manifests;
}

/**
 * What forbids a sync. A wrong specification that an earlier look found is told again before the new one, as in Argo CD, which
 * only replaces what every comparison decides.
 */
function errorsOf(view: ApplicationView, { conditions }: Comparison): readonly ConditionText[] {
  const found = conditions.filter(({ type }) => type === 'ComparisonError' || type === 'InvalidSpecError');
  if (found.length === 0) return [];
  const known = (view.app.status?.conditions ?? []).flatMap(({ type, message }) =>
    type === 'InvalidSpecError' ? [{ type, message }] : [],
  );
  return [...known, ...found];
}

/**
 * A destination that nobody knows and a missing project are said in their own words (recordings 005, 007). Where only the
 * destination is refused the result says which commit was not synced, as Argo CD's does.
 */
async function invalid(
  keeper: JournalKeeper,
  context: PassContext,
  { conditions, nowhere, mayAsk }: Extract<ReturnType<PassContext['validation']>, { kind: 'invalid' }>,
): Promise<Prepared> {
  const name = projectName(context.view.app.spec);
  if (!context.installation.projects.has(name)) {
    const reason = `error getting app project "${name}": appproject.argoproj.io "${name}" not found`;
    return failed('Error', `Failed to load application project: ${reason}`);
  }
  const { state } = keeper;
  const asked = askedRevisions(state.operation.sync ?? {});
  const revisions = mayAsk ? await revisionsNow(context, state).catch(orFault(asked)) : asked;
  keeper.update({ syncResult: resultOf(context.view, state, revisions) });
  const sorted = [...conditions].sort((left, right) => compareBytes(left.message, right.message));
  return failed('Error', nowhere ? sorted.map(({ message }) => message).join(';') : conditionTexts(sorted));
}

/** What the operation would sync. Throws faults of the sources. */
async function revisionsNow(context: PassContext, state: OperationState): Promise<readonly string[]> {
  const sources = sourcesOfOperation(context.view, state.operation.sync ?? {});
  const pinned = pinnedRevisions(state, sources.length);
  const wanted = sources.map((source, at) => (pinned[at] ? { ...source, targetRevision: pinned[at] } : source));
  const request = { project: projectName(context.view.app.spec), sources: wanted, refresh: 'latest' as const };
  return await context.outside(() => context.manifests.resolve(request, context.signal));
}

/** What a fault of the sources leaves. */
function orFault<T>(otherwise: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof AppError) return otherwise;
    throw error;
  };
}

function invalidSpec(message: string): ConditionText {
  return { type: 'InvalidSpecError', message };
}

function conditionTexts(conditions: readonly ConditionText[]): string {
  return conditions.map(({ type, message }) => `${type}: ${message}`).join(';');
}

/** What stands in the result until a revision is resolved: the operation's own words. */
function askedRevisions({ revision = '', revisions = [] }: SyncOperation): readonly string[] {
  return revisions.length > 0 || revision === '' ? revisions : [revision];
}

function failed(phase: 'Failed' | 'Error', message: string): Prepared {
  return { kind: 'ended', phase, message };
}

/** The project's word about an object in the destination cluster (features C12, recordings 165, 223). */
export function projectGuard(
  context: PassContext,
  project: AppProjectSpec,
  cluster: KnownCluster,
): (key: ObjectKey, namespaced: boolean) => string | undefined {
  const name = projectName(context.view.app.spec);
  const own = context.installation.clusters.filter((it) => it.project === name).map((it) => it.server);
  return (key, namespaced) => {
    if (!isKindPermitted(project, key, namespaced)) {
      return `resource ${key.group}:${key.kind} is not permitted in project ${name}`;
    }
    if (!namespaced) return undefined;
    const destination = { server: cluster.server, name: cluster.name, namespace: key.namespace };
    if (isDestinationPermitted(project, destination, own)) return undefined;
    return `namespace ${key.namespace} is not permitted in project '${name}'`;
  };
}

interface AttemptParts {
  readonly keeper: JournalKeeper;
  readonly context: PassContext;
  readonly cluster: LiveCluster;
  readonly comparison: Comparison;
  readonly places: Attempt['places'];
  readonly denies: Attempt['denies'];
  readonly user: string | undefined;
}

async function attemptOf(parts: AttemptParts): Promise<Attempt> {
  const { keeper, context, cluster, comparison, places, denies, user } = parts;
  const { state } = keeper;
  const { deps } = context;
  const { schemas, clock } = deps;
  const fence = context.identities.fence(cluster, context.lead);
  const request = syncRequestOf(state, comparison.revisions[0] ?? '');
  const run = runOf(context, keeper);
  const gone = new Set<string>();
  const bodies = new LiveBodies(cluster, gone, { known: context.state.bodies, answers: run.applied });
  const compared = targetsToApply(context, comparedObjects(comparison), request);
  const overrides = deps.healthOverrides(context.installation);
  const lines = () => keeper.state.syncResult?.resources ?? [];
  return {
    request,
    cluster,
    writer: createGuardedWriter({ cluster, schemas, clock, fence, denies, user }),
    run,
    comparison,
    places,
    denies,
    async planInput() {
      const managedNamespace = await managedNamespaceOf(context, { cluster, comparison, request, lines: lines() });
      const input = {
        request,
        namespace: context.view.app.spec.destination.namespace ?? '',
        compared,
        hooks: comparison.hooks,
        managedNamespace,
        lines: lines(),
      };
      await bodies.load(input);
      const live = (key: ObjectKey) => {
        const object = bodies.get(key);
        if (object === undefined) return undefined;
        const { settled } = settledness(object, run.applied.get(keyText(key)), context.now());
        return { object, health: healthOf(object, overrides), settled };
      };
      return { ...input, live };
    },
    settlesAt: () => bodies.settlesAt(run, context.now()),
    gone: (object) => {
      if (object.metadata.uid !== undefined) gone.add(object.metadata.uid);
    },
  };
}

/** Where the operation respects what comparison ignores, targets take those fields from what is live. */
function targetsToApply(
  context: PassContext,
  compared: readonly ComparedObject[],
  request: SyncRequest,
): readonly ComparedObject[] {
  if (request.options.get('RespectIgnoreDifferences') !== 'true') return compared;
  const { ignoreRules, ignoreStatus, jqTimeout, schemas } = context.compareOptions();
  // As recorded: the status, which the system's own rules ignore, is taken from what is live as well.
  const options = { rules: [...ignoreRules, ...systemRules(ignoreStatus)], schemas, jqTimeout };
  return compared.map((pair) => {
    const { target, live } = pair;
    return target === undefined || live === undefined
      ? pair
      : { ...pair, target: withIgnoredAsLive(target, live, options) };
  });
}

function runOf({ state }: PassContext, keeper: JournalKeeper): OperationRun {
  const attempt = attemptName(keeper.state);
  if (state.run?.attempt !== attempt) state.run = newOperationRun(attempt);
  return state.run;
}
