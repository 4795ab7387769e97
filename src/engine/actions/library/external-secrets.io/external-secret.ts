import type { BuiltinActions } from '../../builtin-action.ts';
import { forceSync } from './force-sync.ts';

export const EXTERNAL_SECRET: BuiltinActions = {
  group: 'external-secrets.io',
  kind: 'ExternalSecret',
  actions: [forceSync('refresh')],
};
