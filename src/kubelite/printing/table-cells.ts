/** Columns and cells of the Table form. */

import { stringifyJson } from '../../base/json/stringify.ts';
import type { Json, JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { ageText } from '../../kube/printing/age.ts';
import { printCells } from '../../kube/printing/print-cells.ts';
import type { Column, ResourceDefinition } from '../registry/resource-definition.ts';
import { columnPath } from './column-path.ts';

/** The column definitions as a Table carries them. */
export function columnsOf({ columns }: ResourceDefinition): readonly JsonObject[] {
  return columns.map(({ name, type, format = '', description = '', priority = 0 }) => ({
    name,
    type,
    format,
    description,
    priority,
  }));
}

/** One row of cells, in the order of the columns. */
export function cellsOf(definition: ResourceDefinition, object: KubeObject, now: number): readonly Json[] {
  const { apiVersion, kind, custom } = definition;
  if (!custom) return printCells({ apiVersion, kind, object, now });
  return definition.columns.map((column) => customCell(column, object, now));
}

const paths = new WeakMap<Column, (object: Json) => Json | undefined>();

function customCell(column: Column, object: KubeObject, now: number): Json {
  if (column.jsonPath === undefined) return object.metadata.name ?? '';
  const path = paths.get(column) ?? columnPath(column.jsonPath);
  paths.set(column, path);
  const value = path(object);
  if (value === undefined || value === null) return null;
  switch (column.type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : typeof value === 'bigint' ? value : null;
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? ageText(value, now) : null;
    default:
      return typeof value === 'object' ? stringifyJson(value) : String(value);
  }
}
