/** What one run of a configured command may use. Annotations of its document change it. */
import { readDuration } from '../../base/duration.ts';

export interface CommandLimits {
  /** Milliseconds for one command (Argo CD: ARGOCD_EXEC_TIMEOUT). */
  readonly time: number;
  /** Milliseconds from the polite end to the forced one. */
  readonly grace: number;
  /** Bytes of standard output. */
  readonly output: number;
  /** Bytes of memory that one process may fill. */
  readonly memory: number;
  /** Processes at the same time. */
  readonly processes: number;
  /** Bytes of everything that it leaves in its folders, and of one file. */
  readonly disk: number;
  /** Whether it reaches other machines. */
  readonly hasNetwork: boolean;
  /** Variables of our own environment that it gets, by name. */
  readonly passed: readonly string[];
}

/** A day: a timer of more than 2^31 milliseconds would end at once. */
const LONGEST = 24 * 60 * 60_000;
const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: CommandLimits = {
  time: 90_000,
  grace: 2_000,
  output: 100 * MEBIBYTE,
  memory: 2048 * MEBIBYTE,
  processes: 256,
  disk: 2048 * MEBIBYTE,
  hasNetwork: true,
  passed: [],
};

const PREFIX = 'plugin.tiphys.dev/';

/**
 * Annotations go before the variables that Argo CD's sidecars read: ARGOCD_EXEC_TIMEOUT and ARGOCD_EXEC_FATAL_TIMEOUT. What
 * cannot be read is as if it were not there.
 */
export function limitsFrom(
  annotations: Readonly<Record<string, string>>,
  variable: (name: string) => string | undefined,
): CommandLimits {
  const said = (name: string): string | undefined => {
    const key = PREFIX + name;
    return Object.hasOwn(annotations, key) ? annotations[key] : undefined;
  };
  return {
    ...DEFAULT_LIMITS,
    time: positive(said('timeout')) ?? positive(variable('ARGOCD_EXEC_TIMEOUT')) ?? DEFAULT_LIMITS.time,
    grace: positive(variable('ARGOCD_EXEC_FATAL_TIMEOUT')) ?? DEFAULT_LIMITS.grace,
    memory: mebibytes(said('memory-mib')) ?? DEFAULT_LIMITS.memory,
    disk: mebibytes(said('disk-mib')) ?? DEFAULT_LIMITS.disk,
    output: mebibytes(said('output-mib')) ?? DEFAULT_LIMITS.output,
    processes: countIn(said('processes')) ?? DEFAULT_LIMITS.processes,
    hasNetwork: said('network') !== 'none',
    passed: (said('pass-environment') ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])),
  };
}

function positive(text: string | undefined): number | undefined {
  const time = readDuration(text ?? '');
  return time === undefined || time <= 0 ? undefined : Math.min(time, LONGEST);
}

function mebibytes(text: string | undefined): number | undefined {
  const count = countIn(text);
  return count === undefined ? undefined : count * MEBIBYTE;
}

function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;
}
