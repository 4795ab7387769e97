/** A compiled schema: every keyword in the form in which it is checked. References are resolved, so schemas may be cyclic. */

import type { Json } from '../../base/json-value.ts';
import type { Pattern } from '../../base/regexp/regexp.ts';
import type { CheckFormat } from './format/check-format.ts';

export type Draft = 4 | 6 | 7 | 2019 | 2020;

export type JsonType = 'null' | 'boolean' | 'number' | 'integer' | 'string' | 'array' | 'object';

export interface NamedPattern {
  readonly source: string;
  readonly pattern: Pattern;
}

/** Filled while compiling, never changed afterwards. */
export interface Schema {
  /** Absolute URL with the JSON pointer as its fragment. */
  readonly location: string;
  draft: Draft;
  /** For `true`, `false` and `{}`. */
  always?: boolean;
  /** The schema with the nearest `$id` above, itself included. */
  resource?: Schema;
  recursiveAnchor?: boolean;
  dynamicAnchor?: string;
  /** Of a resource: schemas with `$dynamicAnchor` by its name. */
  dynamicAnchors?: ReadonlyMap<string, Schema>;
  ref?: Schema;
  recursiveRef?: Schema;
  dynamicRef?: { readonly target: Schema; readonly anchor: string };
  types?: readonly JsonType[];
  constant?: { readonly value: Json };
  enumeration?: readonly Json[];
  format?: { readonly name: string; readonly check: CheckFormat };
  minProperties?: number;
  maxProperties?: number;
  required?: readonly string[];
  dependencies?: ReadonlyMap<string, readonly string[] | Schema>;
  properties?: ReadonlyMap<string, Schema>;
  patternProperties?: readonly { readonly pattern: Pattern; readonly schema: Schema }[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  dependentSchemas?: ReadonlyMap<string, Schema>;
  dependentRequired?: ReadonlyMap<string, readonly string[]>;
  unevaluatedProperties?: Schema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  /** Up to draft 2019; a list is for the first items. */
  items?: Schema | readonly Schema[];
  additionalItems?: boolean | Schema;
  /** From draft 2020. */
  prefixItems?: readonly Schema[];
  restItems?: Schema;
  contains?: Schema;
  minContains?: number;
  maxContains?: number;
  unevaluatedItems?: Schema;
  minLength?: number;
  maxLength?: number;
  pattern?: NamedPattern;
  minimum?: number | bigint;
  maximum?: number | bigint;
  exclusiveMinimum?: number | bigint;
  exclusiveMaximum?: number | bigint;
  multipleOf?: number | bigint;
  not?: Schema;
  allOf?: readonly Schema[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  if?: Schema;
  then?: Schema;
  else?: Schema;
}
