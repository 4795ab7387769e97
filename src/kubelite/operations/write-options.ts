/** How a write is to be done, whatever it writes. */ import type { Admit } from '../policies/admitted-write.ts';

export interface WriteOptions {
  /** Everything is checked and answered, nothing is stored. */
  readonly dryRun: boolean;
  /** Who owns the fields that the write sets. */
  readonly manager: string;
  /** Takes a warning for the sender. */
  readonly warn: (message: string) => void;
  /** Judges the write by the policies of the cluster; absent for writes of the server itself. */
  readonly admit?: Admit;
}

/** For writes of the server itself. */
export function internalWrite(manager: string): WriteOptions {
  return { dryRun: false, manager, warn: () => undefined };
}
