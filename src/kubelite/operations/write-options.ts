/** How a write is to be done, whatever it writes. */
export interface WriteOptions {
  /** Everything is checked and answered, nothing is stored. */
  readonly dryRun: boolean;
  /** Who owns the fields that the write sets. */
  readonly manager: string;
  /** Takes a warning for the sender. */
  readonly warn: (message: string) => void;
}

/** For writes of the server itself. */
export function internalWrite(manager: string): WriteOptions {
  return { dryRun: false, manager, warn: () => undefined };
}
