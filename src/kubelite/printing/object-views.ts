/** The forms in which objects are shown besides the full one: only metadata, and tables of cells. */

import { stringifyJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { AcceptedForm } from '../requests/accepted-form.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { cellsOf, columnsOf } from './table-cells.ts';

export interface ViewOptions {
  readonly definition: ResourceDefinition;
  readonly form: AcceptedForm;
  /** For ages in cells. */
  readonly now: number;
  /** What a row carries of its object. */
  readonly includeObject: 'None' | 'Metadata' | 'Object';
}

/** One object in the form asked for. */
export function objectText(stored: StoredObject, options: ViewOptions): string {
  if (options.form.view === 'full') return stored.text;
  if (options.form.view === 'partial') return partialText(stored, options.form.version);
  const { resourceVersion = '' } = stored.object.metadata;
  return stringifyJson(tableOf([stored], { ...options, metadata: { resourceVersion } }));
}

/** A list in the form asked for. */
export function listText(
  items: readonly StoredObject[],
  options: ViewOptions & { readonly metadata: JsonObject },
): string {
  const { definition, form, metadata } = options;
  if (form.view === 'table') return stringifyJson(tableOf(items, options));
  const kind = form.view === 'partial' ? 'PartialObjectMetadataList' : definition.listKind;
  const apiVersion = form.view === 'partial' ? `meta.k8s.io/${form.version}` : definition.apiVersion;
  const texts = items.map((item) => itemText(item, options));
  return `{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},"metadata":${stringifyJson(metadata)},"items":[${texts.join(',')}]}\n`;
}

function itemText(stored: StoredObject, { definition, form }: ViewOptions): string {
  if (form.view === 'partial') return partialText(stored, form.version);
  return definition.custom ? stored.text : stored.itemText;
}

function partialText(stored: StoredObject, version: string): string {
  const make = () => Buffer.from(stringifyJson(partialObject(stored, version)));
  return stored.encoding(`partial ${version}`, make).toString();
}

/** The object's metadata as an object of its own. */
export function partialObject(stored: StoredObject, version: string): JsonObject {
  const { metadata } = stored.object;
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata };
}

/** A Table of objects. `withColumns` may leave the columns out where the reader knows them. */
export function tableOf(
  items: readonly StoredObject[],
  options: ViewOptions & { readonly metadata: JsonObject; readonly withColumns?: boolean },
): JsonObject {
  const { definition, form, metadata, withColumns = true } = options;
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${form.version}`,
    metadata,
    columnDefinitions: withColumns ? columnsOf(definition) : null,
    rows: items.map((item) => ({ cells: cellsOf(definition, item.object, options.now), ...rowObject(item, options) })),
  };
}

function rowObject(stored: StoredObject, { form, includeObject }: ViewOptions): JsonObject {
  if (includeObject === 'None') return { object: null };
  return { object: includeObject === 'Object' ? stored.object : partialObject(stored, form.version) };
}
