/** The fault for data files that do not hold what was written. */
import { AppError } from '../../base/errors.ts';

/** `kubelite.broken-data` (user): names the file, the place and the reason. */
export function brokenData(path: string, offset: number, reason: string): AppError {
  return new AppError({
    code: 'kubelite.broken-data',
    kind: 'user',
    message: `${path} is damaged at byte ${offset}: ${reason}`,
    hint: 'Nothing was changed. Put a copy of the whole folder back, or start with another one.',
  });
}
