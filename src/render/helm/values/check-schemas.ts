/** Values against the `values.schema.json` of the chart and of every chart in it. */
import { AppError } from '../../../base/errors.ts';
import { parseJson } from '../../../base/json/parse.ts';
import type { Json } from '../../../base/json-value.ts';
import { validateJson } from '../../../lang/json-schema/validate-json.ts';
import type { CompiledMemory } from '../compiled-memory.ts';
import type { WorkingChart } from '../dependencies/working-chart.ts';
import { helmFault } from '../helm-fault.ts';
import { goTypeOf, isTable, type Table } from './table.ts';
import { toJson } from './to-json.ts';

const URL = 'file:///values.schema.json';
const HEAD = "values don't meet the specifications of the schema(s) in the following chart(s):\n";

/** Throws `helm.schema` with all complaints of all charts. */
export function checkSchemas(chart: WorkingChart, values: Table, memory: CompiledMemory): void {
  const complaints = complaintsOf(chart, values, memory);
  if (complaints !== '') throw helmFault('helm.schema', `${HEAD}${complaints}`);
}

function complaintsOf(chart: WorkingChart, values: Table, memory: CompiledMemory): string {
  const { schema } = chart.chart;
  const own = schema === undefined ? undefined : complaintOf(schema, values, memory);
  const below = chart.dependencies.map((subchart) => {
    const found = values.get(subchart.name) ?? null;
    if (found === null) return '';
    if (isTable(found)) return complaintsOf(subchart, found, memory);
    return `${subchart.name}:\ninvalid type for values: expected object (map), got ${goTypeOf(found)}\n`;
  });
  return [own === undefined ? '' : `${chart.name}:\n${own}`, ...below].join('');
}

/** What breaks the schema, or what is wrong with the schema itself; a line break follows the former only. */
function complaintOf(schema: Uint8Array, values: Table, memory: CompiledMemory): string | undefined {
  try {
    const compiled = memory.schema(schema, (reader) => reader.read(URL, parsed(schema)));
    const issues = validateJson(compiled, toJson(values));
    return issues === undefined ? undefined : `${issues}\n`;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

function parsed(schema: Uint8Array): Json {
  return parseJson(Buffer.from(schema).toString('utf8'));
}
