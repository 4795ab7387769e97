/** Columns and cells of the Table form. */

import type { Json, JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { customCells } from '../../kube/printing/custom-cells.ts';
import { printCells } from '../../kube/printing/print-cells.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';

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
  const { apiVersion, kind, customColumns } = definition;
  return customColumns ? customCells(customColumns, object, now) : printCells({ apiVersion, kind, object, now });
}
