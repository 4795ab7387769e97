/**
 * `helm dependency build` for a chart of which some dependencies are not in `charts/`: all are fetched then, in the versions
 * that Chart.lock pins. Charts of other repositories are needs; `file://` means a folder of the same tree.
 */

import type { Chart, ChartDependency, ChartLock } from '../helm/chart/chart.ts';
import { CHART_LIMITS, type ChartFile } from '../helm/chart/chart-file.ts';
import { loadChart } from '../helm/chart/load-chart.ts';
import { readChartFolder } from '../helm/chart/load-folder.ts';
import { isCompatible } from '../helm/dependencies/enabled.ts';
import { isLockOf } from '../helm/dependencies/lock-digest.ts';
import { missingDependencies } from '../helm/dependencies/missing.ts';
import { helmFault } from '../helm/helm-fault.ts';
import type { Questions } from '../trace/questions.ts';
import { joinInside } from '../trace/resolve-path.ts';
import { chartFolder } from './chart-folder.ts';

export interface ChartPlace {
  readonly files: readonly ChartFile[];
  readonly folder: string;
  readonly questions: Questions;
}

/**
 * The files of the chart with its dependencies among them. Throws `helm.missing-dependencies`; a chart that no repository has
 * is a fault of the whole render.
 */
export function withDependencies(chart: Chart, place: ChartPlace): readonly ChartFile[] {
  if (missingDependencies(chart).length === 0) return place.files;
  const declared = chart.metadata.dependencies ?? [];
  const wanted = chart.lock === undefined ? declared : pinned(declared, chart.lock, chart.metadata.apiVersion);
  const built = wanted.filter(({ repository }) => repository !== '');
  const local = built.filter(({ repository }) => repository.startsWith('file://'));
  const distant = built.filter(({ repository }) => !repository.startsWith('file://'));
  const archives = place.questions.charts(
    distant.map(({ repository, name, version }) => ({ repository, name, version })),
    CHART_LIMITS.all,
  );
  const fetched = archives.map(({ archive, version }, index): ChartFile => {
    const name = distant[index]?.name ?? '';
    if (archive === 'too-large') throw failed(`chart ${name} is larger than ${CHART_LIMITS.all} bytes`);
    return { name: `charts/${name}-${version}.tgz`, data: archive };
  });
  const kept = place.files.filter(({ name }) => !built.some((dependency) => isOlder(name, dependency)));
  return [...kept, ...fetched, ...local.flatMap((dependency) => localChart(dependency, place))];
}

/** Chart.lock in its order, if it is the lock of these dependencies. */
function pinned(declared: readonly ChartDependency[], lock: ChartLock, apiVersion: string): readonly ChartDependency[] {
  if (isLockOf(declared, lock, apiVersion)) return lock.dependencies;
  const [locked, asked] =
    apiVersion === 'v1' ? ['requirements.lock', 'requirements.yaml'] : ['Chart.lock', 'Chart.yaml'];
  throw failed(
    `the lock file (${locked}) is out of sync with the dependencies file (${asked}). Please update the dependencies`,
  );
}

/** An archive of the same chart that is replaced. */
function isOlder(file: string, { name }: ChartDependency): boolean {
  const archive = /^charts\/([^/]+)\.tgz$/.exec(file)?.[1] ?? '';
  return archive.startsWith(`${name}-`) && /^v?\d/.test(archive.slice(name.length + 1));
}

function localChart({ name, version, repository }: ChartDependency, place: ChartPlace): readonly ChartFile[] {
  const path = repository.slice('file://'.length);
  const folder = path.startsWith('/') ? undefined : joinInside(place.folder, path);
  if (folder === undefined) throw failed(`repository ${repository} leads out of the repository`);
  if (place.questions.listing(folder) === undefined)
    throw failed(`directory ${repository.slice('file://'.length)} not found`);
  const files = readChartFolder(chartFolder(place.questions, folder));
  const { metadata } = loadChart(files, { helm: 4 });
  if (version !== '' && metadata.version !== version && !isCompatible(version, metadata.version)) {
    throw failed(`can't get a valid version for dependency ${name}`);
  }
  return files.map((file) => ({ ...file, name: `charts/${name}-${metadata.version}/${file.name}` }));
}

function failed(reason: string): Error {
  return helmFault('helm.missing-dependencies', `an error occurred while building chart dependencies: ${reason}`);
}
