import type { BuiltinActions } from '../../builtin-action.ts';
import { forceSync } from './force-sync.ts';

export const PUSH_SECRET: BuiltinActions = {
  group: 'external-secrets.io',
  kind: 'PushSecret',
  actions: [forceSync('push')],
};
