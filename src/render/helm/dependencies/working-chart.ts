/**
 * A chart while its dependencies are worked out: names change by alias, charts are switched off, values are imported. Lives
 * for one render; what was loaded stays as it is.
 */

import { joinPaths } from '../archive/clean-path.ts';
import type { Chart, ChartDependency, ChartMetadata } from '../chart/chart.ts';
import { copyTable, type Table } from '../values/table.ts';

/** A dependency whose name becomes its alias. */
export type WorkingDependency = { -readonly [K in keyof ChartDependency]: ChartDependency[K] };

export class WorkingChart {
  readonly chart: Chart;
  name: string;
  values: Table;
  /** The charts that are part of it, in order. */
  dependencies: WorkingChart[] = [];
  /** What Chart.yaml asks for; undefined where it has no such field. */
  wanted: WorkingDependency[] | undefined;
  parent: WorkingChart | undefined;

  constructor(chart: Chart, wanted: WorkingDependency[] | undefined) {
    this.chart = chart;
    this.name = chart.metadata.name;
    this.values = chart.values;
    this.wanted = wanted;
  }

  get metadata(): ChartMetadata {
    return this.chart.metadata;
  }

  get isRoot(): boolean {
    return this.parent === undefined;
  }

  /** `parent/charts/child`: how templates of this chart are named. */
  get fullPath(): string {
    return this.parent === undefined ? this.name : joinPaths(this.parent.fullPath, 'charts', this.name);
  }

  /** Replaces the dependencies, whose parent this becomes. */
  adopt(charts: WorkingChart[]): void {
    this.dependencies = charts;
    for (const chart of charts) chart.parent = this;
  }
}

/** The tree of a loaded chart. */
export function workingChart(chart: Chart): WorkingChart {
  const working = new WorkingChart(chart, copyDependencies(chart.metadata.dependencies));
  working.values = copyTable(chart.values);
  working.adopt(chart.subcharts.map(workingChart));
  return working;
}

/**
 * A copy of a chart for one dependency that asks for it. Helm 4 copies the list of its dependencies too, Helm 3 shares
 * it: there two aliases of one chart get in each other's way.
 */
export function copyForAlias(chart: WorkingChart, helm: 3 | 4): WorkingChart {
  const copy = new WorkingChart(chart.chart, helm === 4 ? copyDependencies(chart.wanted) : chart.wanted);
  copy.name = chart.name;
  copy.values = chart.values;
  if (helm === 3) copy.dependencies = chart.dependencies;
  else copy.adopt(chart.dependencies.map(shallowCopy));
  copy.parent = chart.parent;
  return copy;
}

function shallowCopy(chart: WorkingChart): WorkingChart {
  const copy = new WorkingChart(chart.chart, chart.wanted);
  copy.name = chart.name;
  copy.values = chart.values;
  copy.dependencies = chart.dependencies;
  return copy;
}

function copyDependencies(wanted: readonly ChartDependency[] | undefined): WorkingDependency[] | undefined {
  return wanted?.map((one) => ({ ...one }));
}
