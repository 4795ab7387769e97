/** `--dependency-update`: what Chart.yaml asks for and `charts/` does not hold is fetched, for this render only. */
import { isAbsolute, join } from 'node:path';
import { readArchive } from '../../render/helm/archive/read-archive.ts';
import type { Chart, ChartDependency } from '../../render/helm/chart/chart.ts';
import { loadChart } from '../../render/helm/chart/load-chart.ts';
import { missingDependencies } from '../../render/helm/dependencies/missing.ts';
import { helmFault } from '../../render/helm/helm-fault.ts';
import { readLocalChart } from './chart-folder.ts';
import { type Asking, chartSource } from './locate-chart.ts';

/** The chart with its dependencies; the chart itself without the flag. A lock file decides the versions. */
export async function withFetchedDependencies(chart: Chart, asking: Asking): Promise<Chart> {
  const missing = asking.flags.isSet('dependency-update') ? missingDependencies(chart) : [];
  const fetched: Chart[] = [];
  for (const dependency of missing) fetched.push(await fetchDependency(dependency, { chart, asking }));
  return fetched.length === 0 ? chart : { ...chart, subcharts: [...chart.subcharts, ...fetched] };
}

async function fetchDependency(
  { name, version, repository }: ChartDependency,
  { chart, asking }: { chart: Chart; asking: Asking },
): Promise<Chart> {
  const { flags } = asking;
  const helm = (flags.text('helm-version') ?? '4').endsWith('3') ? 3 : 4;
  const wanted = chart.lock?.dependencies.find((locked) => locked.name === name)?.version ?? version;
  if (repository.startsWith('file://')) {
    const path = repository.slice('file://'.length);
    const root = flags.words.at(-1) ?? '.';
    return loadChart(readLocalChart(isAbsolute(path) ? path : join(root, path)), { helm });
  }
  if (/^(?:https?|oci):\/\//.test(repository)) {
    return loadChart(readArchive(await chartSource(asking).fetch(repository, name, wanted)), { helm });
  }
  throw helmFault('helm.missing-dependencies', `no repository definition for ${repository === '' ? name : repository}`);
}
