/** Runs an action: from the live object to the objects that it makes and changes. Writes nothing. */
import { gvkOf, type KubeObject, keyOf, keyText } from '../../kube/object/kube-object.ts';
import type { ResourceOverride } from '../settings/resource-overrides.ts';
import type { ActionInput, ActionResult } from './action.ts';
import { actionFault } from './action-fault.ts';
import { kindActions } from './kind-actions.ts';
import { scriptedResults } from './scripted/scripted-results.ts';

/**
 * The results of the installation's own action of this name, else of the built-in one, offered or not: Argo CD runs what it
 * is asked to run. Throws `action.unknown`, `action.refused`, `action.result`, `settings.invalid` and the faults of scripts
 * (all user).
 */
export function runAction(
  name: string,
  input: ActionInput,
  overrides: readonly ResourceOverride[],
): readonly ActionResult[] {
  const results = resultsOf(name, input, overrides);
  for (const { operation, resource } of results) {
    if (operation === 'patch') checkIsSame(resource, input.object);
  }
  return results;
}

function resultsOf(name: string, input: ActionInput, overrides: readonly ResourceOverride[]): readonly ActionResult[] {
  const { own, builtin } = kindActions(input.object, overrides);
  const script = own?.scripts.get(name);
  if (script !== undefined) return scriptedResults(script, input);
  const action = builtin?.actions.find((one) => one.name === name);
  if (action === undefined) {
    const { group, kind } = gvkOf(input.object);
    const place = group === '' ? kind : `${group}/${kind}`;
    throw actionFault('action.unknown', `built-in script "${place}/actions/${name}" does not exist`);
  }
  const result = action.run(input);
  return isList(result) ? result : [{ operation: 'patch', resource: result }];
}

function isList(result: KubeObject | readonly ActionResult[]): result is readonly ActionResult[] {
  return Array.isArray(result);
}

/** A patch is for the object that the action was run on, which the caller may act on: no other one is written. */
function checkIsSame(resource: KubeObject, object: KubeObject): void {
  if (resource.apiVersion === object.apiVersion && keyText(keyOf(resource)) === keyText(keyOf(object))) return;
  const { kind, metadata } = resource;
  throw actionFault('action.result', `the action would change ${kind} ${metadata.name ?? ''}, which it was not run on`);
}
