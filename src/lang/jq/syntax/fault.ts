import { AppError } from '../../../base/errors.ts';

/** `jq.syntax` (user): what is wrong with a program, and where. */
export function invalidProgram(source: string, at: number, why: string): AppError {
  const before = source.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return new AppError({
    code: 'jq.syntax',
    kind: 'user',
    message: `invalid jq expression ${JSON.stringify(source)}: ${why} (line ${line}, column ${column})`,
  });
}
