/** Another number of replicas, by the parameter `replicas`. */
import type { BuiltinAction } from '../../builtin-action.ts';
import { withValue } from '../../edit.ts';
import { replicasFrom } from '../../replica-count.ts';

export const SCALE: BuiltinAction = {
  name: 'scale',
  offer: () => ({ iconClass: 'fa fa-fw fa-plus-circle', parameters: [{ name: 'replicas' }] }),
  run: ({ object, parameters }) => withValue(object, ['spec', 'replicas'], replicasFrom(parameters)),
};
