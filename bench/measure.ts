/** Figures from outside: CPU and memory of processes, requests from the API's audit log, counters from the metrics page. */
import { openSync, readFileSync, readSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** CPU seconds of a process with the children it has waited for. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
}

/** Resident megabytes. */
export function residentMegabytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

/** The most resident megabytes a process ever had. */
export function peakMegabytes(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

export interface AuditCounter {
  /** Requests of the user since the last call, by `verb resource`. A watch counts when it starts. */
  take(): ReadonlyMap<string, number>;
}

export function auditCounter(path: string, user: string): AuditCounter {
  const file = openSync(path, 'r');
  let position = 0;
  let rest = '';
  return {
    take() {
      const counts = new Map<string, number>();
      const buffer = Buffer.alloc(1 << 20);
      for (
        let read = readSync(file, buffer, 0, buffer.length, position);
        read > 0;
        read = readSync(file, buffer, 0, buffer.length, position)
      ) {
        position += read;
        rest += buffer.toString('utf8', 0, read);
        const lines = rest.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) count(line, user, counts);
      }
      return counts;
    },
  };
}

interface AuditLine {
  readonly stage: string;
  readonly verb: string;
  readonly user?: { readonly username?: string };
  readonly objectRef?: { readonly resource?: string; readonly subresource?: string };
}

function count(line: string, user: string, counts: Map<string, number>): void {
  const { stage, verb, user: who, objectRef } = JSON.parse(line) as AuditLine;
  if (who?.username !== user || (verb === 'watch') !== (stage === 'ResponseStarted')) return;
  const key = `${verb} ${objectRef?.resource ?? 'nothing'}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, value) => total + value, 0);
}

/** `verb resource` → number, most first, as an object for JSON. */
export function shown(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a).slice(0, 8));
}

/** Sum of a counter over its labels, from the text of a metrics page. */
export function metric(page: string, name: string, labels = ''): number {
  const lines = page.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return lines
    .filter((line) => line.includes(labels))
    .reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export function rounded(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}
