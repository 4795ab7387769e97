/** `resource.customizations.actions.<group>_<kind>`: the YAML under it. */
import { AppError, messageOf } from '../../../base/errors.ts';
import { isList, isObject, type Json, member, textAt } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';

export interface ActionDefinitions {
  /** Lua that says what is offered. */
  readonly discovery: string;
  /** Lua by name of the action. */
  readonly scripts: ReadonlyMap<string, string>;
  /** The built-in actions of the kind stay; those of the same name give way. */
  readonly keepsBuiltin: boolean;
}

/** Throws `settings.invalid` (user), which names the kind. */
export function readDefinitions(text: string, kind: string): ActionDefinitions {
  let value: Json;
  try {
    value = readYaml(text);
  } catch (cause) {
    throw invalid(kind, messageOf(cause), cause);
  }
  if (!isObject(value)) throw invalid(kind, 'it is no map');
  const definitions = member(value, 'definitions') ?? [];
  if (!isList(definitions)) throw invalid(kind, 'definitions is no list');
  return {
    discovery: textAt(value, 'discovery.lua') ?? '',
    scripts: new Map(
      // Of two with the same name the first counts.
      [...definitions].reverse().map((entry) => [textAt(entry, 'name') ?? '', textAt(entry, 'action.lua') ?? '']),
    ),
    keepsBuiltin: member(value, 'mergeBuiltinActions') === true,
  };
}

function invalid(kind: string, reason: string, cause?: unknown): AppError {
  return new AppError({
    code: 'settings.invalid',
    kind: 'user',
    message: `cannot read the actions of ${kind} in argocd-cm: ${reason}`,
    cause,
  });
}
