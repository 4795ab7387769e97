import type { BuiltinActions } from '../../builtin-action.ts';
import { annotationOf, withAnnotation } from '../../edit.ts';
import { lifecycleActions } from './lifecycle.ts';
import { FORCE_PROMOTION, isOwnedBy, upgradeState } from './upgrade.ts';

const MARKED = 'numaplane.numaproj.io/marked-for-deletion';

export const PIPELINE: BuiltinActions = {
  group: 'numaflow.numaproj.io',
  kind: 'Pipeline',
  actions: [
    ...lifecycleActions({
      specification: ['spec'],
      annotations: ['spec', 'metadata', 'annotations'],
      isOwned: isOwnedBy('PipelineRollout'),
      goingOn: (object, strategy) =>
        withAnnotation(object, 'numaflow.numaproj.io/resume-strategy', strategy === 'fast' ? 'fast' : 'slow'),
    }),
    FORCE_PROMOTION,
    {
      name: 'delete',
      offer: (object) => ({
        disabled: !upgradeState(object).startsWith('recyclable') || annotationOf(object, MARKED) === 'true',
        iconClass: 'fa-solid fa-fw fa-trash',
        displayName: 'Delete',
      }),
      run: ({ object }) => withAnnotation(object, MARKED, 'true'),
    },
  ],
};
