/** The parameter `replicas` of actions that scale. */
import { actionFault } from './action-fault.ts';

/** Throws `action.refused` for what is no whole number from 0 on. */
export function replicasFrom(parameters: Readonly<Record<string, string>>): number {
  const text = Object.hasOwn(parameters, 'replicas') ? parameters['replicas'] : undefined;
  if (text === undefined) throw actionFault('action.refused', 'replicas parameter is required');
  if (!/^\s*\d{1,9}\s*$/.test(text)) throw actionFault('action.refused', `invalid number: ${text}`);
  return Number(text);
}
