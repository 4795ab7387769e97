/** `tostring`. */
import type { Machine } from '../runtime/machine.ts';
import { metaOf } from '../runtime/operate.ts';
import { LuaTable } from '../runtime/table.ts';
import { Userdata } from '../runtime/userdata.ts';
import { firstOf, isFunction, type LuaValue, plainText, typeOf } from '../runtime/value.ts';

/** What a value says of itself, or its plain text. */
export function toText(machine: Machine, value: LuaValue): LuaValue {
  const own = metaOf(machine, value, '__tostring');
  return isFunction(own) ? firstOf(machine.callingBack(() => own.call(machine, [value]))) : plainText(value);
}

/** Tables have their own, values of any other type share one. */
export function metatableOf(machine: Machine, value: LuaValue): LuaTable | undefined {
  return value instanceof LuaTable || value instanceof Userdata
    ? value.metatable
    : machine.sharedMetatable(typeOf(value));
}
