import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import { createPinoLog } from './pino-log.ts';

function lines(work: (log: ReturnType<typeof createPinoLog>) => void): unknown[] {
  const written: string[] = [];
  work(createPinoLog({ level: 'info', destination: { write: (line) => written.push(line) } }));
  return written.map((line) => {
    const { time, ...rest } = JSON.parse(line);
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT/);
    return rest;
  });
}

test('lines hold message, fields and what was bound; secrets stay hidden', () => {
  const seen = lines((log) => {
    log.debug('not this one');
    log.with({ app: 'web' }).info('synced', { password: new Secret('x'), size: 2n ** 60n });
  });
  expect(seen).toEqual([
    { level: 'info', app: 'web', password: '[secret]', size: '1152921504606846976', msg: 'synced' },
  ]);
});

test('what comes from outside neither begins a line of its own nor commands a terminal', () => {
  const written: string[] = [];
  const log = createPinoLog({ level: 'info', destination: { write: (line) => written.push(line) } });
  const evil = 'x\n{"level":"info","msg":"forged"}\r\u001b[2J\u0007';
  log.info(evil, { author: evil, error: new AppError({ code: 'a.code', kind: 'user', message: evil }) });
  expect(written.map((line) => line.trimEnd().search(/[\u0000-\u001f]/))).toEqual([-1]);
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ msg: evil, author: evil, error: { message: evil } });
});

test('an error shows its code and cause', () => {
  const cause = new AppError({ code: 'a.cause', kind: 'user', message: 'inner' });
  const error = new AppError({ code: 'a.code', kind: 'transient', message: 'outer', hint: 'wait', cause });
  expect(lines((log) => log.error('failed', { error }))).toEqual([
    {
      level: 'error',
      error: {
        code: 'a.code',
        kind: 'transient',
        message: 'outer',
        hint: 'wait',
        cause: { code: 'a.cause', kind: 'user', message: 'inner' },
      },
      msg: 'failed',
    },
  ]);
});
