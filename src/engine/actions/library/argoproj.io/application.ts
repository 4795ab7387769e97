import { isObject, memberAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { BuiltinActions } from '../../builtin-action.ts';
import { withValue } from '../../edit.ts';

export const APPLICATION: BuiltinActions = {
  group: 'argoproj.io',
  kind: 'Application',
  actions: [
    {
      name: 'toggle-auto-sync',
      offer: (object) => ({ displayName: isAutomated(object) ? 'Disable Auto-Sync' : 'Enable Auto-Sync' }),
      run: ({ object }) => withValue(object, ['spec', 'syncPolicy', 'automated', 'enabled'], !isAutomated(object)),
    },
  ],
};

/** Being there switches it on; `enabled` may say otherwise (feature C16). */
function isAutomated(object: KubeObject): boolean {
  const automated = memberAt(object, 'spec', 'syncPolicy', 'automated');
  return isObject(automated) && automated['enabled'] !== false;
}
