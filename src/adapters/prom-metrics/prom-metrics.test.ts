import { expect, test } from 'vitest';
import { createPromMetrics } from './prom-metrics.ts';

test('counters, gauges and durations appear in the text', async () => {
  const metrics = createPromMetrics({
    descriptions: {
      renders_total: { help: 'Renders.', labels: ['result'] },
      wait_seconds: { help: 'Waits.', buckets: [1] },
    },
    process: false,
  });
  metrics.count('renders_total', { result: 'ok' });
  metrics.count('renders_total', { result: 'ok' }, 2);
  metrics.gauge('apps', 7);
  metrics.observe('wait_seconds', 0.5);
  const lines = (await metrics.text()).split('\n').filter((line) => line !== '');
  expect(lines).toEqual([
    '# HELP renders_total Renders.',
    '# TYPE renders_total counter',
    'renders_total{result="ok"} 3',
    '# HELP apps apps',
    '# TYPE apps gauge',
    'apps 7',
    '# HELP wait_seconds Waits.',
    '# TYPE wait_seconds histogram',
    'wait_seconds_bucket{le="1"} 1',
    'wait_seconds_bucket{le="+Inf"} 1',
    'wait_seconds_sum 0.5',
    'wait_seconds_count 1',
  ]);
});
