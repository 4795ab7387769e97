/** Values of a chart: those of its file, those in the kustomization, and further files, in the order that is asked for. */
import type { Chart } from '../../helm/chart/chart.ts';
import { mergeMaps } from '../../helm/values/merge-maps.ts';
import { readValues } from '../../helm/values/read-values.ts';
import { copyTable, type Table, tableOf } from '../../helm/values/table.ts';
import type { Folder } from '../files/folder.ts';
import type { ChartRequest } from './charts.ts';

export function chartValues(folder: Folder, request: ChartRequest, chart: Chart): Table {
  const first = firstValues(folder, request, chart);
  return request.additionalValuesFiles.reduce((values, path) => mergeMaps(values, valuesIn(folder, path)), first);
}

function firstValues(folder: Folder, request: ChartRequest, chart: Chart): Table {
  const { valuesFile, valuesInline, valuesMerge } = request;
  const inline = tableOf(valuesInline);
  const file = (): Table => (valuesFile === '' ? ownValues(folder, request, chart) : valuesIn(folder, valuesFile));
  if (inline.size === 0) return file();
  if (valuesMerge === 'replace') return inline;
  return valuesMerge === 'merge' ? mergeMaps(inline, file()) : mergeMaps(file(), inline);
}

/** Kustomize reads the file itself: a chart that lies beside the kustomization has to have one, within its folder. */
function ownValues(folder: Folder, { home, name }: ChartRequest, chart: Chart): Table {
  if (folder.holdsFolder(`${home}/${name}`)) folder.read(`${home}/${name}/values.yaml`);
  return copyTable(chart.values);
}

function valuesIn(folder: Folder, path: string): Table {
  return readValues(Buffer.from(folder.read(path)).toString('utf8'), { what: path, helm: 3 });
}
