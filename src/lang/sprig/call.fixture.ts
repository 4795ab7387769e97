/** Calls one function as the executor would, with arguments that need no conversion. */
import { Budget, type CallContext, type FunctionTable, type GoValue } from '../go-value/index.ts';
import { helmTable } from './helm/helm-functions.ts';

export interface CallSettings {
  readonly table?: FunctionTable;
  readonly budget?: Budget;
  /** Nanoseconds since 1970. */
  readonly now?: bigint;
  readonly random?: (bytes: number) => Uint8Array;
}

/** Bytes that count up: 0, 1, 2 … */
export function countingBytes(): (bytes: number) => Uint8Array {
  let next = 0;
  return (bytes) => Uint8Array.from({ length: bytes }, () => next++ % 256);
}

export function callContext(settings: CallSettings = {}): CallContext {
  const unused = () => {
    throw new Error('no templates here');
  };
  return {
    budget: settings.budget ?? new Budget(),
    now: () => settings.now ?? 1_700_000_000_123_456_789n,
    random: settings.random ?? countingBytes(),
    templates: { has: () => false, execute: unused, parse: unused },
  };
}

export function call(name: string, args: readonly GoValue[], settings: CallSettings = {}): GoValue {
  const found = (settings.table ?? helmTable()).get(name);
  if (found === undefined) throw new Error(`no function ${name}`);
  return found.call(callContext(settings), args);
}
