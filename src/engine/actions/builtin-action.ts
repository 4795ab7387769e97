/** What a member of the family of built-in actions declares. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ActionInput, ActionParameter, ActionResult } from './action.ts';

/** How an action shows for one object; what is left out is empty, or enabled. */
export interface Offer {
  readonly disabled?: boolean;
  readonly iconClass?: string;
  readonly displayName?: string;
  readonly parameters?: readonly ActionParameter[];
}

export interface BuiltinAction {
  readonly name: string;
  /** Undefined: it is not offered for this object. */
  offer(object: KubeObject): Offer | undefined;
  /** The object as it shall be, or a list of what to make. Throws `action.refused`. */
  run(input: ActionInput): KubeObject | readonly ActionResult[];
}

export interface BuiltinActions {
  readonly group: string;
  readonly kind: string;
  readonly actions: readonly BuiltinAction[];
}
