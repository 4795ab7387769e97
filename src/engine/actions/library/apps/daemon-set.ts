import type { BuiltinActions } from '../../builtin-action.ts';
import { RESTART } from './restart.ts';

export const DAEMON_SET: BuiltinActions = { group: 'apps', kind: 'DaemonSet', actions: [RESTART] };
