import { createPromMetrics } from '../adapters/prom-metrics/prom-metrics.ts';
import { metricsContract } from './contracts/metrics.contract.ts';
import { memoryMetrics } from './memory-metrics.ts';

metricsContract('in memory', () => {
  const metrics = memoryMetrics();
  return {
    metrics,
    value: async (name, labels) => metrics.value(name, labels),
    observed: async (name, labels) => {
      const seen = metrics.observed(name, labels);
      return { count: seen.length, sum: seen.reduce((sum, seconds) => sum + seconds, 0) };
    },
  };
});

metricsContract('for Prometheus', () => {
  const metrics = createPromMetrics({ descriptions: {}, process: false });
  const value = async (name: string, labels: Readonly<Record<string, string>>) => {
    const wanted = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
    const lines = (await metrics.text()).split('\n').filter((line) => line.split(/[{ ]/)[0] === name);
    return Number(
      lines
        .find((line) => wanted.every((part) => line.includes(part)))
        ?.split(' ')
        .at(-1),
    );
  };
  return {
    metrics,
    value,
    observed: async (name, labels) => ({
      count: await value(`${name}_count`, labels),
      sum: await value(`${name}_sum`, labels),
    }),
  };
});
