/** `helmCharts`: objects of charts, as Helm 3 renders them. */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { offlineCapabilities } from '../../helm/capabilities/capabilities.ts';
import { printManifests } from '../../helm/manifests/print-manifests.ts';
import { templatedReleaseName } from '../../helm/release-name.ts';
import { renderChart } from '../../helm/render-chart.ts';
import type { ChartMoment } from '../build/options.ts';
import type { Target } from '../build/target.ts';
import { configured, kustomizeFault, placed } from '../fault.ts';
import { resourcesFromText } from '../object/read-resources.ts';
import type { Resource } from '../object/resource.ts';
import { chartValues } from './chart-values.ts';
import { loadedChart } from './load-chart.ts';

/** What the charts of a kustomization render to. */
export function inflateCharts(target: Target): readonly Resource[] {
  const { helmCharts, helmGlobals = {} } = target.kustomization;
  return helmCharts.flatMap((chart, index) => {
    const field = target.placeOf(`helmCharts[${index}]`);
    const written = { ...helmGlobals, ...chart };
    return placed(field, () => {
      const request = configured(KIND, written, () => chartRequest(target, written, field()));
      return inflateChart(target, request);
    });
  });
}

const KIND = 'HelmChartInflationGenerator';

/** What is asked for, which `field` names. Throws where charts are not allowed, and for what is not to be had at all. */
export function chartRequest(target: Target, written: JsonObject, field: string): ChartRequest {
  const { options } = target.context;
  if (!options.helm) throw kustomizeFault('must specify --enable-helm');
  if (options.moment === undefined) throw kustomizeFault('charts cannot be rendered here');
  const request = { ...requestOf(target, written), field };
  if (request.name === '') throw kustomizeFault('chart name cannot be empty');
  if (MERGES.includes(request.valuesMerge)) return request;
  throw kustomizeFault('valuesMerge must be one of [merge override replace]');
}

/** Objects of one chart. Throws what Helm refuses. */
export function inflateChart(target: Target, request: ChartRequest): readonly Resource[] {
  const { moment } = target.context.options;
  if (moment === undefined) throw kustomizeFault('charts cannot be rendered here');
  const chart = loadedChart(target.folder, request);
  const rendered = renderChart({
    chart,
    values: chartValues(target.folder, request, chart),
    helm: 3,
    capabilities: offlineCapabilities(3, {
      kubeVersion: request.kubeVersion || undefined,
      apiVersions: request.apiVersions,
    }),
    release: {
      name: releaseName(request, moment),
      namespace: request.namespace || 'default',
      isUpgrade: false,
    },
    ...moment,
  });
  const { includeCrds, skipHooks, skipTests } = request;
  return objectsOf(target, printManifests(rendered, { includeCrds, skipTests, noHooks: skipHooks }));
}

const MERGES = ['merge', 'override', 'replace'];

function objectsOf(target: Target, text: string): readonly Resource[] {
  const resources = resourcesFromText(text);
  for (const resource of resources) {
    resource.fromHelm = true;
    resource.origin = target.builtinOrigin(KIND);
  }
  return resources;
}

function releaseName({ releaseName: name, nameTemplate }: ChartRequest, moment: ChartMoment): string {
  if (name !== '') return name;
  return nameTemplate === '' ? 'release-name' : templatedReleaseName(nameTemplate, moment);
}

export interface ChartRequest extends WrittenChart {
  /** File and field that name the chart. */
  readonly field: string;
}

interface WrittenChart {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly home: string;
  readonly releaseName: string;
  readonly nameTemplate: string;
  readonly namespace: string;
  readonly valuesFile: string;
  readonly additionalValuesFiles: readonly string[];
  readonly valuesInline: JsonObject;
  readonly valuesMerge: string;
  readonly includeCrds: boolean;
  readonly skipHooks: boolean;
  readonly skipTests: boolean;
  readonly apiVersions: readonly string[];
  readonly kubeVersion: string;
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const texts = (value: Json | undefined): readonly string[] =>
  isList(value) ? value.filter((each) => typeof each === 'string') : [];

function requestOf({ kustomization, context }: Target, chart: JsonObject): WrittenChart {
  return {
    name: text(chart['name']),
    version: text(chart['version']),
    repository: text(chart['repo']),
    home: text(chart['chartHome']) || 'charts',
    releaseName: text(chart['releaseName']),
    nameTemplate: text(chart['nameTemplate']),
    namespace: text(chart['namespace']) || kustomization.namespace || context.chartNamespace,
    valuesFile: text(chart['valuesFile']),
    additionalValuesFiles: texts(chart['additionalValuesFiles']),
    valuesInline: isObject(chart['valuesInline']) ? chart['valuesInline'] : {},
    valuesMerge: text(chart['valuesMerge']) || 'override',
    includeCrds: chart['includeCRDs'] === true,
    skipHooks: chart['skipHooks'] === true,
    skipTests: chart['skipTests'] === true,
    apiVersions: [...texts(chart['apiVersions']), ...(context.options.charts?.apiVersions ?? [])],
    kubeVersion: text(chart['kubeVersion']) || (context.options.charts?.kubeVersion ?? ''),
  };
}
