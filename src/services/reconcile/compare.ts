/** Desired beside live: what differs, object by object and in sum. Before: observe. After: decide, and assess. */
import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import type { ResourceStatus } from '../../api/application/fields.ts';
import { messageOf } from '../../base/errors.ts';
import type { ObjectComparison } from '../../engine/compare/compare-object.ts';
import { compareObject } from '../../engine/compare/compare-object.ts';
import type { CompareOptions } from '../../engine/compare/compare-options.ts';
import type { ConditionText } from '../../engine/conditions/merge-conditions.ts';
import { isKindPermitted } from '../../engine/project/resource-permitted.ts';
import {
  type ComparedObject,
  effectiveOption,
  objectSyncOptions,
  readSyncOptions,
  syncWave,
} from '../../engine/sync/index.ts';
import { annotationOf, splitList } from '../../engine/sync/sync-options.ts';
import { instanceOf } from '../../engine/tracking/tracking.ts';
import { type KubeObject, keyText, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import type { Observed, ObservedObject } from './observe.ts';
import type { PassContext } from './pass.ts';
import type { Rendered } from './render.ts';

export interface ComparedResource extends ObservedObject {
  readonly comparison: ObjectComparison | undefined;
  readonly status: ResourceStatus;
}

export interface Comparison {
  readonly syncStatus: 'Synced' | 'OutOfSync' | 'Unknown';
  readonly revisions: readonly string[];
  readonly sourceTypes: readonly string[];
  readonly resources: readonly ComparedResource[];
  readonly hooks: readonly KubeObject[];
  readonly conditions: readonly ConditionText[];
  /** Server of the cluster that was looked at. */
  readonly server: string;
}

export interface CompareInput {
  readonly cluster: LiveCluster;
  readonly rendered: Rendered;
  readonly observed: Observed;
  readonly project: AppProjectSpec;
  readonly options: CompareOptions;
  /** Last results by object, reused where neither side has changed. */
  readonly memory: ComparisonMemory;
}

/** Results by object key. */
export type ComparisonMemory = Map<
  string,
  {
    readonly version: string;
    readonly target: KubeObject;
    readonly options: CompareOptions;
    readonly result: ObjectComparison;
  }
>;

const COMPARE_OPTIONS_ANNOTATION = 'argocd.argoproj.io/compare-options';

/** Compares everything observed. Faults of single comparisons become conditions. */
export function compareApplication(context: PassContext, input: CompareInput): Comparison {
  const { rendered, observed } = input;
  const faults: ConditionText[] = [];
  const resources = observed.objects.map((object) => {
    const comparison = compareOne(object, input, faults);
    return { ...object, comparison, status: statusOf(context, object, comparison, input) };
  });
  const loaded = rendered.kind === 'rendered';
  const failure: ConditionText[] = loaded ? [] : [{ type: 'ComparisonError', message: rendered.message }];
  return {
    syncStatus: loaded && faults.length === 0 ? overall(resources, input) : 'Unknown',
    revisions: rendered.revisions,
    sourceTypes: loaded ? rendered.sourceTypes : [],
    resources,
    hooks: observed.hooks,
    conditions: [...failure, ...faults, ...repeatedConditions(observed), ...sharedConditions(context, resources)],
    server: input.cluster.kube.server,
  };
}

function compareOne(
  object: ObservedObject,
  { options, memory }: CompareInput,
  faults: ConditionText[],
): ObjectComparison | undefined {
  const { target, live, key } = object;
  if (target === undefined || live === undefined) return undefined;
  const id = keyText(key);
  const version = `${live.metadata.uid} ${live.metadata.resourceVersion}`;
  const before = memory.get(id);
  if (before?.version === version && before.target === target && before.options === options) return before.result;
  try {
    const result = compareObject(target, live, options);
    memory.set(id, { version, target, options, result });
    return result;
  } catch (error) {
    const message = `Failed to compare desired state to live state: failed to calculate diff: ${messageOf(error)}`;
    faults.push({ type: 'ComparisonError', message });
    return undefined;
  }
}

/** Hooks and copies neither have a status nor count. */
function countsFor(object: ObservedObject): boolean {
  return !object.hook && !object.copied;
}

function isModified(object: ObservedObject, comparison: ObjectComparison | undefined): boolean {
  return object.target === undefined || object.live === undefined || comparison?.modified === true;
}

function overall(
  resources: readonly ComparedResource[],
  { observed }: CompareInput,
): 'Synced' | 'OutOfSync' | 'Unknown' {
  const counted = resources.filter(countsFor);
  // A kind that cannot be watched may hold the object all the same.
  if (counted.some(({ key, live }) => live === undefined && observed.blind.has(`${key.group}/${key.kind}`)))
    return 'Unknown';
  const different = counted.filter((resource) => isModified(resource, resource.comparison));
  return different.every(isExtraneous) ? 'Synced' : 'OutOfSync';
}

function isExtraneous({ target, live }: ObservedObject): boolean {
  if (target !== undefined) return false;
  return splitList(annotationOf(live, COMPARE_OPTIONS_ANNOTATION)).includes('IgnoreExtraneous');
}

function statusOf(
  context: PassContext,
  object: ObservedObject,
  comparison: ObjectComparison | undefined,
  input: CompareInput,
): ResourceStatus {
  const { key, target, live } = object;
  const shown = target ?? live;
  const { version } = splitApiVersion(shown?.apiVersion ?? '');
  const status = syncStatusOf(object, comparison, input);
  const wave = syncWave(shown);
  const confirm = needsConfirmation(context, target, live);
  return {
    ...(key.group === '' ? {} : { group: key.group }),
    ...(version === '' ? {} : { version }),
    kind: key.kind,
    ...(key.namespace === '' ? {} : { namespace: key.namespace }),
    ...(key.name === '' ? {} : { name: key.name }),
    ...(status === undefined ? {} : { status }),
    ...(object.hook ? { hook: true } : {}),
    ...(target === undefined && live !== undefined && !object.copied ? { requiresPruning: true } : {}),
    ...(wave === 0 ? {} : { syncWave: wave }),
    ...(confirm ? { requiresDeletionConfirmation: true } : {}),
  };
}

function syncStatusOf(
  object: ObservedObject,
  comparison: ObjectComparison | undefined,
  input: CompareInput,
): ResourceStatus['status'] {
  if (!countsFor(object)) return undefined;
  const { key } = object;
  const resource = input.cluster.resourceFor(key.group, key.kind);
  const namespaced = resource?.namespaced ?? key.namespace !== '';
  if (input.rendered.kind === 'failed' || !isKindPermitted(input.project, key, namespaced)) return 'Unknown';
  return isModified(object, comparison) ? 'OutOfSync' : 'Synced';
}

function needsConfirmation(
  context: PassContext,
  target: KubeObject | undefined,
  live: KubeObject | undefined,
): boolean {
  const operation = readSyncOptions(context.view.app.spec.syncPolicy?.syncOptions ?? []);
  if (effectiveOption(target ?? live, operation, 'Delete') === 'confirm') return true;
  return live !== undefined && objectSyncOptions(live).get('Prune') === 'confirm';
}

function repeatedConditions({ repeated }: Observed): readonly ConditionText[] {
  return repeated.map(({ key, count }) => ({
    type: 'RepeatedResourceWarning',
    message: `Resource ${key.group}/${key.kind}/${key.namespace}/${key.name} appeared ${count} times among application resources.`,
  }));
}

/** Live objects that we want and that bear the mark of another Application. */
function sharedConditions(context: PassContext, resources: readonly ComparedResource[]): readonly ConditionText[] {
  const { view, settings } = context;
  return resources.flatMap(({ target, live, key }): readonly ConditionText[] => {
    if (target === undefined || live === undefined) return [];
    const owner = instanceOf(live, settings.tracking);
    if (owner === '' || owner === view.instance) return [];
    const own = `${view.key.namespace}/${view.key.name}`;
    const kind = key.group === '' ? key.kind : `${key.group}/${key.kind}`;
    return [
      { type: 'SharedResourceWarning', message: `${kind}/${key.name} is part of applications ${own} and ${owner}` },
    ];
  });
}

/** What a sync is planned from: objects that are ours to apply or prune. */
export function comparedObjects(comparison: Comparison): readonly ComparedObject[] {
  return comparison.resources
    .filter((resource) => countsFor(resource))
    .map(({ target, live, comparison: result }) => ({ target, live, modified: result?.modified ?? true }));
}
