/** Pausing and going on, as Numaflow's kinds and Numaplane's Rollouts of them have it in common. */
import { memberAt, textAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { BuiltinAction } from '../../builtin-action.ts';
import { type Path, withValue } from '../../edit.ts';

export type ResumeStrategy = 'gradual' | 'fast';

export interface LifecycleOptions {
  /** Where the specification with `lifecycle` is. */
  readonly specification: Path;
  /** Where the annotation that says how it may go on is looked for. */
  readonly annotations: Path;
  /** Who owns the object decides alone. */
  readonly isOwned: (object: KubeObject) => boolean;
  /** What else is changed when it goes on. */
  readonly goingOn: (object: KubeObject, strategy: ResumeStrategy) => KubeObject;
}

const ALLOWED = 'numaflow.numaproj.io/allowed-resume-strategies';
const PAUSE_ICON = 'fa-solid fa-fw fa-pause';
const PLAY_ICON = 'fa-solid fa-fw fa-play';

export function lifecycleActions(options: LifecycleOptions): readonly BuiltinAction[] {
  const phase: Path = [...options.specification, 'lifecycle', 'desiredPhase'];
  const isPaused = (object: KubeObject): boolean => textAt(object, ...phase) === 'Paused';
  const unpause = (strategy: ResumeStrategy): BuiltinAction => ({
    name: `unpause-${strategy}`,
    offer: (object) => ({
      disabled: options.isOwned(object) || !isPaused(object) || !allowed(object, options).includes(strategy),
      iconClass: PLAY_ICON,
      displayName: `Unpause (${strategy})`,
    }),
    run: ({ object }) => options.goingOn(withValue(object, phase, 'Running'), strategy),
  });
  return [
    {
      name: 'pause',
      offer: (object) => ({ disabled: options.isOwned(object) || isPaused(object), iconClass: PAUSE_ICON }),
      run: ({ object }) => withValue(object, phase, 'Paused'),
    },
    unpause('gradual'),
    unpause('fast'),
  ];
}

/** Slowly, unless the annotation allows to go on as before the pause, only or too. */
function allowed(object: KubeObject, { annotations }: LifecycleOptions): readonly ResumeStrategy[] {
  const text = memberAt(object, ...annotations, ALLOWED);
  if (typeof text !== 'string') return ['gradual'];
  const names = text.split(',').map((name) => name.trim());
  const fast: readonly ResumeStrategy[] = names.includes('fast') ? ['fast'] : [];
  return names.includes('slow') || fast.length === 0 ? ['gradual', ...fast] : fast;
}
