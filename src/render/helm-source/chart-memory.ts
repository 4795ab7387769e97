/**
 * Charts as they were loaded and compiled, kept by the content of their files: the same chart with other values is neither
 * parsed nor compiled again. Who renders makes one and passes it; results do not depend on it.
 */
import { createHash } from 'node:crypto';
import { ByteLru } from '../../base/byte-lru.ts';
import type { Chart } from '../helm/chart/chart.ts';
import type { ChartFile } from '../helm/chart/chart-file.ts';
import { CompiledMemory } from '../helm/compiled-memory.ts';

export class ChartMemory {
  readonly #charts: ByteLru<Chart>;
  readonly templates = new CompiledMemory();

  /** `budget`: bytes of the files of all charts that are kept. */
  constructor(budget: number) {
    this.#charts = new ByteLru(budget);
  }

  /** The chart that these files make. Throws as `load` does, and keeps no fault. */
  chart(files: readonly ChartFile[], load: () => Chart): Chart {
    const key = keyOf(files);
    const known = this.#charts.get(key);
    if (known !== undefined) return known;
    const chart = load();
    const bytes = files.reduce((sum, { name, data }) => sum + name.length + data.length, 0);
    this.#charts.set(key, chart, bytes);
    return chart;
  }
}

function keyOf(files: readonly ChartFile[]): string {
  const hash = createHash('sha256');
  for (const { name, data } of files) hash.update(`${name.length} ${name} ${data.length} `).update(data);
  return hash.digest('hex');
}
