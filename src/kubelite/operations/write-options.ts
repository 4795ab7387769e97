/** How a write is to be done, whatever it writes. */
import type { Json } from '../../base/json-value.ts';
import type { Guard } from '../authorization/guard-roles.ts';
import type { Admit } from '../policies/admitted-write.ts';

export interface WriteOptions {
  /** Everything is checked and answered, nothing is stored. */
  readonly dryRun: boolean;
  /** Who owns the fields that the write sets. */
  readonly manager: string;
  /** The object as the client sent it, for what messages show of it. */
  readonly sent?: Json;
  /** Takes a warning for the sender. */
  readonly warn: (message: string) => void;
  /** Refuses to give rights that the sender does not have; absent where the write gives none. */
  readonly guard?: Guard;
  /** Judges the write by the policies of the cluster; absent for writes of the server itself. */
  readonly admit?: Admit;
}

/** For writes of the server itself. */
export function internalWrite(manager: string): WriteOptions {
  return { dryRun: false, manager, warn: () => undefined };
}
