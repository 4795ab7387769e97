/** Functions that are there so that a script is told why it may not have them. */
import type { LibraryFunction } from './library.ts';

/** `name` is what the script calls; `reason` what stands behind it. */
export function refused(name: string, reason: string): LibraryFunction {
  return ({ machine }) => {
    throw machine.fault(`${name} is not allowed: ${reason}`);
  };
}

export const NO_FILES = 'scripts may not touch files';
export const NO_PROCESSES = 'scripts may not touch the process or run others';
