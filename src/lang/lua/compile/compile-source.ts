/** The text of a program to something that runs. */
import { AppError } from '../../../base/errors.ts';
import { parseProgram } from '../parser/parse-function.ts';
import { Parser } from '../parser/parser.ts';
import type { Prototype } from '../runtime/closure.ts';
import { compilePrototype } from './compile-function.ts';

/** From bytes. Throws `lua.syntax` (user), also for programs that are too large to be read. */
export function compileSource(source: string): Prototype {
  try {
    return compilePrototype(parseProgram(new Parser(source)));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AppError({ code: 'lua.syntax', kind: 'user', message: 'the program is too large', cause: error });
  }
}
