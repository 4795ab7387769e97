/** What is wrong with a `--set` text. Caught where the flag is known, which becomes part of the message. */
import { goTypeOf, type HelmValue } from '../table.ts';

export class SetFault extends Error {}

/** Go's panic on a value that is no list or no map, which Helm turns into this. */
export function notOfType(value: HelmValue | undefined, wanted: 'list' | 'map'): SetFault {
  const type = wanted === 'list' ? '[]interface {}' : 'map[string]interface {}';
  const found = goTypeOf(value);
  return new SetFault(`unable to parse key: interface conversion: interface {} is ${found}, not ${type}`);
}
