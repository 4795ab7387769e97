import { TAIL } from '../runtime/machine.ts';
import type { Value } from '../runtime/value.ts';

/** The value of a part. Parts never leave a call to their evaluator: only ends of bodies do. */
export function valueIn(result: Value | typeof TAIL): Value {
  if (result === TAIL) throw new Error('a call was left where none may be');
  return result;
}
