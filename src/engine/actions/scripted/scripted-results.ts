/** What a script of an action returned: the changed object, or a list of objects each with its operation. */
import { isList, isObject, type Json, member } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { ActionInput, ActionResult } from '../action.ts';
import { actionFault } from '../action-fault.ts';
import { restoreEmpty } from './restore-empty.ts';
import { runScript } from './run-script.ts';

/** Throws `action.result` (user) for what is no such result, and the faults of the script. */
export function scriptedResults(script: string, input: ActionInput): readonly ActionResult[] {
  const { value, type } = runScript(script, input);
  if (type !== 'table') throw actionFault('action.result', `expect table output from Lua script, not ${type}`);
  if (!isList(value)) return [patchOf(value, input)];
  return value.map((entry) => resultOf(entry, input));
}

function resultOf(entry: Json, input: ActionInput): ActionResult {
  if (!isObject(entry)) throw actionFault('action.result', 'a member of the list is no table with names');
  const operation = member(entry, 'operation');
  const resource = member(entry, 'resource') ?? null;
  if (operation === 'create') return { operation, resource: objectOf(resource) };
  if (operation === 'patch') return patchOf(resource, input);
  throw actionFault('action.result', `unsupported operation: ${JSON.stringify(operation ?? null)}`);
}

/** Lua has one kind of table: what was an empty object must not come back as an empty list. */
function patchOf(value: Json, { object }: ActionInput): ActionResult {
  return { operation: 'patch', resource: objectOf(restoreEmpty(objectOf(value), object)) };
}

function objectOf(value: Json): KubeObject {
  const fault = faultOf(value);
  if (fault !== undefined) throw actionFault('action.result', fault);
  return value as KubeObject;
}

function faultOf(value: Json): string | undefined {
  if (!isObject(value)) return 'the result is no object';
  if (typeof value['kind'] !== 'string' || value['kind'] === '') return "Object 'Kind' is missing in the result";
  if (typeof value['apiVersion'] !== 'string') return "Object 'apiVersion' is missing in the result";
  return isObject(value['metadata'] ?? null) ? undefined : "Object 'metadata' is missing in the result";
}
