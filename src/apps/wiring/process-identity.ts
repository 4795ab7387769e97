/**
 * A name that only this process ever has, and the proof that a process of such a name runs no more. On Linux a process is told
 * from all others by its number, its begin, the run of the machine and the namespace that numbers it; elsewhere nothing is proved.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

const SEPARATOR = '_';
const LENGTH = 12;

/** e.g. `web-1_4711_183923_9f0c2d1e7a55`, as holder of a Lease. */
export function processIdentity(): string {
  const begin = statusOf(process.pid)?.begin;
  const machine = machineOf();
  // Where the system does not tell them apart, chance does.
  const unique = begin === undefined || machine === '' ? ['', randomUUID()] : [begin, machine];
  return [hostname(), process.pid, ...unique].join(SEPARATOR);
}

/**
 * True where a process of this identity ran under the same numbers as this one and is there no more; false wherever that cannot
 * be known. One that was stopped is there.
 */
export function isProcessGone(identity: string): boolean {
  const [machine = '', begin = '', id = ''] = identity.split(SEPARATOR).reverse();
  if (begin === '' || !/^\d+$/.test(id) || machine !== machineOf()) return false;
  const status = statusOf(Number(id));
  return status === undefined ? !isHidden(Number(id)) : status.isDead || status.begin !== begin;
}

/** Processes of other users may not be shown to us (proc(5), `hidepid`): they can be told from none by what a signal meets. */
function isHidden(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** The run of the machine and the namespace of process numbers; empty where the system does not tell. */
function machineOf(): string {
  const run = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid'));
  if (run === undefined || namespace === undefined) return '';
  return createHash('sha256').update(`${run} ${namespace}`).digest('hex').slice(0, LENGTH);
}

interface ProcessStatus {
  /** Ticks from the start of the machine. */
  readonly begin: string;
  /** It has ended, and its parent has not asked how. */
  readonly isDead: boolean;
}

/** Fields 3 and 22 of the process's line (proc(5)); field 2 is a name in brackets. Undefined: there is no such process. */
function statusOf(id: number): ProcessStatus | undefined {
  const line = attempt(() => readFileSync(`/proc/${id}/stat`, 'utf8'));
  const fields = line?.slice(line.lastIndexOf(')') + 2).split(' ');
  const [state, begin] = [fields?.[0], fields?.[19]];
  return begin === undefined ? undefined : { begin, isDead: state === 'Z' || state === 'X' };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
