/** Metrics by prom-client, in the text form that Prometheus reads. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricsPort } from '../../ports/metrics.ts';

/** What a name means. Names that are not described get the labels of their first use. */
export interface MetricDescription {
  readonly help: string;
  readonly labels?: readonly string[];
  /** Upper bounds in seconds, for observed durations. */
  readonly buckets?: readonly number[];
}

export interface PromMetrics extends MetricsPort {
  /** The page that is scraped. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface PromMetricsOptions {
  readonly descriptions: Readonly<Record<string, MetricDescription>>;
  /** Also memory, event loop and garbage collection of this process. */
  readonly process: boolean;
}

type Labels = Readonly<Record<string, string>>;

/** Holds a registry of its own, so that several can stand in one process. */
export function createPromMetrics(options: PromMetricsOptions): PromMetrics {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  const settings = (name: string, labels: Labels) => {
    const described = options.descriptions[name];
    const labelNames = [...(described?.labels ?? Object.keys(labels))];
    return { name, help: described?.help ?? name, labelNames, registers: [registry] };
  };
  return {
    count(name, labels = {}, by = 1) {
      once(counters, name, () => new Counter(settings(name, labels))).inc({ ...labels }, by);
    },
    gauge(name, value, labels = {}) {
      once(gauges, name, () => new Gauge(settings(name, labels))).set({ ...labels }, value);
    },
    observe(name, seconds, labels = {}) {
      const buckets = options.descriptions[name]?.buckets;
      const make = () => new Histogram({ ...settings(name, labels), ...(buckets ? { buckets: [...buckets] } : {}) });
      once(histograms, name, make).observe({ ...labels }, seconds);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function once<T>(known: Map<string, T>, name: string, make: () => T): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = make();
  known.set(name, made);
  return made;
}
