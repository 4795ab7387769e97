/** How a Lua program fails: with a value it may catch, or for good. */
import { AppError } from '../../../base/errors.ts';
import type { LuaValue } from './value.ts';

/**
 * An error of the program, caught by `pcall`. Never leaves `src/lang/lua`. No `Error`: programs may throw as they like, and
 * nobody looks at the stack of ours.
 */
export class LuaFault {
  readonly value: LuaValue;

  constructor(value: LuaValue) {
    this.value = value;
  }
}

/** A run beyond its budget; no `pcall` catches it. */
export function exhausted(what: string): AppError {
  return new AppError({
    code: 'lua.exhausted',
    kind: 'user',
    message: what,
    hint: 'The script does more than a check may do; look for a loop without an end.',
  });
}
