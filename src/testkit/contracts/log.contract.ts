/** What every log does. */
import { describe, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import type { LogPort } from '../../ports/log.ts';

export interface LogCase {
  /** Writes every level. */
  readonly log: LogPort;
  /** What was written, each line as JSON text. */
  written(): readonly string[];
}

/** Registers the tests. `open` gives an empty log for each. */
export function logContract(name: string, open: () => LogCase): void {
  describe(`Log: ${name}`, () => {
    test('every level writes one line with its message and fields', () => {
      const { log, written } = open();
      for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](`as ${level}`, { app: 'web', n: 1 });
      log.info('without fields');
      expect(written()).toHaveLength(5);
      for (const [at, level] of ['debug', 'info', 'warn', 'error'].entries()) {
        expect(written()[at]).toContain(`"as ${level}"`);
        expect(written()[at]).toContain(`"level":"${level}"`);
        expect(written()[at]).toContain('"app":"web"');
      }
    });

    test('what is bound stands in each line of that log and of those made from it, and in no other', () => {
      const { log, written } = open();
      const bound = log.with({ app: 'web' });
      bound.with({ step: 'sync' }).info('both');
      bound.info('one');
      log.info('none');
      const [both, one, none] = written();
      expect(both).toMatch(/"app":"web".*"step":"sync"/);
      expect([one?.includes('"app":"web"'), one?.includes('step')]).toEqual([true, false]);
      expect(none).not.toContain('web');
    });

    test('a secret never shows, wherever it stands', () => {
      const { log, written } = open();
      const password = new Secret('hunter2');
      log.with({ password }).info('one', { password, nested: { list: [password] } });
      const error = new AppError({ code: 'a.code', kind: 'user', message: 'no', cause: { password } });
      log.error('two', { error });
      expect(written().join('\n')).not.toContain('hunter2');
      expect(written()[0]).toContain('[secret]');
    });
  });
}
