/**
 * The schemas of schemas, made from a table of keywords: json-schema.org's drafts 4, 6, 7, and 2019-09 and 2020-12 by
 * their vocabularies. Only what is checked stands in them; titles and defaults are left out.
 */
import type { Json, JsonObject } from '../../../base/json-value.ts';
import { METASCHEMAS } from './drafts.ts';

type Rules = Readonly<Record<string, Json>>;

const SIMPLE_TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const STRING: Json = { type: 'string' };
const BOOLEAN: Json = { type: 'boolean' };
const NUMBER: Json = { type: 'number' };

/** Every document that a reference to json-schema.org can mean, by URL. */
export function metaschemaDocuments(): ReadonlyMap<string, Json> {
  return new Map([
    [METASCHEMAS[4], draft4()],
    [METASCHEMAS[6], classic(6)],
    [METASCHEMAS[7], classic(7)],
    ...vocabularies(2019),
    ...vocabularies(2020),
  ]);
}

function typeRule(names: Json): Json {
  return { anyOf: [names, { type: 'array', items: names, minItems: 1, uniqueItems: true }] };
}

function mapOf(schema: Json): Json {
  return { type: 'object', additionalProperties: schema };
}

function draft4(): Json {
  const self: Json = { $ref: '#' };
  const list: Json = { $ref: '#/definitions/schemaArray' };
  const size: Json = { $ref: '#/definitions/positiveInteger' };
  const texts: Json = { type: 'array', minItems: 1, uniqueItems: true, items: STRING };
  return {
    id: `${METASCHEMAS[4]}#`,
    $schema: `${METASCHEMAS[4]}#`,
    definitions: {
      schemaArray: { type: 'array', minItems: 1, items: self },
      positiveInteger: { type: 'integer', minimum: 0 },
      simpleTypes: { enum: SIMPLE_TYPES },
      stringArray: texts,
    },
    type: 'object',
    properties: {
      id: { format: 'uriref', type: 'string' },
      $schema: { type: 'string', format: 'uri' },
      title: STRING,
      description: STRING,
      multipleOf: { type: 'number', minimum: 0, exclusiveMinimum: true },
      maximum: NUMBER,
      exclusiveMaximum: BOOLEAN,
      minimum: NUMBER,
      exclusiveMinimum: BOOLEAN,
      pattern: { type: 'string', format: 'regex' },
      additionalItems: { anyOf: [BOOLEAN, self] },
      items: { anyOf: [self, list] },
      uniqueItems: BOOLEAN,
      required: { $ref: '#/definitions/stringArray' },
      additionalProperties: { anyOf: [BOOLEAN, self] },
      dependencies: mapOf({ anyOf: [self, { $ref: '#/definitions/stringArray' }] }),
      enum: { type: 'array', minItems: 1, uniqueItems: true },
      type: typeRule({ $ref: '#/definitions/simpleTypes' }),
      format: STRING,
      not: self,
      ...named(['maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties'], size),
      ...named(['definitions', 'properties', 'patternProperties'], mapOf(self)),
      ...named(['allOf', 'anyOf', 'oneOf'], list),
    },
    dependencies: { exclusiveMaximum: ['maximum'], exclusiveMinimum: ['minimum'] },
  };
}

function classic(draft: 6 | 7): Json {
  const self: Json = { $ref: '#' };
  const list: Json = { $ref: '#/definitions/schemaArray' };
  const size: Json = { $ref: '#/definitions/nonNegativeInteger' };
  const texts: Json = { $ref: '#/definitions/stringArray' };
  const conditions = draft === 7 ? { ...named(['if', 'then', 'else'], self), $comment: STRING, readOnly: BOOLEAN } : {};
  return {
    $schema: `${METASCHEMAS[draft]}#`,
    $id: `${METASCHEMAS[draft]}#`,
    definitions: {
      schemaArray: { type: 'array', minItems: 1, items: self },
      nonNegativeInteger: { type: 'integer', minimum: 0 },
      nonNegativeIntegerDefault0: { allOf: [size, { default: 0 }] },
      simpleTypes: { enum: SIMPLE_TYPES },
      stringArray: { type: 'array', items: STRING, uniqueItems: true },
    },
    type: ['object', 'boolean'],
    properties: {
      $id: { type: 'string', format: 'uri-reference' },
      $schema: { type: 'string', format: 'uri' },
      $ref: { type: 'string', format: 'uri-reference' },
      ...annotations(),
      ...conditions,
      ...limits(size, { $ref: '#/definitions/nonNegativeIntegerDefault0' }),
      pattern: { type: 'string', format: 'regex' },
      items: { anyOf: [self, list] },
      required: texts,
      definitions: mapOf(self),
      properties: mapOf(self),
      patternProperties: { type: 'object', additionalProperties: self, propertyNames: { format: 'regex' } },
      dependencies: mapOf({ anyOf: [self, texts] }),
      enum: { type: 'array', minItems: 1, uniqueItems: true },
      type: typeRule({ $ref: '#/definitions/simpleTypes' }),
      format: STRING,
      contentMediaType: STRING,
      contentEncoding: STRING,
      ...named(['additionalItems', 'contains', 'additionalProperties', 'propertyNames', 'not'], self),
      ...named(['allOf', 'anyOf', 'oneOf'], list),
    },
  };
}

function annotations(): Rules {
  return { title: STRING, description: STRING, examples: { type: 'array' } };
}

function limits(size: Json, smallest: Json): Rules {
  return {
    multipleOf: { type: 'number', exclusiveMinimum: 0 },
    ...named(['maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'], NUMBER),
    ...named(['maxLength', 'maxItems', 'maxProperties'], size),
    ...named(['minLength', 'minItems', 'minProperties'], smallest),
    uniqueItems: BOOLEAN,
  };
}

function named(keywords: readonly string[], rule: Json): Rules {
  return Object.fromEntries(keywords.map((keyword) => [keyword, rule]));
}

/** A draft by vocabularies: its schema refers to one document for each. */
function vocabularies(draft: 2019 | 2020): readonly (readonly [string, Json])[] {
  const base = METASCHEMAS[draft].replace(/schema$/, 'meta/');
  const parts: readonly (readonly [string, Rules, JsonObject])[] = [
    ['core', coreRules(draft), {}],
    ['applicator', applicatorRules(draft), { schemaArray: { type: 'array', minItems: 1, items: selfOf(draft) } }],
    ...(draft === 2020 ? [['unevaluated', named(UNEVALUATED, selfOf(draft)), {}] as const] : []),
    ['validation', validationRules(), VALIDATION_DEFINITIONS],
    ['meta-data', { ...annotations(), deprecated: BOOLEAN, readOnly: BOOLEAN, writeOnly: BOOLEAN }, {}],
    [draft === 2020 ? 'format-annotation' : 'format', { format: STRING }, {}],
    ['content', { contentEncoding: STRING, contentMediaType: STRING, contentSchema: selfOf(draft) }, {}],
  ];
  const dynamic = draft === 2020 ? { $dynamicAnchor: 'meta' } : { $recursiveAnchor: true };
  const documents = parts.map(([name, properties, $defs]) => {
    const id = `${base}${name}`;
    return [
      id,
      { $schema: METASCHEMAS[draft], $id: id, ...dynamic, type: ['object', 'boolean'], properties, $defs },
    ] as const;
  });
  const root: Json = {
    $schema: METASCHEMAS[draft],
    $id: METASCHEMAS[draft],
    ...dynamic,
    allOf: parts.map(([name]) => ({ $ref: `meta/${name}` })),
    type: ['object', 'boolean'],
    properties: {
      definitions: mapOf(selfOf(draft)),
      dependencies: mapOf({ anyOf: [selfOf(draft), TEXTS_OF_VALIDATION] }),
    },
  };
  return [[METASCHEMAS[draft], root], ...documents];
}

const UNEVALUATED = ['unevaluatedItems', 'unevaluatedProperties'];
const TEXTS_OF_VALIDATION: Json = { $ref: 'meta/validation#/$defs/stringArray' };
const VALIDATION_DEFINITIONS: JsonObject = {
  nonNegativeInteger: { type: 'integer', minimum: 0 },
  nonNegativeIntegerDefault0: { $ref: '#/$defs/nonNegativeInteger' },
  simpleTypes: { enum: SIMPLE_TYPES },
  stringArray: { type: 'array', items: STRING, uniqueItems: true },
};

function selfOf(draft: 2019 | 2020): Json {
  return draft === 2020 ? { $dynamicRef: '#meta' } : { $recursiveRef: '#' };
}

function coreRules(draft: 2019 | 2020): Rules {
  const anchor: Json = {
    type: 'string',
    pattern: draft === 2020 ? '^[A-Za-z_][-A-Za-z0-9._]*$' : '^[A-Za-z][-A-Za-z0-9.:_]*$',
  };
  const reference: Json = { type: 'string', format: 'uri-reference' };
  const dynamic =
    draft === 2020
      ? { $dynamicRef: reference, $dynamicAnchor: anchor }
      : { $recursiveRef: reference, $recursiveAnchor: BOOLEAN };
  return {
    $id: { type: 'string', format: 'uri-reference', pattern: '^[^#]*#?$' },
    $schema: { type: 'string', format: 'uri' },
    $ref: reference,
    $anchor: anchor,
    ...dynamic,
    $vocabulary: { type: 'object', propertyNames: { type: 'string', format: 'uri' }, additionalProperties: BOOLEAN },
    $comment: STRING,
    $defs: mapOf(selfOf(draft)),
  };
}

function applicatorRules(draft: 2019 | 2020): Rules {
  const self = selfOf(draft);
  const list: Json = { $ref: '#/$defs/schemaArray' };
  const own =
    draft === 2020
      ? { prefixItems: list, items: self }
      : { additionalItems: self, items: { anyOf: [self, list] }, ...named(UNEVALUATED, self) };
  return {
    ...own,
    properties: mapOf(self),
    patternProperties: { type: 'object', additionalProperties: self, propertyNames: { format: 'regex' } },
    dependentSchemas: mapOf(self),
    ...named(['contains', 'additionalProperties', 'propertyNames', 'if', 'then', 'else', 'not'], self),
    ...named(['allOf', 'anyOf', 'oneOf'], list),
  };
}

function validationRules(): Rules {
  const size: Json = { $ref: '#/$defs/nonNegativeInteger' };
  const texts: Json = { $ref: '#/$defs/stringArray' };
  return {
    type: typeRule({ $ref: '#/$defs/simpleTypes' }),
    enum: { type: 'array' },
    ...limits(size, { $ref: '#/$defs/nonNegativeIntegerDefault0' }),
    pattern: { type: 'string', format: 'regex' },
    maxContains: size,
    minContains: size,
    required: texts,
    dependentRequired: mapOf(texts),
  };
}
