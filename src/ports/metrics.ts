/** Counters and gauges by name; names and labels are those of the metrics page (docs). Implemented by prom-client, or by a map in tests. */
export interface MetricsPort {
  count(name: string, labels?: Readonly<Record<string, string>>, by?: number): void;
  gauge(name: string, value: number, labels?: Readonly<Record<string, string>>): void;
  observe(name: string, seconds: number, labels?: Readonly<Record<string, string>>): void;
}
