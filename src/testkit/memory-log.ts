/** A log that keeps its lines for a test to look at. */
import type { LogPort } from '../ports/log.ts';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface MemoryLog extends LogPort {
  readonly lines: readonly LogLine[];
}

/** Loggers made by `with` write to the same lines. */
export function memoryLog(): MemoryLog {
  const lines: LogLine[] = [];
  return { ...boundLog(lines, {}), lines };
}

function boundLog(lines: LogLine[], bound: LogLine['fields']): LogPort {
  const write =
    (level: LogLine['level']) =>
    (message: string, fields: LogLine['fields'] = {}): void => {
      lines.push({ level, message, fields: { ...bound, ...fields } });
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (fields) => boundLog(lines, { ...bound, ...fields }),
  };
}
