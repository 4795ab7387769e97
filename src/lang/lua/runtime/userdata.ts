/** A value without parts, only with a metatable of its own: what `newproxy` makes. */
import type { LuaTable } from './table.ts';

export class Userdata {
  readonly kind = 'userdata';
  metatable: LuaTable | undefined = undefined;
}
