/** Columns and cells of the Table form. */
import type { Json, JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
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
  return definition.columns.map((column) => {
    if (column.name === 'Name') return object.metadata.name ?? '';
    if (column.name === 'Age') return ageText(object.metadata.creationTimestamp, now);
    if (column.name === 'Created At') return object.metadata.creationTimestamp ?? '';
    return column.type === 'integer' ? 0 : '';
  });
}

/** A span as kubectl shows ages: `5s`, `3m20s`, `2d4h`. */
function ageText(time: string | null | undefined, now: number): string {
  if (!time) return '<unknown>';
  const seconds = Math.max(0, Math.floor((now - Date.parse(time)) / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  return days < 8 && hours % 24 !== 0 ? `${days}d${hours % 24}h` : `${days}d`;
}
