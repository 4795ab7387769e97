import { AppError } from '../../../base/errors.ts';

/** `jq.undefined` (user): a program uses a name that nothing stands for. */
export function undefinedName(what: string): AppError {
  return new AppError({ code: 'jq.undefined', kind: 'user', message: `${what} of the jq expression is not defined` });
}
