/** The text of a values file. Helm 4 merges all documents of it, Helm 3 looks at the first alone. */
import { AppError } from '../../../base/errors.ts';
import { isObject, type Json } from '../../../base/json-value.ts';
import { readDocuments } from '../../../lang/yaml/read.ts';
import { helmFault } from '../helm-fault.ts';
import { mergeMaps } from './merge-maps.ts';
import { type Table, tableOf } from './table.ts';

/** Throws `helm.invalid-values` with `what` before Go's reason (`cannot load values.yaml`). */
export function readValues(text: string, { what, helm }: { what: string; helm: 3 | 4 }): Table {
  let values: Table = new Map();
  try {
    for (const { value } of readDocuments(text)) {
      values = mergeMaps(values, asTable(value));
      if (helm === 3) break;
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const prefix = helm === 4 ? 'cannot unmarshal yaml document: ' : '';
    throw helmFault('helm.invalid-values', `${what}: ${prefix}${error.message}`);
  }
  return values;
}

function asTable(value: Json): Table {
  if (value === null) return new Map();
  if (isObject(value)) return tableOf(value);
  const found = Array.isArray(value)
    ? 'array'
    : typeof value === 'boolean'
      ? 'bool'
      : typeof value === 'string'
        ? 'string'
        : 'number';
  throw new AppError({
    code: 'yaml.invalid',
    kind: 'user',
    message: `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${found} into Go value of type map[string]interface {}`,
  });
}
