import type { BuiltinActions } from '../../builtin-action.ts';
import { RESTART } from './restart.ts';
import { SCALE } from './scale.ts';

export const STATEFUL_SET: BuiltinActions = { group: 'apps', kind: 'StatefulSet', actions: [RESTART, SCALE] };
