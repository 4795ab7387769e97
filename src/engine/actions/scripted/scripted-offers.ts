/** What a discovery script returned: a table of actions by name. */
import { isList, isObject, type Json, type JsonObject, member } from '../../../base/json-value.ts';
import type { ActionInput, ActionParameter, ResourceAction } from '../action.ts';
import { actionFault } from '../action-fault.ts';
import { runScript } from './run-script.ts';

/** Throws `action.result` (user) for what is no such table, and the faults of the script. */
export function scriptedOffers(discovery: string, input: ActionInput): readonly ResourceAction[] {
  const { value, type } = runScript(discovery, input);
  if (type !== 'table') throw actionFault('action.result', `expect table output from Lua script, not ${type}`);
  if (isList(value) && value.length === 0) return [];
  if (!isObject(value)) throw actionFault('action.result', 'error unmarshaling action table: it has no names');
  return Object.entries(value).map(([name, offer]) => actionOf(name, offer ?? null));
}

/** A table without content stands for an action that is as usual. */
function actionOf(name: string, offer: Json): ResourceAction {
  if (isList(offer) && offer.length === 0) return actionOf(name, {});
  if (!isObject(offer)) throw misread(name, 'it is no table with names');
  return {
    name: textOf(offer, 'name', name) || name,
    disabled: member(offer, 'disabled') === true,
    iconClass: textOf(offer, 'iconClass', name),
    displayName: textOf(offer, 'displayName', name),
    parameters: parametersOf(offer, name),
  };
}

function parametersOf(offer: JsonObject, action: string): readonly ActionParameter[] {
  const listed = member(offer, 'params') ?? [];
  if (!isList(listed)) throw misread(action, 'params is no list');
  return listed.map((entry) => {
    if (!isObject(entry)) throw misread(action, 'a parameter is no table with names');
    const value = textOf(entry, 'default', action);
    return { name: textOf(entry, 'name', action), ...(value === '' ? {} : { default: value }) };
  });
}

function textOf(from: JsonObject, field: string, action: string): string {
  const found = member(from, field) ?? '';
  if (typeof found !== 'string') throw misread(action, `${field} is no text`);
  return found;
}

function misread(action: string, reason: string): Error {
  return actionFault('action.result', `error unmarshaling action ${action}: ${reason}`);
}
