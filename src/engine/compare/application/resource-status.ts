/** One resource of an Application as `status.resources` lists it. */
import type { ResourceStatus } from '../../../api/application/fields.ts';
import type { SyncStatusCode } from '../../../api/enumerations.ts';
import { gvkOf, type KubeObject, keyOf, keyText, type ObjectKey } from '../../../kube/object/kube-object.ts';
import { isKindPermitted } from '../../project/resource-permitted.ts';
import { isHook, isSkipped } from '../../sync/hook.ts';
import { annotationOf, effectiveOption, type SyncOptions, splitList } from '../../sync/sync-options.ts';
import { syncWave } from '../../sync/wave.ts';
import { isOwnObject } from '../../tracking/tracking.ts';
import type { ObjectComparison } from '../compare-object.ts';
import type { ApplicationContext } from './compare-application.ts';

export const COMPARE_OPTIONS_ANNOTATION = 'argocd.argoproj.io/compare-options';

export interface ComparedResource {
  readonly key: ObjectKey;
  readonly target: KubeObject | undefined;
  readonly live: KubeObject | undefined;
  readonly comparison: ObjectComparison;
  readonly hook: boolean;
  /** `Skip` hooks, copies of other objects: they have no sync status. */
  readonly counts: boolean;
  /** Makes the Application OutOfSync. */
  readonly outOfSync: boolean;
  readonly status: ResourceStatus;
}

export interface ResourcePair {
  readonly key: ObjectKey;
  readonly target: KubeObject | undefined;
  readonly live: KubeObject | undefined;
  readonly comparison: ObjectComparison;
}

interface Surroundings {
  readonly context: ApplicationContext;
  readonly hooks: readonly KubeObject[];
  /** Everything desired was loaded and compared. */
  readonly reliable: boolean;
}

/**
 * Sync status and marks of a resource. Hooks, skipped objects and copies have no status; a kind that the project does not
 * permit is Unknown; an extra object with `IgnoreExtraneous` is OutOfSync without the Application being so.
 */
export function judgeResource(pair: ResourcePair, { context, hooks, reliable }: Surroundings): ComparedResource {
  const { key, target, live, comparison } = pair;
  const object = live ?? target;
  const hook = object !== undefined && isHook(object);
  const own = live === undefined || isOwnObject({ live, target, tracking: context.tracking });
  const counts =
    own && !hook && !(object !== undefined && isSkipped(object)) && !(target !== undefined && isSkipped(target));
  const differs = counts && (comparison.modified || target === undefined || live === undefined);
  const sync = statusOf({ counts, differs, permitted: isPermitted(key, context), reliable });
  const wave = target === undefined && hook ? hookWave(key, hooks) : syncWave(target);
  return {
    key,
    target,
    live,
    comparison,
    hook,
    counts,
    outOfSync: differs && !isIgnoredExtra(target, live),
    status: {
      ...(key.group === '' ? {} : { group: key.group }),
      version: object === undefined ? '' : gvkOf(object).version,
      kind: key.kind,
      ...(key.namespace === '' ? {} : { namespace: key.namespace }),
      ...(key.name === '' ? {} : { name: key.name }),
      ...(sync === undefined ? {} : { status: sync }),
      ...(hook ? { hook } : {}),
      ...(target === undefined && live !== undefined && own ? { requiresPruning: true } : {}),
      ...(wave === 0 ? {} : { syncWave: wave }),
      ...([target, live].some((it) => asksConfirmation(it, context)) ? { requiresDeletionConfirmation: true } : {}),
    },
  };
}

interface Facts {
  readonly counts: boolean;
  readonly differs: boolean;
  readonly permitted: boolean;
  readonly reliable: boolean;
}

function statusOf({ counts, differs, permitted, reliable }: Facts): SyncStatusCode | undefined {
  if (!reliable || !permitted) return 'Unknown';
  if (!counts) return undefined;
  return differs ? 'OutOfSync' : 'Synced';
}

function isPermitted(key: ObjectKey, context: ApplicationContext): boolean {
  const namespaced = context.isNamespaced(key.group, key.kind) ?? key.namespace !== '';
  return isKindPermitted(context.project, key, namespaced);
}

function isIgnoredExtra(target: KubeObject | undefined, live: KubeObject | undefined): boolean {
  if (target !== undefined || live === undefined) return false;
  return splitList(annotationOf(live, COMPARE_OPTIONS_ANNOTATION)).includes('IgnoreExtraneous');
}

/** The object's own word, else that of its Application. */
function asksConfirmation(object: KubeObject | undefined, { syncOptions = NO_OPTIONS }: ApplicationContext): boolean {
  if (object === undefined) return false;
  return ['Delete', 'Prune'].some((name) => effectiveOption(object, syncOptions, name) === 'confirm');
}

const NO_OPTIONS: SyncOptions = new Map();

function hookWave(key: ObjectKey, hooks: readonly KubeObject[]): number {
  return syncWave(hooks.find((hook) => keyText(keyOf(hook)) === keyText(key)));
}
