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
import type { SyncOptions } from '../../sync/sync-options.ts';
import { isManagedBy, type Tracking, withMarksOfOldMethod } from '../../tracking/tracking.ts';
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
  /** Of the Application's policy; default: none. */
  readonly syncOptions?: SyncOptions;
  /** Of these rules the Application's own: each must be readable, whatever objects there are. */
  readonly ownRules?: readonly IgnoreRule[];
  /** An earlier answer for the same two objects, so that what did not change is not compared again. */
  readonly known?: (id: string, target: KubeObject, live: KubeObject) => ObjectComparison | undefined;
  /** An earlier comparison in this very context, of which all that did not change is taken over. */
  readonly before?: ApplicationComparison;
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
  const work = comparing(sides, context);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps of one object each, for whoever has more to do than to compare. */
export function* comparing(
  sides: ApplicationSides,
  context: ApplicationContext,
): Generator<undefined, ApplicationComparison> {
  const earlier = earlierRows(context.before);
  const targets = sides.targets ?? [];
  const hooks = targets.filter(isHook);
  const found = new Map(sides.live.map((object) => [keyText(keyOf(object)), object]));
  const live = permittedLive(found, earlier, context);
  yield;
  const pairs = pairUp(
    targets.filter((object) => !isHook(object)),
    new Map(live),
    context,
  );
  const compared: (Pair & Outcome)[] = [];
  for (const pair of pairs) {
    compared.push({ ...pair, ...comparePair(pair, context) });
    yield;
  }
  const fault = unreadableRule(context) ?? compared.find((pair) => pair.fault !== undefined)?.fault;
  const reliable = sides.targets !== undefined && fault === undefined;
  const rows: ComparedResource[] = [];
  for (const pair of compared) {
    rows.push(unchangedRow(earlier, pair, reliable) ?? judgeResource(pair, { context, hooks, reliable }));
    yield;
  }
  const resources = inOrder(rows, context.before);
  const conditions = [...warnings(live, earlier, context), ...pairs.flatMap((pair) => missingNamespace(pair, context))];
  return {
    status: overall(resources, reliable),
    resources,
    hooks,
    conditions: fault === undefined ? conditions : [...conditions, fault],
  };
}

interface Pair {
  readonly id: string;
  readonly key: ObjectKey;
  readonly target: KubeObject | undefined;
  readonly live: KubeObject | undefined;
}

/** Rows by id; none of a comparison that could not be relied on. */
function earlierRows(before: ApplicationComparison | undefined): ReadonlyMap<string, ComparedResource> {
  if (before === undefined || before.status === 'Unknown') return new Map();
  return new Map(before.resources.map((row) => [keyText(row.key), row]));
}

/** A hook's wave comes from others than the row's own objects. */
function unchangedRow(
  earlier: ReadonlyMap<string, ComparedResource>,
  { id, target, live, comparison }: Pair & Outcome,
  reliable: boolean,
): ComparedResource | undefined {
  const row = earlier.get(id);
  if (!reliable || row === undefined || row.hook || row.target !== target || row.live !== live) return undefined;
  return row.comparison === comparison || target === undefined || live === undefined ? row : undefined;
}

/** Where the same objects are there as before, their order is the same, too. Objects without a name have none of their own. */
function inOrder(
  rows: readonly ComparedResource[],
  before: ApplicationComparison | undefined,
): readonly ComparedResource[] {
  if (before?.resources.length === rows.length) {
    const byId = new Map(rows.map((row) => [keyText(row.key), row]));
    const placed = before.resources.flatMap(({ key }) => byId.get(keyText(key)) ?? []);
    if (byId.size === rows.length && placed.length === rows.length) return placed;
  }
  return [...rows].sort(byKey);
}

type Found = readonly [string, KubeObject];

function permittedLive(
  found: ReadonlyMap<string, KubeObject>,
  earlier: ReadonlyMap<string, ComparedResource>,
  context: ApplicationContext,
): readonly Found[] {
  const { project, cluster } = context;
  return [...found].filter(
    ([id, object]) => earlier.get(id)?.live === object || isObjectPermitted(project, keyOf(object), cluster),
  );
}

/** Where there was none, only those that are new can bear another's mark. */
function warnings(
  live: readonly Found[],
  earlier: ReadonlyMap<string, ComparedResource>,
  context: ApplicationContext,
): readonly ConditionText[] {
  const wasQuiet = context.before?.conditions.every(({ type }) => type !== 'SharedResourceWarning') === true;
  const asked = wasQuiet ? live.filter(([id, object]) => earlier.get(id)?.live !== object) : live;
  return sharedResourceWarnings(
    asked.map(([, object]) => object),
    context,
  );
}

/** Desired objects with what is live in their place, then live objects of the Application that nobody desires. */
function pairUp(
  targets: readonly KubeObject[],
  rest: Map<string, KubeObject>,
  context: ApplicationContext,
): readonly Pair[] {
  const pairs = targets.map((target): Pair => {
    const key = keyOf(target);
    const id = keyText(key);
    const live = rest.get(id);
    rest.delete(id);
    return { id, key, target, live };
  });
  for (const [id, object] of rest) {
    const owned = (object.metadata.ownerReferences?.length ?? 0) > 0;
    if (owned || !isManagedBy(object, context.app.instance, context.tracking)) continue;
    pairs.push({ id, key: keyOf(object), target: undefined, live: object });
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
function comparePair({ id, key, target, live }: Pair, context: ApplicationContext): Outcome {
  try {
    const known = target === undefined || live === undefined ? undefined : context.known?.(id, target, live);
    return { comparison: known ?? compared({ id, key, target, live }, context), fault: undefined };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'terminal') throw error;
    const message = `Failed to compare desired state to live state: failed to calculate diff: ${error.message}`;
    const comparison = { modified: false, normalizedLive: live, predictedLive: live, differences: [], failed: true };
    return { comparison, fault: { type: 'ComparisonError', message } };
  }
}

function compared({ key, target, live: found }: Pair, context: ApplicationContext): ObjectComparison {
  const { options, strategyOf, tracking } = context;
  const live = found === undefined || target === undefined ? found : withMarksOfOldMethod(found, target, tracking);
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

/** By the joined text, as recorded: `a-b/…` stands before `a/…`. */
function byKey({ key: left }: ComparedResource, { key: right }: ComparedResource): number {
  return compareBytes(joined(left), joined(right));
}

function joined({ group, kind, namespace, name }: ObjectKey): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
