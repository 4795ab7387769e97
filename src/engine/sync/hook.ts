/**
 * Hooks: objects that an operation runs at a phase instead of keeping them. Sources: Argo CD user guide, "Sync phases and
 * waves"; Helm's hook annotations are read as their nearest relatives.
 */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { annotationOf, splitList } from './sync-options.ts';

export const HOOK_ANNOTATION = 'argocd.argoproj.io/hook';
export const HOOK_DELETE_POLICY_ANNOTATION = 'argocd.argoproj.io/hook-delete-policy';
/** Keeps a hook (say, a Job with a time to live) until its result was read. */
export const HOOK_FINALIZER = 'argocd.argoproj.io/hook-finalizer';
const HELM_HOOK = 'helm.sh/hook';
const HELM_DELETE_POLICY = 'helm.sh/hook-delete-policy';

export type HookType = 'PreSync' | 'Sync' | 'PostSync' | 'SyncFail' | 'Skip' | 'PreDelete' | 'PostDelete';
export type HookDeletePolicy = 'HookSucceeded' | 'HookFailed' | 'BeforeHookCreation';
/** Phases of a sync operation, in order. */
export const SYNC_PHASES = ['PreSync', 'Sync', 'PostSync', 'SyncFail'] as const;
export type SyncPhase = (typeof SYNC_PHASES)[number];

const TYPES: readonly HookType[] = ['PreSync', 'Sync', 'PostSync', 'SyncFail', 'Skip', 'PreDelete', 'PostDelete'];
const POLICIES: readonly HookDeletePolicy[] = ['HookSucceeded', 'HookFailed', 'BeforeHookCreation'];
/** Helm 2 installed definitions of custom resources so; they are no hooks. */
const CRD_INSTALL = 'crd-install';
const HELM_TYPES: Readonly<Record<string, HookType>> = {
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
  'pre-delete': 'PreDelete',
  'post-delete': 'PostDelete',
};
const HELM_POLICIES: Readonly<Record<string, HookDeletePolicy>> = {
  'before-hook-creation': 'BeforeHookCreation',
  'hook-succeeded': 'HookSucceeded',
  'hook-failed': 'HookFailed',
};

const NONE: readonly HookType[] = [];

/** Known hook types of an object, without repetition; unknown words are dropped. */
export function hookTypes(object: KubeObject): readonly HookType[] {
  const text = annotationOf(object, HOOK_ANNOTATION);
  const helmText = annotationOf(object, HELM_HOOK);
  if (text === '' && helmText === '') return NONE;
  const own = splitList(text);
  const known = own.filter((word): word is HookType => TYPES.some((type) => type === word));
  if (known.length > 0) return unique(known);
  const helm = splitList(helmText).map((word) => HELM_TYPES[word]);
  return unique(helm.filter((type) => type !== undefined));
}

/** `Skip` alone: the object is never applied and does not count. */
export function isSkipped(object: KubeObject): boolean {
  const types = hookTypes(object);
  return types.length === 1 && types[0] === 'Skip';
}

/**
 * True for an object that is a hook and so no part of the desired state. An unknown hook type makes it a hook that never
 * runs; a Helm hook of an unknown type (such as `test`) as well.
 */
export function isHook(object: KubeObject): boolean {
  if (isSkipped(object)) return false;
  const helm = annotationOf(object, HELM_HOOK);
  return annotationOf(object, HOOK_ANNOTATION) !== '' || (helm !== '' && helm !== CRD_INSTALL);
}

/** Phases of a sync at which a hook runs, in order. */
export function hookPhases(object: KubeObject): readonly SyncPhase[] {
  const types = hookTypes(object);
  return SYNC_PHASES.filter((phase) => types.includes(phase));
}

/** When the hook's object is removed; `BeforeHookCreation` where nothing is said. */
export function hookDeletePolicies(object: KubeObject): readonly HookDeletePolicy[] {
  const own = splitList(annotationOf(object, HOOK_DELETE_POLICY_ANNOTATION));
  const helm = splitList(annotationOf(object, HELM_DELETE_POLICY)).map((word) => HELM_POLICIES[word] ?? '');
  const known = POLICIES.filter((policy) => own.includes(policy) || helm.includes(policy));
  return known.length === 0 ? ['BeforeHookCreation'] : known;
}

/**
 * Name of a hook's object in one operation. A hook with `generateName` gets a name that follows from the operation, so that
 * a controller which takes over finds the same one: `<prefix><sha7>-<phase>-<unix start>` in lower case.
 */
export function hookName(object: KubeObject, run: { revision: string; phase: SyncPhase; startedAt: number }): string {
  const { name, generateName } = object.metadata;
  if (typeof name === 'string' && name !== '') return name;
  const start = Math.floor(run.startedAt / 1000);
  return `${generateName ?? ''}${`${run.revision.slice(0, 7)}-${run.phase}-${start}`.toLowerCase()}`;
}

/** The object without our finalizer; undefined where it has none. */
export function withoutHookFinalizer(object: KubeObject): KubeObject | undefined {
  const finalizers = object.metadata.finalizers ?? [];
  if (!finalizers.includes(HOOK_FINALIZER)) return undefined;
  const { finalizers: _, ...metadata } = object.metadata;
  const kept = finalizers.filter((it) => it !== HOOK_FINALIZER);
  return { ...object, metadata: kept.length === 0 ? metadata : { ...metadata, finalizers: kept } };
}

/** The object with our finalizer added. */
export function withHookFinalizer(object: KubeObject): KubeObject {
  const finalizers = object.metadata.finalizers ?? [];
  if (finalizers.includes(HOOK_FINALIZER)) return object;
  return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, HOOK_FINALIZER] } };
}

function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Set(list)];
}
