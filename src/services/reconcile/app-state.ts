/** What the controller remembers of an Application between passes. Losing it costs time, never truth. */
import type { ApplicationTree } from '../../api/application/tree-fields.ts';
import { canonicalJson } from '../../base/json/stringify.ts';
import { isObject, type Json, memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ApplicationView } from './application-view.ts';
import type { Comparison, RememberedRows } from './compare.ts';
import type { ComparisonMemory } from './comparison-memory.ts';
import type { WaitReason } from './explanation.ts';
import type { RememberedOptions } from './make-context.ts';
import type { RememberedTargets } from './observe.ts';
import type { OperationRun } from './operation-run.ts';
import type { Rendered } from './render.ts';

/**
 * How much a pass has to look at anew, from least to most. `moved`: only whether the repository's new commits change what is
 * rendered; where they do not, nothing else is looked at.
 */
export const REFRESH_LEVELS = ['none', 'moved', 'live', 'cached', 'latest', 'hard'] as const;
export type PassLevel = (typeof REFRESH_LEVELS)[number];

export interface AppState {
  view: ApplicationView;
  /** Wanted by events since the last pass began. */
  wanted: PassLevel;
  /** Something else than the last comparison must stand in the status: an operation has ended. */
  mustReport: boolean;
  /** The next pass is an audit: whatever it finds, an event was missed. */
  audited: boolean;
  /** What the last pass answered to. */
  answered: string;
  /** Specification that the last comparison was for. */
  answeredSpec: string;
  /** The last one that is known to be as Argo CD stores it. */
  normalisedSpec: string | undefined;
  rendered: Rendered | undefined;
  /** What was rendered when the status was last found to be true. */
  reportedDigest: string | undefined;
  /** Start of the failures of the repository that the last good state outlives. */
  failingSince: number | undefined;
  readonly memory: ComparisonMemory;
  targets: RememberedTargets | undefined;
  /** Live objects as of the last look, by key. */
  bodies: ReadonlyMap<string, KubeObject>;
  comparison: Comparison | undefined;
  /** The comparison whose rows may be taken over, and where. */
  compared: RememberedRows | undefined;
  /** The operation after which the Application was seen synced. */
  syncedAfter: string | undefined;
  tree: ApplicationTree | undefined;
  run: OperationRun | undefined;
  /** Why automation has begun nothing, as of the last decision; undefined where it has. */
  resting: WaitReason | undefined;
  compareOptions: RememberedOptions | undefined;
}

export function newAppState(view: ApplicationView): AppState {
  return {
    view,
    wanted: 'cached',
    mustReport: false,
    audited: false,
    answered: '',
    answeredSpec: '',
    normalisedSpec: undefined,
    rendered: undefined,
    reportedDigest: undefined,
    failingSince: undefined,
    memory: new Map(),
    targets: undefined,
    bodies: new Map(),
    comparison: undefined,
    compared: undefined,
    syncedAfter: undefined,
    tree: undefined,
    run: undefined,
    resting: undefined,
    compareOptions: undefined,
  };
}

/** Raises what the next pass has to look at. */
export function want(state: AppState, level: PassLevel): void {
  const both = [state.wanted, level];
  // New commits and a live change together are more than either.
  if (both.includes('moved') && both.includes('live')) state.wanted = 'cached';
  if (state.audited && state.wanted !== 'none') state.audited = false;
  if (REFRESH_LEVELS.indexOf(level) > REFRESH_LEVELS.indexOf(state.wanted)) state.wanted = level;
}

/**
 * What of an Application a pass answers to: everything but what the controller writes itself. Equal texts need no pass. The
 * phase counts since others write `Terminating`.
 */
export function questionOf(object: KubeObject): string {
  const { annotations, finalizers, deletionTimestamp } = object.metadata;
  const phase = (object.status as { operationState?: { phase?: string } } | undefined)?.operationState?.phase;
  return canonicalJson({
    spec: askingSpec(object),
    operation: object['operation'],
    annotations,
    finalizers,
    deletionTimestamp,
    terminating: phase === 'Terminating',
  });
}

/** The part that decides what is rendered and compared. */
export function specOf(object: KubeObject): string {
  return canonicalJson(askingSpec(object) ?? null);
}

/** Permission to sync to nothing is no wish of its own: whoever compares next heeds it (features 0b C22). */
function askingSpec({ spec }: KubeObject): Json | undefined {
  if (memberAt(spec, 'syncPolicy', 'automated', 'allowEmpty') === undefined || !isObject(spec)) return spec;
  const policy = spec['syncPolicy'];
  const automated = memberAt(policy, 'automated');
  if (!isObject(policy) || !isObject(automated)) return spec;
  const { allowEmpty: _, ...rest } = automated;
  return { ...spec, syncPolicy: { ...policy, automated: rest } };
}
