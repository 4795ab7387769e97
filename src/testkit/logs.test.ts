import { createPinoLog } from '../adapters/pino-log/pino-log.ts';
import { logContract } from './contracts/log.contract.ts';
import { memoryLog } from './memory-log.ts';

logContract('in memory', () => {
  const log = memoryLog();
  return { log, written: () => log.lines.map(({ fields, ...line }) => JSON.stringify({ ...line, ...fields })) };
});

logContract('as JSON lines', () => {
  const lines: string[] = [];
  const log = createPinoLog({ level: 'debug', destination: { write: (line) => lines.push(line) } });
  return { log, written: () => lines };
});
