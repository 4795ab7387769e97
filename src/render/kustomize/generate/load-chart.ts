/** Where the chart of a kustomization lies: in its folder of charts, or in a repository. */
import { readArchive } from '../../helm/archive/read-archive.ts';
import type { Chart } from '../../helm/chart/chart.ts';
import type { ChartFile } from '../../helm/chart/chart-file.ts';
import { loadChart } from '../../helm/chart/load-chart.ts';
import { readChartFolder } from '../../helm/chart/load-folder.ts';
import { kustomizeFault } from '../fault.ts';
import { type Folder, joined } from '../files/folder.ts';
import type { ChartRequest } from './charts.ts';

/** Throws where there is neither a folder of its name nor a repository. */
export function loadedChart(folder: Folder, request: ChartRequest): Chart {
  return loadChart(filesOf(folder, request), { helm: 3 });
}

function filesOf(folder: Folder, { name, version, home, repository, field }: ChartRequest): readonly ChartFile[] {
  const base = home.startsWith('/') ? home : joined(folder.path, home);
  const places = [
    ...(version === '' || repository === '' ? [] : [joined(base, `${name}-${version}/${name}`)]),
    joined(base, name),
  ];
  const { files } = folder;
  for (const place of places) {
    const found = files.resolve(place);
    if (found.kind === 'folder') return filesBelow(folder, found.path);
  }
  if (repository === '')
    throw kustomizeFault(`no repo specified for pull, no chart found at '${files.shown(joined(base, name))}'`);
  return readArchive(files.chart({ repository, name, version }, field));
}

function filesBelow({ files }: Folder, path: string): readonly ChartFile[] {
  return readChartFolder({
    list: (inner) => files.list(joined(path, inner)),
    read: (names, limit) =>
      names.map((name) => {
        const found = files.resolve(joined(path, name));
        const content = found.kind === 'file' ? files.content(found.path) : new Uint8Array();
        return content.length > limit ? 'too-large' : content;
      }),
  });
}
