import type { BuiltinActions } from '../../builtin-action.ts';
import { annotationOf, withAnnotation } from '../../edit.ts';

const ROLLING = 'strimzi.io/manual-rolling-update';

export const STRIMZI_POD_SET: BuiltinActions = {
  group: 'core.strimzi.io',
  kind: 'StrimziPodSet',
  actions: [
    {
      name: 'rolling-update',
      offer: (object) => ({ disabled: annotationOf(object, ROLLING) === 'true' }),
      run: ({ object }) => withAnnotation(object, ROLLING, 'true'),
    },
  ],
};
