/**
 * Random definitions of custom kinds, with objects for them: structural schemas with defaults, list types, rules in CEL (of
 * transition, too) and mistakes, in nested objects, lists and maps. The same number gives the same.
 */
import type { Json, JsonObject } from '../../base/json-value.ts';
import { randomNumbers } from '../conversation/random-programs.ts';
import { pick } from '../differential/drawn-values.ts';
import type { RuleCase } from './rule-cases.ts';

const NAMES = ['alpha', 'beta', 'gamma', 'delta', 'int', 'x-y', 'namespace'];
const WORDS = ['', 'a', 'b', 'abc', 'Bad Value!', '2024-01-01T00:00:00Z', '1h', 'aGk='];
const DEEPEST = 3;

type Schema = JsonObject;

/** Rules by the type they are of; some of them are wrong. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  string: [
    "self != 'a'",
    'self.size() < 3',
    "self.startsWith('a')",
    'self == oldSelf',
    "self.matches('^[a-z]*$')",
    'self > 1',
    "self in ['a', 'b']",
    'self',
  ],
  integer: ['self > 0', 'self >= oldSelf', 'self % 2 == 0', '10 / self > 1', "self == 'a'", 'self < 100'],
  number: ['self > 0.5', 'self < double(10)', 'self == oldSelf'],
  boolean: ['self', '!self', 'self || oldSelf', 'self == 1'],
  array: [
    'self.size() < 3',
    'self.all(x, x == x)',
    'self.exists(x, true)',
    'self == oldSelf',
    'self[0] == self[1]',
    'self.all(x, self.all(y, self.exists(z, x == y && y == z)))',
    'oldSelf.all(x, x in self)',
  ],
  object: [
    'has(self.alpha)',
    '!has(self.beta) || has(self.alpha)',
    'self == oldSelf',
    'self.alpha == oldSelf.alpha',
    'has(self.metadata)',
    'self.__int__ == 1',
    'self.gamma',
  ],
  map: [
    'self.size() < 3',
    "!('a' in self)",
    'self.all(k, self[k] == oldSelf[k])',
    'self.exists(k, k == "b")',
    "self['zz'] == self['zz']",
  ],
};
const REASONS = ['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired', 'FieldValueDuplicate', 'Odd'];

interface Draw {
  readonly random: () => number;
  readonly chance: (share: number) => boolean;
}

/** One definition with the objects that are sent to it. */
export function randomDefinition(seed: number): RuleCase {
  const random = randomNumbers(seed);
  const draw: Draw = { random, chance: (share) => random() < share };
  const spec = objectSchema(draw, 0);
  const status = draw.chance(0.4);
  const schema = {
    type: 'object',
    properties: { spec, ...(status && { status: objectSchema(draw, 2) }) },
    ...(draw.chance(0.2) && { required: ['spec'] }),
  };
  const objects = Array.from(
    { length: 6 },
    (): JsonObject => ({
      ...(draw.chance(0.95) && { spec: drawnValue(draw, spec) }),
      ...(status && draw.chance(0.3) && { $status: true, status: drawnValue(draw, objectSchema(draw, 2)) }),
    }),
  );
  return { name: `random ${seed}`, schema, status, objects };
}

function objectSchema(draw: Draw, depth: number): Schema {
  const names = NAMES.filter(() => draw.chance(0.5));
  const properties = Object.fromEntries(names.map((name) => [name, schemaOf(draw, depth + 1)]));
  return {
    type: 'object',
    properties,
    ...rulesOf(draw, 'object'),
    ...(names.length > 0 && draw.chance(0.2) && { required: [pick(names, draw.random)] }),
    ...(draw.chance(0.1) && { minProperties: 1 }),
    ...(draw.chance(0.1) && { 'x-kubernetes-preserve-unknown-fields': true }),
    ...(draw.chance(0.08) && { 'x-kubernetes-map-type': pick(['atomic', 'granular', 'odd'], draw.random) }),
    ...(draw.chance(0.08) && { nullable: true }),
  };
}

function schemaOf(draw: Draw, depth: number): Schema {
  const kinds = [
    'string',
    'string',
    'integer',
    'number',
    'boolean',
    'intOrString',
    ...(depth < DEEPEST ? ['object', 'array', 'array', 'map'] : []),
  ];
  const kind = pick(kinds, draw.random);
  if (kind === 'object') return objectSchema(draw, depth);
  if (kind === 'array') return arraySchema(draw, depth);
  if (kind === 'map') return mapSchema(draw, depth);
  if (kind === 'intOrString') return { 'x-kubernetes-int-or-string': true, ...rulesOf(draw, 'integer') };
  return { type: kind, ...limitsOf(draw, kind), ...defaultOf(draw, kind), ...rulesOf(draw, kind), ...oddity(draw) };
}

function arraySchema(draw: Draw, depth: number): Schema {
  const listType = pick(['', '', 'atomic', 'set', 'map'], draw.random);
  const items =
    listType === 'map'
      ? {
          ...objectSchema(draw, depth + 1),
          properties: { name: { type: 'string' }, beta: { type: 'string' } },
          required: ['name'],
        }
      : schemaOf(draw, depth + 1);
  return {
    type: 'array',
    items,
    ...(listType !== '' && { 'x-kubernetes-list-type': listType }),
    ...(listType === 'map' && { 'x-kubernetes-list-map-keys': ['name'] }),
    ...(draw.chance(0.6) && { maxItems: pick([2, 3, 10], draw.random) }),
    ...(draw.chance(0.2) && { uniqueItems: draw.chance(0.3) }),
    ...rulesOf(draw, 'array'),
  };
}

function mapSchema(draw: Draw, depth: number): Schema {
  return {
    type: 'object',
    additionalProperties: draw.chance(0.1) ? true : schemaOf(draw, depth + 1),
    ...(draw.chance(0.6) && { maxProperties: pick([1, 3, 10], draw.random) }),
    ...rulesOf(draw, 'map'),
  };
}

function limitsOf(draw: Draw, type: string): Schema {
  if (type === 'string') {
    return {
      ...(draw.chance(0.6) && { maxLength: pick([1, 5, 100], draw.random) }),
      ...(draw.chance(0.15) && { minLength: 1 }),
      ...(draw.chance(0.1) && { pattern: pick(['^[a-z]*$', '('], draw.random) }),
      ...(draw.chance(0.15) && { format: pick(['date-time', 'duration', 'byte', 'uuid', 'odd'], draw.random) }),
      ...(draw.chance(0.1) && { enum: ['a', 'b', ''] }),
    };
  }
  if (type === 'boolean') return {};
  return {
    ...(draw.chance(0.2) && { minimum: 0 }),
    ...(draw.chance(0.2) && { maximum: 50, ...(draw.chance(0.3) && { exclusiveMaximum: true }) }),
    ...(draw.chance(0.1) && { multipleOf: 2 }),
    ...(type === 'integer' && draw.chance(0.2) && { format: pick(['int32', 'int64'], draw.random) }),
  };
}

function defaultOf(draw: Draw, type: string): Schema {
  if (!draw.chance(0.2)) return {};
  const right: Readonly<Record<string, Json>> = { string: 'a', integer: 2, number: 1.5, boolean: true };
  return { default: draw.chance(0.8) ? (right[type] ?? null) : pick<Json>(['x', 1, null, {}], draw.random) };
}

/** Now and then something that structural schemas may not have. */
function oddity(draw: Draw): Schema {
  if (!draw.chance(0.04)) return {};
  return pick<Schema>(
    [
      { nullable: true },
      { $ref: '#/x' },
      { not: { type: 'string' } },
      { anyOf: [{ minLength: 1 }] },
      { id: 'x' },
      { allOf: [{ default: 1 }] },
    ],
    draw.random,
  );
}

function rulesOf(draw: Draw, kind: string): Schema {
  const count = pick([0, 0, 0, 1, 2], draw.random);
  if (count === 0) return {};
  return {
    'x-kubernetes-validations': Array.from({ length: count }, () => ruleOf(draw, pick(RULES[kind] ?? [], draw.random))),
  };
}

function ruleOf(draw: Draw, rule: string): Schema {
  return {
    rule,
    ...(draw.chance(0.3) && { message: pick(['never', '', 'two\nlines', '  '], draw.random) }),
    ...(draw.chance(0.2) && {
      messageExpression: pick(["'said ' + string(self)", 'string(1/0)', '1', "''", "'a\\nb'"], draw.random),
    }),
    ...(draw.chance(0.15) && { reason: pick(REASONS, draw.random) }),
    ...(draw.chance(0.15) && { fieldPath: pick(['.alpha', '.nothing', 'alpha', '', '.x-y', "['x-y']"], draw.random) }),
    ...(draw.chance(0.15) && { optionalOldSelf: draw.chance(0.8) }),
  };
}

/** A value for a schema, now and then of another type. */
function drawnValue(draw: Draw, schema: Schema): Json {
  if (draw.chance(0.03)) return pick<Json>([null, 'x', 7, [], {}], draw.random);
  const { properties, additionalProperties, items, type } = schema as Record<string, Json | undefined>;
  if (type === 'string') return pick(WORDS, draw.random);
  if (type === 'integer') return pick([0, 1, 2, 51, -1], draw.random);
  if (type === 'number') return pick([0, 0.5, 1, 99.5], draw.random);
  if (type === 'boolean') return draw.chance(0.5);
  if (type === 'array') {
    const length = pick([0, 1, 2, 3], draw.random);
    return Array.from({ length }, () => drawnValue(draw, (items ?? {}) as Schema));
  }
  if (additionalProperties !== undefined) {
    const keys = ['a', 'b', 'c'].filter(() => draw.chance(0.5));
    const inner = typeof additionalProperties === 'object' ? (additionalProperties as Schema) : { type: 'string' };
    return Object.fromEntries(keys.map((key) => [key, drawnValue(draw, inner)]));
  }
  if (type !== 'object') return pick<Json>([1, '5%', 0], draw.random);
  const members = Object.entries((properties ?? {}) as Record<string, Schema>).filter(() => draw.chance(0.75));
  const extra = draw.chance(0.05) ? { zeta: 1 } : {};
  return { ...Object.fromEntries(members.map(([name, one]) => [name, drawnValue(draw, one)])), ...extra };
}
