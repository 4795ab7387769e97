/** Health of one live object: deletion, then the installation's own check, the library's, the built-in one. */
import { gvkOf, type KubeObject } from '../../kube/object/kube-object.ts';
import { type Health, health } from './health.ts';
import { libraryCheck } from './library/index.ts';
import { builtinCheck } from './registry.ts';

const HOOK_FINALIZER = 'argocd.argoproj.io/hook-finalizer';

/** What a check says of an object. */
export interface Verdict {
  readonly health: Health;
  /** Why the check could not judge; the health is Unknown then, with this as its message. */
  readonly fault?: string;
}

/**
 * The installation's own checks (`resource.customizations.health.*`). Answers undefined for a kind it has none for; an
 * answer, even an Unknown one, wins over the checks that come along.
 */
export type HealthOverrides = (object: KubeObject) => Verdict | undefined;

/**
 * Health of an object; undefined where nothing judges its kind (it then counts as healthy for waves and for the
 * Application). An object that is being deleted is Progressing, unless a hook's own finalizer holds it.
 */
export function healthOf(object: KubeObject, overrides?: HealthOverrides): Health | undefined {
  return verdictOn(object, overrides)?.health;
}

/**
 * Overrides that also ask the library as of now. A few verdicts change while nothing happens; without this they are those of
 * long after. `now`: milliseconds since 1970.
 */
export function withClock(overrides: HealthOverrides, now: () => number): HealthOverrides {
  return (object) => {
    const own = overrides(object);
    if (own !== undefined) return own;
    const { group, kind } = gvkOf(object);
    const check = libraryCheck(group, kind);
    return check === undefined ? undefined : { health: check.check(object, now()) };
  };
}

/** As `healthOf`, and why the installation's own check failed where it did. */
export function verdictOn(object: KubeObject, overrides?: HealthOverrides): Verdict | undefined {
  if (isPendingDeletion(object)) return { health: health('Progressing', 'Pending deletion') };
  const own = overrides?.(object);
  if (own !== undefined) return own;
  const { group, kind } = gvkOf(object);
  const judged = (libraryCheck(group, kind) ?? builtinCheck(group, kind))?.check(object);
  return judged === undefined ? undefined : { health: judged };
}

function isPendingDeletion(object: KubeObject): boolean {
  return (
    object.metadata.deletionTimestamp !== undefined && object.metadata.finalizers?.includes(HOOK_FINALIZER) !== true
  );
}
