import type { BuiltinActions } from '../../builtin-action.ts';
import { withoutValue } from '../../edit.ts';
import { rolloutLifecycle } from './rollout-lifecycle.ts';

export const MONO_VERTEX_ROLLOUT: BuiltinActions = {
  group: 'numaplane.numaproj.io',
  kind: 'MonoVertexRollout',
  actions: rolloutLifecycle('monoVertex', (object, strategy) =>
    strategy === 'gradual' ? withoutValue(object, ['spec', 'monoVertex', 'spec', 'replicas']) : object,
  ),
};
