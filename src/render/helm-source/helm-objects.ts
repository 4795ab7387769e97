/** What a chart made as objects: custom resources first, then manifests in Helm's order, hooks last. */
import { AppError } from '../../base/errors.ts';
import { isObject, type Json } from '../../base/json-value.ts';
import { readDocuments } from '../../lang/yaml/read.ts';
import type { SourceManifest } from '../contract.ts';
import { expandList } from '../directory/expand-lists.ts';
import { helmFault } from '../helm/helm-fault.ts';
import type { RenderedChart } from '../helm/render-chart.ts';

export interface HelmObjectOptions {
  /** Leave out hooks of tests. */
  readonly skipTests: boolean;
  /** Leave out `crds/`. */
  readonly skipCrds: boolean;
}

/** Throws `helm.invalid-manifest` and `render.invalid-manifest`, naming the template. */
export function helmObjects(
  chart: RenderedChart,
  { skipTests, skipCrds }: HelmObjectOptions,
): readonly SourceManifest[] {
  const counts = new Map<string, number>();
  const next = (file: string): number => {
    const document = (counts.get(file) ?? 0) + 1;
    counts.set(file, document);
    return document;
  };
  const resources = skipCrds ? [] : chart.customResources.flatMap(({ name, data }) => documentsOf(name, data));
  const hooks = chart.hooks.filter(({ events }) => !(skipTests && events.includes('test')));
  const templates = [...chart.manifests, ...hooks].map(({ path, object }) => ({ file: path, value: object }));
  return [...resources, ...templates].flatMap(({ file, value }) => objectsOf(file, value, next(file)));
}

interface Document {
  readonly file: string;
  readonly value: Json;
}

function documentsOf(file: string, data: Uint8Array): readonly Document[] {
  try {
    return [...readDocuments(new TextDecoder().decode(data))].map(({ value }) => ({ file, value }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw helmFault('helm.invalid-manifest', `YAML parse error on ${file}: ${error.message}`);
  }
}

/** Nothing and an empty object are no manifest; anything else has a kind. */
function objectsOf(file: string, value: Json, document: number): readonly SourceManifest[] {
  if (value === null || (isObject(value) && Object.keys(value).length === 0)) return [];
  if (!isObject(value) || typeof value['kind'] !== 'string' || value['kind'] === '') {
    throw helmFault('helm.invalid-manifest', `${file}: document ${document}: Object 'Kind' is missing`);
  }
  return expandList(file, { value, document }).map((object) => ({ object, file, document }));
}
