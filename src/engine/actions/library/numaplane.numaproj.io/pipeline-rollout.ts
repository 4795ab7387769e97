import { textAt } from '../../../../base/json-value.ts';
import type { BuiltinActions } from '../../builtin-action.ts';
import { annotationOf, withAnnotation } from '../../edit.ts';
import { rolloutLifecycle } from './rollout-lifecycle.ts';

const DATA_LOSS = 'numaplane.numaproj.io/allow-data-loss';

export const PIPELINE_ROLLOUT: BuiltinActions = {
  group: 'numaplane.numaproj.io',
  kind: 'PipelineRollout',
  actions: [
    ...rolloutLifecycle('pipeline', (object) => object),
    {
      name: 'allow-data-loss',
      offer: (object) => ({
        // Only a drain that an upgrade waits for can be cut short.
        disabled: textAt(object, 'status', 'upgradeInProgress') !== 'PipelinePauseAndDrain',
        iconClass: 'fa-solid fa-fw fa-unlock',
        displayName: 'Allow Data Loss',
      }),
      run: ({ object }) => withAnnotation(object, DATA_LOSS, 'true'),
    },
    {
      name: 'disallow-data-loss',
      offer: (object) => ({
        disabled: annotationOf(object, DATA_LOSS) !== 'true',
        iconClass: 'fa-solid fa-fw fa-lock',
        displayName: 'Disallow Data Loss',
      }),
      run: ({ object }) => withAnnotation(object, DATA_LOSS, 'false'),
    },
  ],
};
