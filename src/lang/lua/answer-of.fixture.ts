/** Runs a script and answers in the form of the line program `golua`. */
import { AppError } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import type { LibraryName } from './library/globals.ts';
import { compileLua, runLua } from './run-lua.ts';

const LIMITS = { steps: 20_000_000, memory: 128 * 1024 * 1024 };

export function answerOf(
  script: string,
  obj: Json,
  libraries: readonly LibraryName[] = ['table', 'string', 'math'],
): object {
  try {
    const globals = { obj, actionParams: null };
    const { value, type } = runLua(compileLua(script), { globals, libraries, now: 0, limits: LIMITS });
    return { result: value, type };
  } catch (error) {
    if (error instanceof AppError) return { error: error.message };
    throw error;
  }
}
