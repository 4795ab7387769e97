/** The structured log as JSON lines, written by pino. */
import { type DestinationStream, type Logger, pino } from 'pino';
import { AppError } from '../../base/errors.ts';
import type { LogPort } from '../../ports/log.ts';

export interface PinoLogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Default: standard error, synchronously. */
  readonly destination?: DestinationStream;
}

type Fields = Readonly<Record<string, unknown>>;

/** Lines have `level` and `time` as words, as Argo CD's JSON log has them. An `error` field shows code, message and causes. */
export function createPinoLog(options: PinoLogOptions): LogPort {
  const settings = {
    level: options.level,
    base: null,
    messageKey: 'msg',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  return wrap(pino(settings, options.destination ?? pino.destination({ dest: 2, sync: true })));
}

function wrap(logger: Logger): LogPort {
  return {
    debug: (message, fields) => logger.debug(plain(fields), message),
    info: (message, fields) => logger.info(plain(fields), message),
    warn: (message, fields) => logger.warn(plain(fields), message),
    error: (message, fields) => logger.error(plain(fields), message),
    with: (fields) => wrap(logger.child(plain(fields))),
  };
}

/** Errors and big integers have no JSON of their own. A `Secret` shows itself as `[secret]`. */
function plain(fields: Fields = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(value)]));
}

function shown(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (!(value instanceof Error)) return value;
  const cause = value.cause instanceof Error ? { cause: shown(value.cause) } : {};
  if (value instanceof AppError) {
    const hint = value.hint === undefined ? {} : { hint: value.hint };
    return { code: value.code, kind: value.kind, message: value.message, ...hint, ...cause };
  }
  return { name: value.name, message: value.message, stack: value.stack, ...cause };
}
