/** External Secrets looks again at once when an annotation changes. */
import type { BuiltinAction } from '../../builtin-action.ts';
import { withAnnotation } from '../../edit.ts';
import { secondStamp } from '../../stamp.ts';

export function forceSync(name: string): BuiltinAction {
  return {
    name,
    offer: () => ({}),
    run: ({ object, now }) => withAnnotation(object, 'force-sync', secondStamp(now)),
  };
}
