/**
 * What was found goes into the Application's status: one merge patch of our own fields that changed, none where nothing did.
 * Before: assess. After: the API streams the Application.
 */
import {
  type ApplicationStatus,
  applicationDestination,
  applicationSource,
  resourceIgnoreDifferences,
} from '../../api/application/fields.ts';
import type { ApplicationConditionType } from '../../api/enumerations.ts';
import { rfc3339 } from '../../base/clock.ts';
import { type AppError, hasCode } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { isObject, type JsonObject } from '../../base/json-value.ts';
import { type ConditionText, mergeConditions } from '../../engine/conditions/merge-conditions.ts';
import type { Health } from '../../engine/health/health.ts';
import { createMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import { want } from './app-state.ts';
import { annotationOfApp, REFRESH_ANNOTATION, REFRESH_TIMESTAMP_ANNOTATION } from './application-view.ts';
import type { Assessment } from './assess.ts';
import type { Comparison } from './compare.ts';
import type { Carried, Ending } from './ending.ts';
import { goShape } from './go-shape.ts';
import { addressOfApp } from './journal.ts';
import { hasSeveralSources, sourcesOfApp } from './operation.ts';
import type { PassContext } from './pass.ts';
import type { Refresh } from './refresh.ts';
import { withinBudget } from './report-budget.ts';
import { type Start, withStart } from './start-operation.ts';

/** Condition types that a comparison decides anew. */
export const COMPARED_CONDITIONS: readonly ApplicationConditionType[] = [
  'InvalidSpecError',
  'ComparisonError',
  'UnknownError',
  'SharedResourceWarning',
  'RepeatedResourceWarning',
  'ExcludedResourceWarning',
  'OrphanedResourceWarning',
  'SyncError',
];

export interface Report {
  readonly status: ApplicationStatus;
  readonly refresh: Refresh;
  /** An operation that begins with the same write. */
  readonly start?: Start | undefined;
  /** The end of an operation, to be carried by the same write. */
  readonly ending?: Ending | undefined;
}

export type Reported = 'written' | 'nothing' | 'overtaken' | 'refused';

/** The status after a comparison. */
export function comparedStatus(context: PassContext, comparison: Comparison, found: Assessment): ApplicationStatus {
  const { view } = context;
  const before = view.app.status ?? {};
  const several = hasSeveralSources(view);
  const [sourceType = ''] = comparison.sourceTypes;
  const { sync: _, resources: __, sourceType: ___, sourceTypes: ____, ...rest } = before;
  return {
    ...rest,
    sync: {
      status: comparison.status,
      comparedTo: comparedTo(context),
      ...revisionsIn(comparison.revisions, several),
    },
    health: healthAfter(context, found.health),
    summary: found.summary,
    resources: comparison.resources.map((resource) => resource.status),
    conditions: conditionsAfter(context, found.conditions, COMPARED_CONDITIONS),
    ...(several ? { sourceTypes: comparison.sourceTypes } : {}),
    ...(!several && sourceType !== '' ? { sourceType } : {}),
    resourceHealthSource: 'appTree',
    controllerNamespace: context.namespace,
  } as ApplicationStatus;
}

/** Of several sources that could not all be had there are none. */
function revisionsIn(revisions: readonly string[], several: boolean) {
  if (!several) return { revision: revisions[0] ?? '' };
  return revisions.length === 0 ? {} : { revisions };
}

function comparedTo(context: PassContext) {
  const { spec } = context.view.app;
  const sources = sourcesOfApp(context.view).map((source) => goShape(applicationSource, source));
  const rules = (spec.ignoreDifferences ?? []).map((rule) => goShape(resourceIgnoreDifferences, rule));
  return {
    destination: goShape(applicationDestination, spec.destination),
    ...(hasSeveralSources(context.view) ? { sources } : { source: sources[0] ?? { repoURL: '' } }),
    ...(rules.length > 0 ? { ignoreDifferences: rules } : {}),
  };
}

/** The status of an Application that cannot be compared because of its own specification: what was known stays. */
export function invalidStatus(context: PassContext, conditions: readonly ConditionText[]): ApplicationStatus {
  const before = context.view.app.status ?? {};
  return {
    ...before,
    sync: { ...before.sync, status: 'Unknown' },
    health: healthAfter(context, { status: 'Unknown' }),
    conditions: conditionsAfter(context, conditions, ['InvalidSpecError']),
  };
}

/** The status where the cluster cannot be looked at: what was known stays, but says so. */
export function unreachableStatus(context: PassContext, conditions: readonly ConditionText[]): ApplicationStatus {
  const before = context.view.app.status ?? {};
  return {
    ...before,
    sync: { ...before.sync, status: 'Unknown', comparedTo: comparedTo(context) as never },
    health: before.health ?? healthAfter(context, { status: 'Unknown' }),
    conditions: conditionsAfter(context, conditions, ['InvalidSpecError', 'ComparisonError', 'UnknownError']),
    controllerNamespace: context.namespace,
  };
}

function healthAfter(context: PassContext, health: Health): NonNullable<ApplicationStatus['health']> {
  const before = context.view.app.status?.health;
  const changed = before?.status !== health.status || before.lastTransitionTime === undefined;
  const time = changed ? rfc3339(context.now()) : before.lastTransitionTime;
  return { ...health, lastTransitionTime: time ?? '' };
}

export function conditionsAfter(
  context: PassContext,
  found: readonly ConditionText[],
  evaluated: readonly ApplicationConditionType[],
) {
  return mergeConditions(context.view.app.status?.conditions ?? [], found, { evaluated, now: rfc3339(context.now()) });
}

/** Fields of the status that are the controller's comparison; the journal and the history are written elsewhere. */
const OWNED = [
  'sync',
  'health',
  'summary',
  'resources',
  'conditions',
  'sourceType',
  'sourceTypes',
  'resourceHealthSource',
  'controllerNamespace',
] as const;

/**
 * Writes the status. The refresh request leaves with the same patch, unless a newer one stands there by then. Nothing is
 * written where nothing changed and no answer is owed.
 */
export async function report(context: PassContext, { status, refresh, start, ending }: Report): Promise<Reported> {
  const { view, state } = context;
  const before = ownedPart(view.app.status ?? {});
  const after = ownedPart(withinBudget(status, context.tuning.reportBudget));
  const patch = createMergePatch(before, after);
  const digest = state.rendered?.kind === 'rendered' ? state.rendered.digest : undefined;
  const said = isSaid(patch, digest !== undefined && digest === (state.reportedDigest ?? digest));
  if (state.audited && !said) context.deps.metrics.count('missed_changes_total');
  state.audited = false;
  const owed = refresh.asked || state.mustReport || start !== undefined;
  if (!owed && said) {
    state.reportedDigest = digest;
    return 'nothing';
  }
  const compared = status.controllerNamespace === undefined ? {} : { reconciledAt: rfc3339(context.now()) };
  const body: JsonObject = { status: { ...patch, ...compared }, ...answerTo(context, refresh) };
  const written = await sendWith(context, body, { start, ending });
  if (written.kind === 'overtaken') return 'overtaken';
  state.mustReport = false;
  if (written.kind === 'refused') {
    await reportRefusal(context, refresh, written.error);
    return 'refused';
  }
  state.reportedDigest = digest;
  tellChanges(context, view.app.status ?? {}, status);
  return 'written';
}

/**
 * Whether what stands there says it all. A commit that changes nothing of an Application is not worth a write to each of those
 * that share its repository: the revision named stays the last one that concerned it, until somebody asks.
 */
function isSaid(patch: JsonObject, sameManifests: boolean): boolean {
  const names = Object.keys(patch);
  if (names.length === 0) return true;
  const sync = patch['sync'];
  if (!sameManifests || names.length > 1 || !isObject(sync)) return false;
  return Object.keys(sync).every((name) => name === 'revision' || name === 'revisions');
}

/** One write where that can be: an operation that is to begin right behind another one is decided anew when that one has ended. */
async function sendWith(
  context: PassContext,
  body: JsonObject,
  { start, ending }: Pick<Report, 'start' | 'ending'>,
): Promise<Sent> {
  if (start !== undefined && ending !== undefined) {
    await ending.write();
    return overtaken(context);
  }
  if (start !== undefined) return send(context, withStart(context.view, start, body));
  const carried = await ending?.carry();
  let isStored = false;
  try {
    const sent = await send(context, carried === undefined ? body : withEnding(body, carried));
    isStored = sent.kind === 'written';
    return sent;
  } finally {
    ending?.arrived(isStored);
  }
}

function withEnding(body: JsonObject, { patch, resourceVersion }: Carried): JsonObject {
  return {
    ...body,
    ...patch,
    metadata: { ...(body['metadata'] as JsonObject | undefined), resourceVersion },
    status: { ...(body['status'] as JsonObject | undefined), ...(patch['status'] as JsonObject | undefined) },
  };
}

/** The pass runs again on what stands there now. */
function overtaken(context: PassContext): Sent {
  want(context.state, 'live');
  context.again();
  return { kind: 'overtaken' };
}

/** Where the API refuses a status the Application must not stay without a word: what stood there stays, with the reason. */
async function reportRefusal(context: PassContext, refresh: Refresh, error: AppError): Promise<void> {
  const before = context.view.app.status ?? {};
  const message = `The status of this Application cannot be written: ${error.message}`;
  const conditions = conditionsAfter(context, [{ type: 'UnknownError', message }], ['UnknownError']);
  const status = { ...before, sync: { ...before.sync, status: 'Unknown' as const }, conditions };
  const patch = createMergePatch(ownedPart(before), ownedPart(status));
  if (Object.keys(patch).length === 0 && !refresh.asked) return;
  const written = await send(context, { status: patch, ...answerTo(context, refresh) });
  if (written.kind === 'refused') throw written.error;
}

/**
 * Takes the request away that this pass answers, and no newer one that came while it ran (features A20). Where a newer one
 * comes even now, the version is another.
 */
function answerTo({ view }: PassContext, { asked, request, stamp }: Refresh): JsonObject {
  const isTheSame =
    annotationOfApp(view, REFRESH_ANNOTATION) === request &&
    annotationOfApp(view, REFRESH_TIMESTAMP_ANNOTATION) === stamp;
  if (!asked || !isTheSame) return {};
  const resourceVersion = view.object.metadata.resourceVersion ?? '';
  return {
    metadata: { resourceVersion, annotations: { [REFRESH_ANNOTATION]: null, [REFRESH_TIMESTAMP_ANNOTATION]: null } },
  };
}

type Sent =
  | { readonly kind: 'written' }
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'refused'; readonly error: AppError };

async function send(context: PassContext, body: JsonObject): Promise<Sent> {
  try {
    context.accept(await context.kube.patch(addressOfApp(context.view), 'merge', stringifyJson(body)));
    return { kind: 'written' };
  } catch (error) {
    if (hasCode(error, 'kube.invalid', 'kube.too-large')) return { kind: 'refused', error };
    if (!hasCode(error, 'kube.conflict', 'kube.not-found')) throw error;
    // Somebody wrote meanwhile. The request still stands there, too.
    const fresh = await context.kube.get(addressOfApp(context.view));
    if (fresh !== undefined) context.accept(fresh);
    return overtaken(context);
  }
}

function tellChanges(context: PassContext, before: ApplicationStatus, after: ApplicationStatus): void {
  const { events, view } = context;
  const [fromHealth = '', toHealth = ''] = [before.health?.status, after.health?.status];
  if (fromHealth !== toHealth) events.statusChanged(view, 'health', fromHealth, toHealth);
  const [fromSync = '', toSync = ''] = [before.sync?.status, after.sync?.status];
  if (fromSync !== toSync) events.statusChanged(view, 'sync', fromSync, toSync);
}

/** Empty lists are left out, as Go leaves them out; a summary that was there once stays, empty (recording 103). */
function ownedPart(status: ApplicationStatus): JsonObject {
  const part: Record<string, JsonObject[string]> = {};
  for (const key of OWNED) {
    const value = status[key] as JsonObject[string];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    part[key] = value;
  }
  return { ...part, summary: part['summary'] ?? {} };
}
