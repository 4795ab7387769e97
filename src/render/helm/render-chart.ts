/**
 * `helm template` as a function: a loaded chart and given values to manifests, in the order and with the text of Helm. Reads
 * nothing but its inputs.
 */
import { AppError } from '../../base/errors.ts';
import type { Capabilities } from './capabilities/capabilities.ts';
import type { Chart } from './chart/chart.ts';
import type { ChartFile } from './chart/chart-file.ts';
import { customResources } from './chart/custom-resources.ts';
import { CompiledMemory } from './compiled-memory.ts';
import { isCompatible, keepEnabled } from './dependencies/enabled.ts';
import { importValues } from './dependencies/import-values.ts';
import { refuseMissing } from './dependencies/missing.ts';
import { type WorkingChart, workingChart } from './dependencies/working-chart.ts';
import { helmFault } from './helm-fault.ts';
import type { SortedManifests } from './manifests/manifest.ts';
import { sortManifests } from './manifests/sort-manifests.ts';
import { checkReleaseName } from './release-name.ts';
import { renderTemplates, type TemplateInputs } from './template/render-templates.ts';
import { type Release, scopedTemplates } from './template/scopes.ts';
import { checkSchemas } from './values/check-schemas.ts';
import { type Coalescing, coalesceValues } from './values/coalesce.ts';
import type { Table } from './values/table.ts';

export interface RenderChart extends TemplateInputs {
  readonly chart: Chart;
  /** What was given with the release, not yet merged with the defaults of the chart. */
  readonly values: Table;
  readonly release: Release;
  readonly capabilities: Capabilities;
  readonly skipSchemaValidation?: boolean;
  /** Told what the templates made before it is read: to be shown where it is no YAML. */
  readonly onTexts?: (texts: ReadonlyMap<string, string>) => void;
}

export interface RenderedChart extends SortedManifests {
  /** Files of `crds/` of all charts that take part, named as Helm names their source. */
  readonly customResources: readonly ChartFile[];
  /** What Helm says beside the result. */
  readonly warnings: readonly string[];
}

const NOTES = 'NOTES.txt';

/** Throws faults of `helm-fault.ts` with Helm's words. */
export function renderChart(request: RenderChart): RenderedChart {
  const { chart, helm, capabilities } = request;
  refuseUninstallable(chart);
  refuseMissing(chart, helm);
  refuseVersion(chart, helm);
  checkReleaseName(request.release.name, helm);
  const warnings = [...chart.warnings];
  const coalescing: Coalescing = { helm, nulls: 'remove', warn: (text) => warnings.push(text) };
  const root = withDependencies(request, coalescing);
  const values = coalesceValues(root, request.values, coalescing);
  if (request.skipSchemaValidation !== true) checkSchemas(root, values, request.memory ?? new CompiledMemory());
  refuseKubernetes(chart, capabilities, helm);
  const templates = scopedTemplates(root, values, request);
  const texts = new Map(renderTemplates(chart, templates, request));
  for (const name of texts.keys()) if (name.endsWith(NOTES)) texts.delete(name);
  request.onTexts?.(texts);
  const sorted = sortManifests(texts, helm, request.memory?.documents(chart));
  return { ...sorted, customResources: customResources(root), warnings };
}

function refuseUninstallable({ metadata }: Chart): void {
  if (metadata.type === '' || metadata.type === 'application') return;
  throw helmFault('helm.invalid-chart', `${metadata.type} charts are not installable`);
}

/** Helm 4 knows of charts of a third version, but does not install them. */
function refuseVersion({ metadata }: Chart, helm: 3 | 4): void {
  if (helm === 4 && metadata.apiVersion === 'v3') throw helmFault('helm.invalid-chart', 'invalid chart apiVersion');
}

function withDependencies({ chart, values, helm }: RenderChart, coalescing: Coalescing): WorkingChart {
  const root = workingChart(chart);
  try {
    keepEnabled(root, values, coalescing);
    importValues(root, coalescing);
    return root;
  } catch (error) {
    if (helm === 3 || !(error instanceof AppError)) throw error;
    throw helmFault('helm.invalid-values', `chart dependencies processing failed: ${error.message}`);
  }
}

function refuseKubernetes({ metadata }: Chart, { kubeVersion }: Capabilities, helm: 3 | 4): void {
  const wanted = metadata.kubeVersion;
  if (wanted === '' || isCompatible(wanted, kubeVersion.plain)) return;
  const found = helm === 4 ? kubeVersion.version : kubeVersion.plain;
  const message = `chart requires kubeVersion: ${wanted} which is incompatible with Kubernetes ${found}`;
  throw helmFault('helm.incompatible-kubernetes', message);
}
