/** What schemas of older definitions may have, and new ones may not. */
import { type JsonObject, textAt } from '../../base/json-value.ts';
import { listTypeCauses, mapKeyCauses } from './list-type-rules.ts';
import { someSchema } from './nested-schemas.ts';

const TYPES = new Set(['array', 'boolean', 'integer', 'number', 'object', 'string']);

/** Some type that OpenAPI does not have. */
export function hasOddTypes(schema: JsonObject): boolean {
  return someSchema(schema, (one) => {
    const type = textAt(one, 'type') ?? '';
    return type !== '' && !TYPES.has(type);
  });
}

/** Some set whose elements can be changed in part. */
export function hasOddSets(schema: JsonObject): boolean {
  return someSchema(schema, (one) => {
    if (textAt(one, 'x-kubernetes-list-type') !== 'set' || textAt(one, 'type') !== 'array') return false;
    return listTypeCauses(one, '', { atomicSets: true }).length > listTypeCauses(one, '', { atomicSets: false }).length;
  });
}

/** Some list whose elements or keys may lack a value. */
export function hasOddKeys(schema: JsonObject): boolean {
  return someSchema(schema, (one) => mapKeyCauses(one, '').length > 0);
}
