/** Places in lists: `[3]`. */
import { quote } from '../../../../lang/go-value/index.ts';
import type { HelmValue } from '../table.ts';
import { SetFault } from './set-fault.ts';

/** The largest index that is taken; a larger one would only eat memory. */
const MAX_INDEX = 65_536;
const MAX_INT = 2n ** 63n - 1n;

/** The number between brackets. Throws a SetFault with Go's words. */
export function parseIndex(text: string): number {
  if (!/^[-+]?[0-9]+$/.test(text)) throw atoiFault(text, 'invalid syntax');
  const value = BigInt(text.replace(/^\+/, ''));
  if (value > MAX_INT || value < -MAX_INT - 1n) throw atoiFault(text, 'value out of range');
  return Number(value);
}

/** The list with the value at this place; what is between is null. The list itself where it is long enough. */
export function withItem(list: HelmValue[], index: number, value: HelmValue): HelmValue[] {
  if (index > MAX_INDEX) {
    throw new SetFault(`index of ${index} is greater than maximum supported index of ${MAX_INDEX}`);
  }
  if (list.length > index) {
    list[index] = value;
    return list;
  }
  const longer: HelmValue[] = [...list];
  while (longer.length < index) longer.push(null);
  longer.push(value);
  return longer;
}

function atoiFault(text: string, reason: string): SetFault {
  return new SetFault(`error parsing index: strconv.Atoi: parsing ${quote(text)}: ${reason}`);
}
