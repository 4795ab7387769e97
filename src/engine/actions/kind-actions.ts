/** Where the actions of a kind come from: the installation's own, the built-in ones, or both. */
import { gvkOf, type KubeObject } from '../../kube/object/kube-object.ts';
import type { ResourceOverride } from '../settings/resource-overrides.ts';
import type { BuiltinActions } from './builtin-action.ts';
import { builtinActions } from './registry.ts';
import { type ActionDefinitions, readDefinitions } from './scripted/definitions.ts';

export interface KindActions {
  readonly own: ActionDefinitions | undefined;
  readonly builtin: BuiltinActions | undefined;
}

/** Only a key that names the kind counts: Argo CD reads no patterns for actions. Throws `settings.invalid` (user). */
export function kindActions(object: KubeObject, overrides: readonly ResourceOverride[]): KindActions {
  const { group, kind } = gvkOf(object);
  const override = overrides.find((one) => one.group === group && one.kind === kind && one.actions.trim() !== '');
  const name = group === '' ? kind : `${group}/${kind}`;
  return {
    own: override === undefined ? undefined : readDefinitions(override.actions, name),
    builtin: builtinActions(group, kind),
  };
}
