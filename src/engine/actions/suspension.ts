/** Two actions that hold a resource and let it go on, by a flag in its specification. */
import { memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { BuiltinAction, Offer } from './builtin-action.ts';
import { withValue } from './edit.ts';

export interface SuspensionOptions {
  /** Field of `spec`. */
  readonly field: string;
  readonly hold: { readonly name: string } & Offer;
  readonly release: { readonly name: string } & Offer;
  /** What shows of the one that has nothing to do: greyed out, or not at all. */
  readonly idle: 'disabled' | 'hidden';
}

/** Whether a flag of the specification is set. */
export function isHeld(object: KubeObject, field: string): boolean {
  return memberAt(object, 'spec', field) === true;
}

export function suspension({ field, hold, release, idle }: SuspensionOptions): readonly BuiltinAction[] {
  const action = ({ name, ...looks }: SuspensionOptions['hold'], value: boolean): BuiltinAction => ({
    name,
    offer(object) {
      const useless = isHeld(object, field) === value;
      if (idle === 'hidden') return useless ? undefined : looks;
      return { ...looks, disabled: useless };
    },
    run: ({ object }) => withValue(object, ['spec', field], value),
  });
  return [action(hold, true), action(release, false)];
}
