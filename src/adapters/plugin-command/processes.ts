/** Processes of this machine as /proc tells them; where there is none, there are none. */
import { readdir, readFile } from 'node:fs/promises';

/** Those whose environment has this line: also ones that left their process group. */
export async function processesWith(line: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const pid of await allProcesses()) {
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    if (pid !== process.pid && environment.split('\0').includes(line)) found.push(pid);
  }
  return found;
}

/** Ends all of them, and those that they made meanwhile. */
export async function killProcessesWith(line: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const found = await processesWith(line);
    if (found.length === 0) return;
    for (const pid of found) killQuietly(pid);
  }
}

const ROUNDS = 20;

/** A process, or with a minus a whole group. */
export function killQuietly(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

async function allProcesses(): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}
