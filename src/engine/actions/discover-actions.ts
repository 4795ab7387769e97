/** Which actions there are for a live object. */
import type { ResourceOverride } from '../settings/resource-overrides.ts';
import type { ActionInput, ResourceAction } from './action.ts';
import type { BuiltinActions } from './builtin-action.ts';
import { kindActions } from './kind-actions.ts';
import { scriptedOffers } from './scripted/scripted-offers.ts';

/**
 * The actions offered, by name: the installation's own before built-in ones, which show with them only where
 * `mergeBuiltinActions` says so. Throws `settings.invalid`, `action.result` and the faults of scripts (all user).
 */
export function discoverActions(
  input: Pick<ActionInput, 'object' | 'now'>,
  overrides: readonly ResourceOverride[],
): readonly ResourceAction[] {
  const { own, builtin } = kindActions(input.object, overrides);
  const offered = own === undefined ? [] : scriptedOffers(own.discovery, { ...input, parameters: {} });
  const names = new Set(offered.map(({ name }) => name));
  const shipped = builtin === undefined || own?.keepsBuiltin === false ? [] : builtinOffers(builtin, input);
  const all = [...offered, ...shipped.filter(({ name }) => !names.has(name))];
  return all.sort((left, right) => (left.name < right.name ? -1 : 1));
}

function builtinOffers(
  { actions }: BuiltinActions,
  { object }: Pick<ActionInput, 'object'>,
): readonly ResourceAction[] {
  return actions.flatMap(({ name, offer }) => {
    const looks = offer(object);
    if (looks === undefined) return [];
    const { disabled = false, iconClass = '', displayName = '', parameters = [] } = looks;
    return [{ name, disabled, iconClass, displayName, parameters }];
  });
}
