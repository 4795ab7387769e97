/** What the drafts of JSON Schema differ in before anything is checked. */
import type { Draft } from '../schema.ts';

/** `$schema` values, without `http://` or `https://` and an empty fragment. */
const NAMES: Readonly<Record<string, Draft>> = {
  'json-schema.org/schema': 2020,
  'json-schema.org/draft/2020-12/schema': 2020,
  'json-schema.org/draft/2019-09/schema': 2019,
  'json-schema.org/draft-07/schema': 7,
  'json-schema.org/draft-06/schema': 6,
  'json-schema.org/draft-04/schema': 4,
};

/** The URL of a draft's own schema. */
export const METASCHEMAS: Readonly<Record<Draft, string>> = {
  4: 'http://json-schema.org/draft-04/schema',
  6: 'http://json-schema.org/draft-06/schema',
  7: 'http://json-schema.org/draft-07/schema',
  2019: 'https://json-schema.org/draft/2019-09/schema',
  2020: 'https://json-schema.org/draft/2020-12/schema',
};

/** The draft that a `$schema` names; undefined for any other URL. */
export function draftNamed(schema: string): Draft | undefined {
  const name = schema.replace(/#$/, '').replace(/^https?:\/\//, '');
  return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
}

/** The keyword that names a schema. */
export function idKeyword(draft: Draft): 'id' | '$id' {
  return draft === 4 ? 'id' : '$id';
}

/** Where subschemas are: `one` is a schema, `list` a list of them, `map` an object of them. */
export interface SubschemaPlace {
  readonly keyword: string;
  readonly holds: 'one' | 'list' | 'map';
  readonly since: Draft;
}

export const SUBSCHEMAS: readonly SubschemaPlace[] = [
  { keyword: 'definitions', holds: 'map', since: 4 },
  { keyword: 'not', holds: 'one', since: 4 },
  { keyword: 'allOf', holds: 'list', since: 4 },
  { keyword: 'anyOf', holds: 'list', since: 4 },
  { keyword: 'oneOf', holds: 'list', since: 4 },
  { keyword: 'properties', holds: 'map', since: 4 },
  { keyword: 'additionalProperties', holds: 'one', since: 4 },
  { keyword: 'patternProperties', holds: 'map', since: 4 },
  { keyword: 'items', holds: 'one', since: 4 },
  { keyword: 'items', holds: 'list', since: 4 },
  { keyword: 'additionalItems', holds: 'one', since: 4 },
  { keyword: 'dependencies', holds: 'map', since: 4 },
  { keyword: 'propertyNames', holds: 'one', since: 6 },
  { keyword: 'contains', holds: 'one', since: 6 },
  { keyword: 'if', holds: 'one', since: 7 },
  { keyword: 'then', holds: 'one', since: 7 },
  { keyword: 'else', holds: 'one', since: 7 },
  { keyword: '$defs', holds: 'map', since: 2019 },
  { keyword: 'dependentSchemas', holds: 'map', since: 2019 },
  { keyword: 'unevaluatedProperties', holds: 'one', since: 2019 },
  { keyword: 'unevaluatedItems', holds: 'one', since: 2019 },
  { keyword: 'contentSchema', holds: 'one', since: 2019 },
  { keyword: 'prefixItems', holds: 'list', since: 2020 },
];
