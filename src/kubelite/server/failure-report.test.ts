import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { failureReport } from './failure-report.ts';

test('a failure is told once, until it is another one', () => {
  const lines: string[] = [];
  const tell = failureReport((line) => lines.push(line));
  const key = { resource: { group: 'apps', plural: 'deployments' }, namespace: 'n', name: 'd' };
  const failure = (message: string) => new AppError({ code: 'kubelite.controller', kind: 'terminal', message });
  for (const message of ['a', 'a', 'b', 'a']) tell('deployment', key, failure(message));
  tell('deployment', { ...key, name: 'e' }, failure('a'));
  expect(lines).toEqual([
    'simulated controller deployment apps/deployments/n/d: a',
    'simulated controller deployment apps/deployments/n/d: b',
    'simulated controller deployment apps/deployments/n/d: a',
    'simulated controller deployment apps/deployments/n/e: a',
  ]);
});
