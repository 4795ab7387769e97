/** Metrics in a map, for tests and benchmarks. */
import type { MetricsPort } from '../ports/metrics.ts';

type Labels = Readonly<Record<string, string>>;

export interface MemoryMetrics extends MetricsPort {
  /** Sum of a counter, or last values of a gauge, over every series that has these labels. */
  value(name: string, labels?: Labels): number;
  /** What was observed, in order. */
  observed(name: string, labels?: Labels): readonly number[];
  /** Forgets everything, e.g. before the part that is measured. */
  reset(): void;
}

export function memoryMetrics(): MemoryMetrics {
  const series = new Map<string, { readonly name: string; readonly labels: Labels; value: number; seen: number[] }>();
  const of = (name: string, labels: Labels = {}) => {
    const key = JSON.stringify([name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
    const found = series.get(key) ?? { name, labels, value: 0, seen: [] };
    series.set(key, found);
    return found;
  };
  const matching = (name: string, labels: Labels = {}) =>
    [...series.values()].filter(
      (entry) => entry.name === name && Object.entries(labels).every(([key, value]) => entry.labels[key] === value),
    );
  return {
    count(name, labels, by = 1) {
      of(name, labels).value += by;
    },
    gauge(name, value, labels) {
      of(name, labels).value = value;
    },
    observe(name, seconds, labels) {
      of(name, labels).seen.push(seconds);
    },
    value: (name, labels) => matching(name, labels).reduce((sum, entry) => sum + entry.value, 0),
    observed: (name, labels) => matching(name, labels).flatMap((entry) => entry.seen),
    reset: () => series.clear(),
  };
}
