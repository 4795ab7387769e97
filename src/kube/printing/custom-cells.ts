/** The row of a custom resource: its name, then the printer columns of its definition. */
import { stringifyJson } from '../../base/json/stringify.ts';
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { findByJsonPath } from '../../lang/jsonpath/find-by-json-path.ts';
import { parseJsonPath, type Step } from '../../lang/jsonpath/parse-json-path.ts';
import type { ColumnFact } from '../builtin/facts.ts';
import { ageText } from './age.ts';

export interface CustomColumn {
  readonly fact: ColumnFact & { readonly description?: string };
  readonly path: readonly Step[];
}

const AGE: CustomColumn = {
  fact: { name: 'Age', type: 'date' },
  path: parseJsonPath('.metadata.creationTimestamp'),
};

/**
 * The columns after the name, from `additionalPrinterColumns` of a version; only the age where there are none. Throws
 * `jsonpath.invalid` for a column with a malformed path.
 */
export function customColumns(columns: Json | undefined): readonly CustomColumn[] {
  if (!isList(columns) || columns.length === 0) return [AGE];
  return columns
    .filter(isObject)
    .map((column) => ({ fact: factOf(column), path: parseJsonPath(textAt(column, 'jsonPath') ?? '') }));
}

function factOf(column: JsonObject): CustomColumn['fact'] {
  const { format, description, priority } = column;
  return {
    name: textAt(column, 'name') ?? '',
    type: textAt(column, 'type') ?? 'string',
    ...(typeof format === 'string' && { format }),
    ...(typeof description === 'string' && { description }),
    ...(typeof priority === 'number' && { priority }),
  };
}

/** The cells: the name, then one per column; null where the object has no value of the column's type. */
export function customCells(columns: readonly CustomColumn[], object: JsonObject, now: number): readonly Json[] {
  return [textAt(object, 'metadata', 'name') ?? '', ...columns.map((column) => cellOf(column, object, now))];
}

function cellOf({ fact, path }: CustomColumn, object: JsonObject, now: number): Json {
  const [value] = findByJsonPath(object, path);
  if (value === undefined || value === null) return null;
  switch (fact.type) {
    case 'integer':
      return isNumber(value) ? integer(value) : null;
    case 'number':
      return isNumber(value) ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? dateText(value, now) : null;
    default:
      return typeof value === 'object' ? stringifyJson(value) : String(value);
  }
}

/** What does not fit into 64 bits is the lowest number, as Go converts it. */
function integer(value: number | bigint): number | bigint {
  if (typeof value === 'bigint') return value;
  return Math.abs(value) < 2 ** 63 ? Math.trunc(value) : -(2n ** 63n);
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)$/;

function dateText(value: string, now: number): string {
  if (value === '' || value === 'null') return ageText(undefined, now);
  return RFC3339.test(value) ? ageText(value, now) : '<invalid>';
}

function isNumber(value: Json): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
