/** A text that is no Lua program, told as gopher-lua tells it. */
import { AppError } from '../../../base/errors.ts';

export interface Place {
  readonly line: number;
  /** Bytes of the line up to the end of the token. */
  readonly column: number;
}

/** `lua.syntax` (user); at the end of the text there is no place. */
export function syntaxFault(place: Place | undefined, token: string, message = 'syntax error'): AppError {
  const where = place === undefined ? 'at EOF:' : `line:${place.line}(column:${place.column}) near '${token}':`;
  return new AppError({ code: 'lua.syntax', kind: 'user', message: `<string> ${where}   ${message}` });
}

/** `lua.compile` (user): a fault of a program that reads well but means nothing. */
export function meaningFault(line: number, message: string): AppError {
  return new AppError({
    code: 'lua.compile',
    kind: 'user',
    message: `compile error near line(${line}) <string>: ${message}`,
  });
}
