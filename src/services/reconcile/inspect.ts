/** Render, observe, compare, assess: what an Application wants beside what it has, or why that cannot be said. */
import type { ApplicationStatus } from '../../api/application/fields.ts';
import type { ApplicationTree } from '../../api/application/tree-fields.ts';
import type { Instant } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { jsonEqual } from '../../base/json-equal.ts';
import type { Json } from '../../base/json-value.ts';
import type { ConditionText } from '../../engine/conditions/merge-conditions.ts';
import type { ValidationResult } from '../../engine/project/validate-application.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { want } from './app-state.ts';
import { assessApplication } from './assess.ts';
import { type Comparison, compare } from './compare.ts';
import { keepHookFinalizers } from './deletion-hooks.ts';
import { isSettled } from './is-settled.ts';
import { localManifests } from './local-manifests.ts';
import { observeCluster } from './observe.ts';
import { operationMark, sourcesOfApp } from './operation.ts';
import type { PassContext } from './pass.ts';
import type { Refresh } from './refresh.ts';
import { type Rendered, renderSources } from './render.ts';
import { comparedStatus, unreachableStatus } from './report.ts';

export type Valid = ValidationResult & { readonly kind: 'valid' };

export type Inspected =
  | {
      readonly kind: 'compared';
      readonly comparison: Comparison;
      /** Given the conditions of automation, the status to report. */
      readonly statusWith: (conditions: readonly ConditionText[]) => ApplicationStatus;
      readonly wakeAt: Instant | undefined;
    }
  | { readonly kind: 'failed'; readonly status: ApplicationStatus; readonly wakeAt: Instant | undefined }
  /** Nothing to say: the repository's new commits change nothing here, or it fails for a while. */
  | { readonly kind: 'kept'; readonly wakeAt: Instant | undefined };

/** How long until a cluster that could not be reached is asked again. */
const CLUSTER_PAUSE = 10_000;

/** How long until a cluster that failed at a dry run is asked again: longer, for some refusals look like failures. */
const COMPARISON_PAUSE = 60_000;

/** Never throws for what is wrong outside. */
export async function inspect(context: PassContext, valid: Valid, refresh: Refresh): Promise<Inspected> {
  const cluster = context.cluster(valid.cluster.server);
  try {
    await cluster.ready();
    const doubt = await context.identities.doubt(cluster);
    if (doubt !== undefined) throw doubt;
    const rendered = sentBefore(context, valid) ?? (await renderedFor(context, cluster, refresh));
    if (refresh.level === 'moved' && isSettled(context.state, rendered.rendered)) return settled(context, rendered);
    const { rendered: now, wakeAt } = rendered;
    return await compared(context, { valid, cluster, rendered: now, wakeAt, asked: isAsked(refresh) });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'terminal') throw error;
    return unreachable(context, valid.cluster.server, error);
  }
}

/** By the annotation or by a caller within the process. */
function isAsked({ asked, level }: Refresh): boolean {
  return asked || level === 'latest' || level === 'hard';
}

function settled({ state }: PassContext, { rendered, wakeAt }: RenderedNow): Inspected {
  if (state.comparison !== undefined) state.comparison = { ...state.comparison, revisions: rendered.revisions };
  return { kind: 'kept', wakeAt };
}

async function compared(
  context: PassContext,
  found: { valid: Valid; cluster: LiveCluster; rendered: Rendered; wakeAt: Instant | undefined; asked: boolean },
): Promise<Inspected> {
  const { valid, cluster, rendered, wakeAt, asked } = found;
  const observed = await observeCluster(
    context,
    cluster,
    rendered.kind === 'rendered' ? rendered.manifests : undefined,
  );
  if (context.lead.leads()) await keepHookFinalizers(context, observed);
  const comparison = await compare(context, {
    live: cluster,
    cluster: valid.cluster,
    rendered,
    observed,
    project: valid.project,
    options: context.compareOptions(),
    memory: context.state.memory,
    asked,
  });
  context.state.comparison = comparison;
  if (comparison.status === 'Synced') context.state.syncedAfter = operationMark(context.view);
  const assessment = assessApplication(context, comparison, cluster);
  context.state.tree = sameTree(context.state.tree, assessment.tree);
  const known = [...comparison.conditions, ...assessment.conditions];
  return {
    kind: 'compared',
    comparison,
    statusWith: (conditions) =>
      comparedStatus(context, comparison, { ...assessment, conditions: [...known, ...conditions] }),
    wakeAt: comparison.transient
      ? Math.min(wakeAt ?? Number.POSITIVE_INFINITY, context.now() + COMPARISON_PAUSE)
      : wakeAt,
  };
}

/** The tree before, where nothing has changed: who watches it is told only of changes. */
function sameTree(before: ApplicationTree | undefined, after: ApplicationTree): ApplicationTree {
  return before !== undefined && jsonEqual(before as Json, after as Json) ? before : after;
}

interface RenderedNow {
  readonly rendered: Rendered;
  readonly wakeAt: Instant | undefined;
}

/**
 * The manifests that came with the last operation are what is wanted until another one begins; they have no commit, so the
 * target's name stands for it. Those of a dry run were never wanted (Argo CD goes on with them, too).
 */
function sentBefore({ view }: PassContext, { project }: Valid): RenderedNow | undefined {
  const { manifests: texts = [], dryRun } = view.app.status?.operationState?.operation.sync ?? {};
  if (texts.length === 0 || dryRun === true) return undefined;
  const sources = sourcesOfApp(view);
  const sent = localManifests({ texts, sources, project });
  const revisions = sources.map(({ targetRevision = '' }) => targetRevision);
  return { rendered: { ...sent, revisions }, wakeAt: undefined };
}

/** How long until a failing repository is asked again. */
const REPOSITORY_PAUSE = 30_000;

/** What was rendered last serves a look at the live side; else the manifest service is asked. */
async function renderedFor(context: PassContext, cluster: LiveCluster, refresh: Refresh): Promise<RenderedNow> {
  const { state } = context;
  if ((refresh.level === 'live' || refresh.level === 'none') && state.rendered !== undefined) {
    return { rendered: state.rendered, wakeAt: undefined };
  }
  const sources = sourcesOfApp(context.view);
  const level = levelOf(context, refresh);
  const revisions = sources.map(() => '');
  const rendered = await renderSources(context, { sources, revisions, level, cluster, yieldsToNewer: true });
  const failing = rendered.kind === 'failed' && rendered.transient;
  state.failingSince = failing ? (state.failingSince ?? context.now()) : undefined;
  // Whatever wakes the Application next, the repository is asked again.
  if (failing) want(state, 'cached');
  const wakeAt = failing ? context.now() + REPOSITORY_PAUSE : undefined;
  const inGrace =
    state.failingSince !== undefined && context.now() < state.failingSince + context.tuning.repositoryGrace;
  if (failing && inGrace && !refresh.asked && state.rendered?.kind === 'rendered') {
    // What was rendered last serves on: drift is still healed.
    return { rendered: state.rendered, wakeAt };
  }
  state.rendered = sameManifests(state.rendered, rendered);
  return { rendered: state.rendered, wakeAt };
}

/** A failure that was told is taken back by a new answer only, not by what the repository was known to hold before. */
function levelOf({ state }: PassContext, { level }: Refresh): 'cached' | 'latest' | 'hard' {
  if (level === 'latest' || level === 'hard') return level;
  return state.rendered?.kind === 'failed' ? 'latest' : 'cached';
}

/** The manifests before, where the new ones are equal: what was made of them serves on. */
function sameManifests(before: Rendered | undefined, after: Rendered): Rendered {
  const isSame = before?.kind === 'rendered' && after.kind === 'rendered' && before.digest === after.digest;
  return isSame ? { ...after, manifests: before.manifests } : after;
}

function unreachable(context: PassContext, server: string, error: AppError): Inspected {
  const reason = `failed to get cluster info for "${server}": error synchronizing cache state : ${error.message}`;
  const conditions: ConditionText[] = [
    { type: 'ComparisonError', message: `Failed to load live state: ${reason}` },
    { type: 'UnknownError', message: `error synchronizing cache state : ${error.message}` },
  ];
  context.state.comparison = undefined;
  return { kind: 'failed', status: unreachableStatus(context, conditions), wakeAt: context.now() + CLUSTER_PAUSE };
}
