/** Definitions of custom resources that charts bring along in `crds/`: they are no templates. */
import { extension, joinPaths } from '../archive/clean-path.ts';
import type { WorkingChart } from '../dependencies/working-chart.ts';
import type { ChartFile } from './chart-file.ts';

const EXTENSIONS = ['.yaml', '.yml', '.json'];

/** Those of the chart, then those of its subcharts, each with its whole path. */
export function customResources(chart: WorkingChart): readonly ChartFile[] {
  const own = chart.chart.files
    .filter(({ name }) => name.startsWith('crds/') && EXTENSIONS.includes(extension(name).toLowerCase()))
    .map(({ name, data }) => ({ name: joinPaths(chart.fullPath, name), data }));
  return [...own, ...chart.dependencies.flatMap(customResources)];
}
