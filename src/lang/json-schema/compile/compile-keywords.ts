/** The keywords of one schema object. A keyword of a wrong type is passed over: its metaschema has told that already. */

import { formatPointer } from '../../../base/json-pointer.ts';
import { isList, isObject, type Json, type JsonObject, member } from '../../../base/json-value.ts';
import { compilePattern, type Pattern } from '../../../base/regexp/regexp.ts';
import { quote } from '../../go-value/index.ts';
import { schemaFault } from '../fault.ts';
import { checkRegex } from '../format/check-regex.ts';
import { FORMATS } from '../format/formats.ts';
import type { JsonType, Schema } from '../schema.ts';
import type { SchemaDocument } from './resources.ts';

/** Gives the schemas of other places; they may be filled later. */
export interface Linking {
  readonly assertFormat: boolean;
  at(document: SchemaDocument, pointer: string): Schema;
  reference(document: SchemaDocument, pointer: string, reference: string): { target: Schema; anchor: string };
}

interface Place {
  readonly link: Linking;
  readonly document: SchemaDocument;
  readonly pointer: string;
}

const TYPES: readonly JsonType[] = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object'];

/** Fills the schema. Throws `json-schema.invalid`. */
export function compileKeywords(schema: Schema, object: JsonObject, place: Place): void {
  if (Object.keys(object).length === 0) {
    schema.always = true;
    return;
  }
  const read = new KeywordReader(object, place);
  const reference = read.reference('$ref');
  if (reference !== undefined) schema.ref = reference.target;
  // Before draft 2019 nothing beside a reference counts; `const` does for the Go library.
  if (schema.draft < 2019 && reference !== undefined) {
    const value = schema.draft >= 6 ? read.value('const') : undefined;
    if (value !== undefined) schema.constant = { value };
    return;
  }
  Object.assign(schema, logic(read), objects(read), arrays(schema, read), scalars(schema, read));
  if (schema.draft >= 6) Object.assign(schema, sinceSix(read));
  if (schema.draft >= 7) Object.assign(schema, conditions(read));
  if (schema.draft >= 2019) Object.assign(schema, since2019(schema, read));
  if (schema.draft >= 2020) Object.assign(schema, since2020(read));
  for (const key of Object.keys(schema) as (keyof Schema)[]) if (schema[key] === undefined) delete schema[key];
}

type Keywords = { [K in keyof Schema]?: Schema[K] | undefined };

function logic(read: KeywordReader): Keywords {
  return { allOf: read.list('allOf'), anyOf: read.list('anyOf'), oneOf: read.list('oneOf'), not: read.schema('not') };
}

function objects(read: KeywordReader): Keywords {
  const patterns = read.map('patternProperties');
  return {
    properties: read.map('properties'),
    patternProperties:
      patterns &&
      [...patterns].map(([source, schema]) => ({ schema, pattern: read.pattern(source, 'patternProperties') })),
    additionalProperties: read.booleanOrSchema('additionalProperties'),
    dependencies: read.dependencies(),
    required: read.texts('required'),
    minProperties: read.integer('minProperties'),
    maxProperties: read.integer('maxProperties'),
  };
}

function arrays({ draft }: Schema, read: KeywordReader): Keywords {
  const sizes = {
    minItems: read.integer('minItems'),
    maxItems: read.integer('maxItems'),
    uniqueItems: read.isTrue('uniqueItems'),
  };
  if (draft >= 2020) return sizes;
  const items = read.list('items');
  if (items === undefined) return { ...sizes, items: read.schema('items') };
  return { ...sizes, items, additionalItems: read.booleanOrSchema('additionalItems') };
}

function scalars({ draft }: Schema, read: KeywordReader): Keywords {
  const source = read.text('pattern');
  const name = draft < 2019 || read.assertsFormat ? read.text('format') : undefined;
  const check = name !== undefined && Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  return {
    types: read.types(),
    enumeration: read.values('enum'),
    multipleOf: read.number('multipleOf'),
    ...bounds(read),
    minLength: read.integer('minLength'),
    maxLength: read.integer('maxLength'),
    pattern: source === undefined ? undefined : { source, pattern: read.pattern(source, 'pattern') },
    format: name !== undefined && check !== undefined ? { name, check } : undefined,
  };
}

/** In draft 4 `exclusiveMinimum: true` says something about `minimum`; later it is a bound of its own. */
function bounds(read: KeywordReader): Keywords {
  const minimum = read.number('minimum');
  const maximum = read.number('maximum');
  const below = read.isTrue('exclusiveMinimum') === true;
  const above = read.isTrue('exclusiveMaximum') === true;
  return {
    minimum: below ? undefined : minimum,
    exclusiveMinimum: below ? minimum : read.number('exclusiveMinimum'),
    maximum: above ? undefined : maximum,
    exclusiveMaximum: above ? maximum : read.number('exclusiveMaximum'),
  };
}

function sinceSix(read: KeywordReader): Keywords {
  const value = read.value('const');
  return {
    contains: read.schema('contains'),
    propertyNames: read.schema('propertyNames'),
    constant: value === undefined ? undefined : { value },
  };
}

function conditions(read: KeywordReader): Keywords {
  const condition = read.schema('if');
  if (condition === undefined) return {};
  const fixed = read.value('if');
  return {
    if: condition,
    // biome-ignore lint/suspicious/noThenProperty: the keyword's name.
    then: fixed === false ? undefined : read.schema('then'),
    else: fixed === true ? undefined : read.schema('else'),
  };
}

function since2019(schema: Schema, read: KeywordReader): Keywords {
  return {
    recursiveRef: read.reference('$recursiveRef')?.target,
    recursiveAnchor: read.isTrue('$recursiveAnchor'),
    minContains: schema.contains === undefined ? undefined : read.integer('minContains'),
    maxContains: schema.contains === undefined ? undefined : read.integer('maxContains'),
    dependentRequired: read.textLists('dependentRequired'),
    dependentSchemas: read.map('dependentSchemas'),
    unevaluatedItems: read.schema('unevaluatedItems'),
    unevaluatedProperties: read.schema('unevaluatedProperties'),
  };
}

function since2020(read: KeywordReader): Keywords {
  return {
    dynamicRef: read.reference('$dynamicRef'),
    dynamicAnchor: read.text('$dynamicAnchor'),
    prefixItems: read.list('prefixItems'),
    restItems: read.schema('items'),
  };
}

class KeywordReader {
  readonly #object: JsonObject;
  readonly #place: Place;

  constructor(object: JsonObject, place: Place) {
    this.#object = object;
    this.#place = place;
  }

  get assertsFormat(): boolean {
    return this.#place.link.assertFormat;
  }

  value(keyword: string): Json | undefined {
    return member(this.#object, keyword);
  }

  text(keyword: string): string | undefined {
    const value = this.value(keyword);
    return typeof value === 'string' ? value : undefined;
  }

  number(keyword: string): number | bigint | undefined {
    const value = this.value(keyword);
    return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
  }

  integer(keyword: string): number | undefined {
    const value = this.number(keyword);
    return value !== undefined && (typeof value === 'bigint' || Number.isInteger(value)) ? Number(value) : undefined;
  }

  isTrue(keyword: string): true | undefined {
    return this.value(keyword) === true ? true : undefined;
  }

  values(keyword: string): readonly Json[] | undefined {
    const value = this.value(keyword);
    return isList(value) ? value : undefined;
  }

  texts(keyword: string): readonly string[] | undefined {
    return this.values(keyword)?.filter((item) => typeof item === 'string');
  }

  textLists(keyword: string): ReadonlyMap<string, readonly string[]> | undefined {
    const value = this.value(keyword);
    if (!isObject(value)) return undefined;
    const lists = Object.entries(value).flatMap(([key, item]) =>
      isList(item) ? [[key, item.filter((text) => typeof text === 'string')] as const] : [],
    );
    return new Map(lists);
  }

  types(): readonly JsonType[] | undefined {
    const value = this.value('type');
    const named = isList(value) ? value : [value];
    const types = TYPES.filter((type) => named.includes(type));
    return types.length === 0 ? undefined : types;
  }

  schema(keyword: string): Schema | undefined {
    return Object.hasOwn(this.#object, keyword) ? this.#at([keyword]) : undefined;
  }

  booleanOrSchema(keyword: string): boolean | Schema | undefined {
    const value = this.value(keyword);
    return typeof value === 'boolean' ? value : this.schema(keyword);
  }

  list(keyword: string): readonly Schema[] | undefined {
    return this.values(keyword)?.map((_item, index) => this.#at([keyword, String(index)]));
  }

  map(keyword: string): ReadonlyMap<string, Schema> | undefined {
    const value = this.value(keyword);
    if (!isObject(value)) return undefined;
    return new Map(Object.keys(value).map((key) => [key, this.#at([keyword, key])]));
  }

  dependencies(): ReadonlyMap<string, readonly string[] | Schema> | undefined {
    const schemas = this.map('dependencies');
    if (schemas === undefined) return undefined;
    return new Map<string, readonly string[] | Schema>([...schemas, ...(this.textLists('dependencies') ?? [])]);
  }

  reference(keyword: string): { target: Schema; anchor: string } | undefined {
    const reference = this.text(keyword);
    const { link, document, pointer } = this.#place;
    return reference === undefined ? undefined : link.reference(document, pointer, reference);
  }

  pattern(source: string, keyword: string): Pattern {
    const pattern = compilePattern(source);
    if (pattern !== undefined) return pattern;
    const where = `${this.#place.document.url}#${this.#place.pointer}/${keyword}`;
    const reason = checkRegex(source) ?? 'error parsing regexp';
    throw schemaFault('json-schema.invalid', `invalid regex ${quote(source)} at ${quote(where)}: ${reason}`);
  }

  #at(path: readonly string[]): Schema {
    return this.#place.link.at(this.#place.document, this.#place.pointer + formatPointer(path));
  }
}
