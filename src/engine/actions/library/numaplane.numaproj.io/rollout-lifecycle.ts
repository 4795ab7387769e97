/** Rollouts of Numaplane hold the specification that they roll out, and say themselves how fast it goes on. */
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { BuiltinAction } from '../../builtin-action.ts';
import { withValue } from '../../edit.ts';
import { lifecycleActions, type ResumeStrategy } from '../numaflow.numaproj.io/lifecycle.ts';

/** `part`: the field of the Rollout's specification that holds the object. */
export function rolloutLifecycle(
  part: string,
  goingOn: (object: KubeObject, strategy: ResumeStrategy) => KubeObject,
): readonly BuiltinAction[] {
  return lifecycleActions({
    specification: ['spec', part, 'spec'],
    annotations: ['spec', part, 'metadata', 'annotations'],
    isOwned: () => false,
    goingOn: (object, strategy) =>
      goingOn(withValue(object, ['spec', 'strategy', 'pauseResume', 'fastResume'], strategy === 'fast'), strategy),
  });
}
