import type { BuiltinActions } from '../../builtin-action.ts';
import { FORCE_PROMOTION } from './upgrade.ts';

export const INTER_STEP_BUFFER_SERVICE: BuiltinActions = {
  group: 'numaflow.numaproj.io',
  kind: 'InterStepBufferService',
  actions: [FORCE_PROMOTION],
};
