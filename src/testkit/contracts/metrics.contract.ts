/** What every kind of metrics does. */
import { describe, expect, test } from 'vitest';
import type { MetricsPort } from '../../ports/metrics.ts';

type Labels = Readonly<Record<string, string>>;

export interface MetricsCase {
  readonly metrics: MetricsPort;
  /** Of the series with exactly these labels. */
  value(name: string, labels: Labels): Promise<number>;
  observed(name: string, labels: Labels): Promise<{ readonly count: number; readonly sum: number }>;
}

/** Registers the tests. `open` gives empty metrics for each. */
export function metricsContract(name: string, open: () => MetricsCase): void {
  describe(`Metrics: ${name}`, () => {
    test('a counter adds up by its labels, whatever order they come in', async () => {
      const { metrics, value } = open();
      metrics.count('requests_total', { verb: 'get', code: '200' });
      metrics.count('requests_total', { code: '200', verb: 'get' }, 4);
      metrics.count('requests_total', { verb: 'get', code: '500' });
      expect(await value('requests_total', { verb: 'get', code: '200' })).toBe(5);
      expect(await value('requests_total', { verb: 'get', code: '500' })).toBe(1);
    });

    test('a gauge is what it was set to last', async () => {
      const { metrics, value } = open();
      metrics.gauge('apps', 7, { project: 'a' });
      metrics.gauge('apps', 3, { project: 'a' });
      metrics.gauge('apps', 0, { project: 'b' });
      expect([await value('apps', { project: 'a' }), await value('apps', { project: 'b' })]).toEqual([3, 0]);
    });

    test('durations are counted and summed', async () => {
      const { metrics, observed } = open();
      for (const seconds of [0.25, 0.5, 8]) metrics.observe('wait_seconds', seconds, { step: 'render' });
      expect(await observed('wait_seconds', { step: 'render' })).toEqual({ count: 3, sum: 8.75 });
    });

    test('names without labels', async () => {
      const { metrics, value } = open();
      metrics.count('starts_total');
      metrics.count('starts_total');
      expect(await value('starts_total', {})).toBe(2);
    });
  });
}
