/** The templates of all charts with what each sees: a chart sees its own values, files and metadata, and those of its subcharts. */
import { type GoMap, type GoValue, goDict, goInt } from '../../../lang/go-value/index.ts';
import { baseName, joinPaths } from '../archive/clean-path.ts';
import type { Capabilities } from '../capabilities/capabilities.ts';
import type { WorkingChart } from '../dependencies/working-chart.ts';
import { tableAt } from '../values/find-path.ts';
import type { Table } from '../values/table.ts';
import { capabilitiesObject } from './capabilities-object.ts';
import { chartObject } from './chart-object.ts';
import { filesObject } from './files-object.ts';
import { GoValues } from './go-values.ts';

export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly isUpgrade: boolean;
}

export interface ScopedTemplate {
  /** The text as it stands in the chart. */
  readonly file: Uint8Array;
  /** The dot; one map for all templates of a chart. */
  readonly data: GoMap;
  readonly basePath: string;
}

export interface ScopeInputs {
  readonly release: Release;
  readonly capabilities: Capabilities;
  readonly helm: 3 | 4;
}

/** By name: `chart/templates/x.yaml`, `chart/charts/sub/templates/y.yaml`. */
export function scopedTemplates(
  root: WorkingChart,
  values: Table,
  { release, capabilities, helm }: ScopeInputs,
): ReadonlyMap<string, ScopedTemplate> {
  const scoping: Scoping = {
    release: releaseObject(release),
    capabilities: capabilitiesObject(capabilities, helm),
    helm,
    values: new GoValues(),
    templates: new Map(),
  };
  addScope(root, values, scoping);
  return scoping.templates;
}

interface Scoping {
  readonly release: GoValue;
  readonly capabilities: GoValue;
  readonly helm: 3 | 4;
  readonly values: GoValues;
  readonly templates: Map<string, ScopedTemplate>;
}

function addScope(chart: WorkingChart, values: Table, scoping: Scoping): GoMap {
  const subcharts = goDict();
  const data = goDict([
    ['Chart', chartObject(chart, scoping.helm)],
    ['Files', filesObject(chart.chart.files)],
    ['Release', scoping.release],
    ['Capabilities', scoping.capabilities],
    ['Values', scoping.values.map(values)],
    ['Subcharts', subcharts],
  ]);
  for (const subchart of chart.dependencies) {
    // Coalescing has made a table for each.
    const found = tableAt(values, subchart.name);
    subcharts.set(subchart.name, addScope(subchart, found.kind === 'table' ? found.table : new Map(), scoping));
  }
  const path = chart.fullPath;
  const basePath = joinPaths(path, 'templates');
  for (const { name, data: file } of chart.chart.templates) {
    if (isLibrary(chart) && !baseName(name).startsWith('_')) continue;
    scoping.templates.set(joinPaths(path, name), { file, data, basePath });
  }
  return data;
}

/** Of a library only the partials count. */
function isLibrary({ metadata }: WorkingChart): boolean {
  return metadata.type.toLowerCase() === 'library';
}

function releaseObject({ name, namespace, isUpgrade }: Release): GoMap {
  return goDict([
    ['Name', name],
    ['Namespace', namespace],
    ['IsUpgrade', isUpgrade],
    ['IsInstall', !isUpgrade],
    ['Revision', goInt(1)],
    ['Service', 'Helm'],
  ]);
}
