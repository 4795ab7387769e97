/** `load` and `loadstring`: programs made by a program. They are interpreted as any other. */
import { hasCode } from '../../../base/errors.ts';
import { compileSource } from '../compile/compile-source.ts';
import { Closure } from '../runtime/closure.ts';
import { joinable } from '../runtime/operate.ts';
import { firstOf, type Results } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';

export function loadString(args: Arguments): Results {
  return compiled(args, args.string(1));
}

/** Calls the function for pieces of the text until it gives none. */
export function load(args: Arguments): Results {
  const reader = args.function(1);
  let text = '';
  for (;;) {
    args.machine.spend(1);
    const value = args.machine.callingBack(() => firstOf(reader.call(args.machine, [])));
    if (value === undefined) break;
    const piece = joinable(value);
    if (piece === undefined) return [undefined, 'reader function must return a string'];
    if (piece === '') break;
    args.machine.allocateString(text.length + piece.length);
    text += piece;
  }
  return compiled(args, text);
}

/** Reading a text costs about as much as evaluating this many parts per byte. */
const STEPS_PER_BYTE = 10;
const BYTES_PER_BYTE = 200;

function compiled({ machine }: Arguments, text: string): Results {
  machine.spend(text.length * STEPS_PER_BYTE);
  machine.allocate(text.length * BYTES_PER_BYTE);
  try {
    return new Closure(compileSource(text), { upvalues: [], environment: machine.environment });
  } catch (error) {
    if (hasCode(error, 'lua.syntax')) return [undefined, `${error.message}\n`];
    if (hasCode(error, 'lua.compile')) return [undefined, error.message];
    throw error;
  }
}
