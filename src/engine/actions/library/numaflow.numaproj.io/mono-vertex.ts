import type { BuiltinActions } from '../../builtin-action.ts';
import { withoutValue } from '../../edit.ts';
import { lifecycleActions } from './lifecycle.ts';
import { FORCE_PROMOTION, isOwnedBy } from './upgrade.ts';

export const MONO_VERTEX: BuiltinActions = {
  group: 'numaflow.numaproj.io',
  kind: 'MonoVertex',
  actions: [
    ...lifecycleActions({
      specification: ['spec'],
      annotations: ['spec', 'metadata', 'annotations'],
      isOwned: isOwnedBy('MonoVertexRollout'),
      // Without a number it begins with the fewest replicas.
      goingOn: (object, strategy) => (strategy === 'gradual' ? withoutValue(object, ['spec', 'replicas']) : object),
    }),
    FORCE_PROMOTION,
  ],
};
