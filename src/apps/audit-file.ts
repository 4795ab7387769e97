/** An audit log in a file: lines are gathered for a moment and written at once. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AuditSink } from '../kubelite/audit/audit-log.ts';

/** Readers follow the file, so lines do not wait long. */
const GATHERED_FOR = 20;

export interface AuditFile {
  readonly sink: AuditSink;
  /** Writes what is left. */
  close(): void;
}

/** Opens a file to append to. Throws the system's error where it can't be written. */
export function auditFile(path: string): AuditFile {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a', 0o600);
  let gathered: string[] = [];
  const flush = (): void => {
    if (gathered.length === 0) return;
    const text = gathered.join('');
    gathered = [];
    writeSync(file, text);
  };
  return {
    sink: (line) => {
      if (gathered.length === 0) setTimeout(flush, GATHERED_FOR).unref();
      gathered.push(`${line}\n`);
    },
    close: () => {
      flush();
      closeSync(file);
    },
  };
}
