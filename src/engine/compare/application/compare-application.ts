/** Comparing a whole Application: desired objects beside live ones, and what follows for its status (features A28, B7). */
import type { AppProjectSpec } from '../../../api/app-project/fields.ts';
import type { SyncStatusCode } from '../../../api/enumerations.ts';
import { AppError } from '../../../base/errors.ts';
import { compareBytes } from '../../../base/json/byte-order.ts';
import type { MergeSchema } from '../../../kube/merge-schema/merge-schema.ts';
import { gvkOf, type KubeObject, keyOf, keyText, type ObjectKey } from '../../../kube/object/kube-object.ts';
import type { ConditionText } from '../../conditions/merge-conditions.ts';
import { isObjectPermitted } from '../../project/resource-permitted.ts';
import { isHook } from '../../sync/hook.ts';
import { isManagedBy, type Tracking } from '../../tracking/tracking.ts';
import { compareObject, type ObjectComparison } from '../compare-object.ts';
import type { CompareOptions } from '../compare-options.ts';
import type { IgnoreRule } from '../ignore/ignore-rule.ts';
import { faultOfJq } from '../ignore/remove-by-jq.ts';
import { compareServerSide, compareStructured } from '../server-side.ts';
import { type ComparedResource, judgeResource } from './resource-status.ts';
import { sharedResourceWarnings } from './shared-resources.ts';

export interface ApplicationContext {
  readonly app: { readonly namespace: string; readonly name: string; readonly instance: string };
  readonly tracking: Tracking;
  readonly project: AppProjectSpec;
  readonly cluster: { readonly server: string; readonly name: string; readonly ownClusters?: readonly string[] };
  readonly isNamespaced: (group: string, kind: string) => boolean | undefined;
  readonly options: CompareOptions;
  /** Of these rules the Application's own: each must be readable, whatever objects there are. */
  readonly ownRules?: readonly IgnoreRule[];
  /** An earlier answer for the same two objects, so that what did not change is not compared again. */
  readonly known?: (key: ObjectKey, target: KubeObject, live: KubeObject) => ObjectComparison | undefined;
  /** Three-way where it says nothing. */
  readonly strategyOf?: (key: ObjectKey, target: KubeObject) => CompareStrategy | undefined;
}

/** How a pair is compared (features B1, B2, B3). `manager`: the field manager of a sync; `schema`: that of a custom kind. */
export type CompareStrategy =
  | { readonly kind: 'three-way' }
  | { readonly kind: 'structured'; readonly manager: string; readonly schema?: MergeSchema | undefined }
  | {
      readonly kind: 'server-side';
      readonly manager: string;
      readonly schema?: MergeSchema | undefined;
      readonly includeMutations: boolean;
      readonly answer: DryRunAnswer;
    };

/** What the API server said to a dry run of server-side apply. */
export type DryRunAnswer =
  | { readonly kind: 'predicted'; readonly object: KubeObject }
  | { readonly kind: 'refused'; readonly message: string };

export interface ApplicationSides {
  /** As `prepareTargets` made them; undefined where they could not be loaded. */
  readonly targets: readonly KubeObject[] | undefined;
  /** Live objects that bear the Application's marks, and those at the place of a desired object, in its version. */
  readonly live: readonly KubeObject[];
}

export interface ApplicationComparison {
  readonly status: SyncStatusCode;
  /** Ordered by group, kind, namespace and name; without hooks that are not live. */
  readonly resources: readonly ComparedResource[];
  /** Desired hooks of a sync. */
  readonly hooks: readonly KubeObject[];
  readonly conditions: readonly ConditionText[];
}

/**
 * Synced where every resource that counts is; Unknown where the desired objects could not be loaded or compared, because
 * then nothing can be said and nothing may be automated on it. Live objects that the project does not permit are as if
 * they were not there.
 */
export function compareApplication(sides: ApplicationSides, context: ApplicationContext): ApplicationComparison {
  const targets = sides.targets ?? [];
  const hooks = targets.filter(isHook);
  const live = permittedLive(sides.live, context);
  const pairs = pairUp(
    targets.filter((object) => !isHook(object)),
    live,
    context,
  );
  const compared = pairs.map((pair) => ({ ...pair, ...comparePair(pair, context) }));
  const fault = unreadableRule(context) ?? compared.find((pair) => pair.fault !== undefined)?.fault;
  const reliable = sides.targets !== undefined && fault === undefined;
  const resources = compared.map((pair) => judgeResource(pair, { context, hooks, reliable })).sort(byKey);
  const conditions = [
    ...sharedResourceWarnings(live, context),
    ...pairs.flatMap((pair) => missingNamespace(pair, context)),
  ];
  return {
    status: overall(resources, reliable),
    resources,
    hooks,
    conditions: fault === undefined ? conditions : [...conditions, fault],
  };
}

interface Pair {
  readonly key: ObjectKey;
  readonly target: KubeObject | undefined;
  readonly live: KubeObject | undefined;
}

function permittedLive(live: readonly KubeObject[], context: ApplicationContext): readonly KubeObject[] {
  return live.filter((object) => isObjectPermitted(context.project, keyOf(object), context.cluster));
}

/** Desired objects with what is live in their place, then live objects of the Application that nobody desires. */
function pairUp(
  targets: readonly KubeObject[],
  live: readonly KubeObject[],
  context: ApplicationContext,
): readonly Pair[] {
  const rest = new Map(live.map((object) => [keyText(keyOf(object)), object]));
  const pairs = targets.map((target): Pair => {
    const key = keyOf(target);
    const found = rest.get(keyText(key));
    rest.delete(keyText(key));
    return { key, target, live: found };
  });
  for (const object of rest.values()) {
    const owned = (object.metadata.ownerReferences?.length ?? 0) > 0;
    if (owned || !isManagedBy(object, context.app.instance, context.tracking)) continue;
    pairs.push({ key: keyOf(object), target: undefined, live: object });
  }
  return pairs;
}

/** A rule that cannot be read is told before there is an object that it is about: a sync would undo what it should spare. */
function unreadableRule({ ownRules = [] }: ApplicationContext): ConditionText | undefined {
  const faults = ownRules.flatMap(({ jqPathExpressions = [] }) => jqPathExpressions.map(faultOfJq));
  const why = faults.find((fault) => fault !== undefined);
  if (why === undefined) return undefined;
  const message = `Failed to compare desired state to live state: failed to create diff normalizer: ${why}`;
  return { type: 'ComparisonError', message };
}

/** Neither the manifest nor the destination says where the object is to be. */
function missingNamespace({ key, target, live }: Pair, { isNamespaced }: ApplicationContext): readonly ConditionText[] {
  const object = target ?? live;
  if (object === undefined || key.namespace !== '' || isNamespaced(key.group, key.kind) !== true) return [];
  const { group, version, kind } = gvkOf(object);
  const message = `Namespace for ${key.name} ${group}/${version}, Kind=${kind} is missing.`;
  return [{ type: 'InvalidSpecError', message }];
}

interface Outcome {
  readonly comparison: ObjectComparison;
  readonly fault: ConditionText | undefined;
}

/** A fault of the input is an answer here: the Application shows it, the other resources are still listed. */
function comparePair({ key, target, live }: Pair, context: ApplicationContext): Outcome {
  try {
    const known = target === undefined || live === undefined ? undefined : context.known?.(key, target, live);
    return { comparison: known ?? compared({ key, target, live }, context), fault: undefined };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'terminal') throw error;
    const message = `Failed to compare desired state to live state: failed to calculate diff: ${error.message}`;
    const comparison = { modified: false, normalizedLive: live, predictedLive: live, differences: [], failed: true };
    return { comparison, fault: { type: 'ComparisonError', message } };
  }
}

function compared({ key, target, live }: Pair, { options, strategyOf }: ApplicationContext): ObjectComparison {
  const strategy = target === undefined || live === undefined ? undefined : strategyOf?.(key, target);
  if (target === undefined || live === undefined || strategy === undefined || strategy.kind === 'three-way') {
    return compareObject(target, live, options);
  }
  if (strategy.kind === 'structured') return compareStructured({ target, live, ...strategy }, options);
  if (strategy.answer.kind === 'predicted') {
    return compareServerSide({ target, live, ...strategy, predicted: strategy.answer.object }, options);
  }
  const subject = `${target.kind}/${target.metadata.name ?? ''}`;
  throw new AppError({
    code: 'compare.dry-run-refused',
    kind: 'user',
    message: `error calculating server side diff: serverSideDiff error: error running server side apply in dryrun mode for resource ${subject}: ${strategy.answer.message}`,
  });
}

function overall(resources: readonly ComparedResource[], reliable: boolean): SyncStatusCode {
  if (!reliable) return 'Unknown';
  return resources.some((resource) => resource.outOfSync) ? 'OutOfSync' : 'Synced';
}

function byKey({ key: left }: ComparedResource, { key: right }: ComparedResource): number {
  return (
    compareBytes(left.group, right.group) ||
    compareBytes(left.kind, right.kind) ||
    compareBytes(left.namespace, right.namespace) ||
    compareBytes(left.name, right.name)
  );
}
