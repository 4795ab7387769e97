/** The forms in which objects are shown besides the full one: only metadata, and tables of cells. */

import { stringifyJson } from '../../base/json/stringify.ts';
import { type JsonObject, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { AcceptedForm } from '../requests/accepted-form.ts';
import type { LongBody } from '../requests/api-request.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { joinedList } from './joined-list.ts';
import { cellsOf, columnsOf } from './table-cells.ts';

export interface ViewOptions {
  readonly definition: ResourceDefinition;
  readonly form: AcceptedForm;
  /** For ages in cells. */
  readonly now: number;
  /** What a row carries of its object. */
  readonly includeObject: 'None' | 'Metadata' | 'Object';
}

/** One object in the form asked for, with a line end. */
export function objectBody(stored: StoredObject, options: ViewOptions): string | Uint8Array {
  if (options.form.view === 'full') return stored.bytes;
  if (options.form.view === 'partial') return `${stringifyJson(partialObject(stored, options.form.version))}\n`;
  const { resourceVersion = '' } = stored.object.metadata;
  return `${stringifyJson(tableOf([stored], { ...options, metadata: { resourceVersion } }))}\n`;
}

/** A list in the form asked for. */
export function listBody(
  items: readonly StoredObject[],
  options: ViewOptions & { readonly metadata: JsonObject },
): string | Uint8Array | LongBody {
  const { definition, form, metadata } = options;
  if (form.view === 'table') return stringifyJson(tableOf(items, options));
  const kind = form.view === 'partial' ? 'PartialObjectMetadataList' : definition.listKind;
  const apiVersion = form.view === 'partial' ? `meta.k8s.io/${form.version}` : definition.apiVersion;
  const head = `{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},"metadata":${stringifyJson(metadata)},"items":[`;
  if (form.view === 'full') return joinedList(head, items, { typed: definition.custom });
  const texts = items.map((item) => stringifyJson(partialObject(item, form.version)));
  return `${head}${texts.join(',')}]}\n`;
}

/** The object's metadata as an object of its own. */
export function partialObject(stored: StoredObject, version: string): JsonObject {
  const { metadata } = stored.peek();
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
    rows: items.map((item) => ({
      cells: cellsOf(definition, item.peek(), options.now),
      ...rowConditions(definition, item.peek()),
      ...rowObject(item, options),
    })),
  };
}

/** Of pods that are over. Source: `printPod` of the server's printers. */
const ENDS: Readonly<Record<string, JsonObject>> = {
  Succeeded: { reason: 'Succeeded', message: 'The pod has completed successfully.' },
  Failed: { reason: 'Failed', message: 'The pod failed.' },
};

/** What readers may gray out. */
function rowConditions({ apiVersion, kind }: ResourceDefinition, object: KubeObject): JsonObject {
  if (apiVersion !== 'v1' || kind !== 'Pod') return {};
  const end = ENDS[textAt(object, 'status', 'phase') ?? ''];
  return end === undefined ? {} : { conditions: [{ type: 'Completed', status: 'True', ...end }] };
}

function rowObject(stored: StoredObject, { form, includeObject }: ViewOptions): JsonObject {
  if (includeObject === 'None') return { object: null };
  return { object: includeObject === 'Object' ? stored.peek() : partialObject(stored, form.version) };
}
