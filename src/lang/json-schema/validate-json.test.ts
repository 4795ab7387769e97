import { describe, expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { readSchema, validateJson } from './validate-json.ts';

const URL = 'file:///values.schema.json';
const DRAFT7 = 'http://json-schema.org/draft-07/schema#';
const DRAFT2019 = 'https://json-schema.org/draft/2019-09/schema';

function complaints(schema: Json, value: Json): string | undefined {
  return validateJson(readSchema(URL, schema), value);
}

describe('messages of the Go library', () => {
  test.each<[string, Json, Json, string | undefined]>([
    ['a type', { type: 'string' }, 1, "at '': got number, want string"],
    [
      'types in their order',
      { type: ['string', 'null', 'integer'] },
      1.5,
      "at '': got number, want null or integer or string",
    ],
    ['a whole float is an integer', { type: 'integer' }, 2.0, undefined],
    ['a constant', { const: "it's" }, 'x', "at '': value must be 'it\\'s'"],
    ['a constant that is a list', { const: [1] }, 'x', "at '': 'const' failed"],
    ['choices', { enum: ['a', 1, null, true] }, 'x', "at '': value must be one of 'a', 1, <nil>, true"],
    ['length', { minLength: 1234 }, 'é', "at '': minLength: got 1, want 1,234"],
    ['pattern', { pattern: '^a"\\d$' }, 'b', "at '': 'b' does not match pattern '^a\"\\\\d$'"],
    [
      'bounds',
      { minimum: 0.5, maximum: -2000000 },
      -1234.5,
      "at '': minimum: got -1,234.5, want 0.5\n- at '': maximum: got -1,234.5, want -2×10⁰⁶",
    ],
    ['multiples are exact', { multipleOf: 0.1 }, 0.3, undefined],
    ['multiples', { multipleOf: 0.1 }, 0.35, "at '': multipleOf: got 0.35, want 0.1"],
    ['required', { required: ['a', 'b', 'c'] }, { b: 1 }, "at '': missing properties 'a', 'c'"],
    [
      'surplus',
      { additionalProperties: false, properties: { a: true } },
      { a: 1, b: 2 },
      "at '': additional properties 'b' not allowed",
    ],
    [
      'places',
      { properties: { 'a/b': { items: { type: 'string' } } } },
      { 'a/b': ['x', 1] },
      "at '/a~1b/1': got number, want string",
    ],
    [
      'names',
      { propertyNames: { maxLength: 1 } },
      { ab: 1 },
      "at '': invalid propertyName 'ab'\n  - at '': maxLength: got 2, want 1",
    ],
    ['equal items', { uniqueItems: true }, [1, 2, { a: 1 }, { a: 1 }], "at '': items at 2 and 3 are equal"],
    [
      'contains',
      { contains: { const: 1 }, minContains: 2 },
      [1, 3],
      "at '': min 2 items required to match contains schema, but matched 1 items at 0\n  - at '/1': value must be 1",
    ],
    ['not', { not: {} }, 1, "at '': 'not' failed"],
    [
      'one of none',
      { oneOf: [{ type: 'string' }, false] },
      1,
      "at '': 'oneOf' failed, none matched\n  - at '': got number, want string\n  - at '': false schema",
    ],
    ['one of two', { oneOf: [true, { type: 'number' }] }, 1, "at '': 'oneOf' failed, subschemas 0, 1 matched"],
    // biome-ignore lint/suspicious/noThenProperty: the keyword's name.
    ['conditions', { if: { type: 'number' }, then: { minimum: 2 } }, 1, "at '': minimum: got 1, want 2"],
    [
      'a reference is not told',
      { properties: { a: { $ref: '#/$defs/x' } }, $defs: { x: { type: 'string' } } },
      { a: 1 },
      "at '/a': got number, want string",
    ],
    ['by anchor', { $ref: '#x', $defs: { y: { $anchor: 'x', type: 'string' } } }, 1, "at '': got number, want string"],
    [
      'nobody looked at it',
      { properties: { a: true }, allOf: [{ properties: { b: true } }], unevaluatedProperties: false },
      { a: 1, b: 1, c: 1 },
      "at '/c': false schema",
    ],
    ['a cycle', { allOf: [{ $ref: '#' }] }, 1, `at '': 'allOf' failed\n  - at '': both`],
  ])('%s', (_reason, schema, value, expected) => {
    const found = complaints(schema, value);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found?.startsWith(`- ${expected}`), found).toBe(true);
  });
});

describe('drafts', () => {
  test('before 2019 nothing beside a reference counts', () => {
    const schema = { $ref: '#/definitions/x', type: 'string', definitions: { x: {} } };
    expect(complaints({ $schema: DRAFT7, ...schema }, 1)).toBeUndefined();
    expect(complaints({ $schema: DRAFT2019, ...schema }, 1)).toBe("- at '': got number, want string");
  });

  test('formats are checked up to draft 7', () => {
    const schema = { format: 'ipv4' };
    expect(complaints({ $schema: DRAFT7, ...schema }, '1.2.3')).toBe(
      "- at '': '1.2.3' is not valid ipv4: expected four decimals",
    );
    expect(complaints(schema, '1.2.3')).toBeUndefined();
  });

  test('items of a list differ in 2020', () => {
    const list = [1, 'x'];
    expect(complaints({ $schema: DRAFT7, items: [{ type: 'number' }], additionalItems: false }, list)).toBe(
      "- at '': last 1 additionalItem(s) not allowed",
    );
    expect(complaints({ prefixItems: [{ type: 'number' }], items: { type: 'number' } }, list)).toBe(
      "- at '/0': got string, want number",
    );
  });

  test.each([
    'ipv4',
    'ipv6',
    'hostname',
    'email',
    'date',
    'time',
    'date-time',
    'duration',
    'uri',
    'uuid',
    'json-pointer',
    'semver',
    'regex',
  ])('format %s', (format) => {
    const good: Readonly<Record<string, string>> = {
      ipv4: '127.0.0.1',
      ipv6: '::1',
      hostname: 'a-b.example',
      email: 'a@b.example',
      date: '2024-02-29',
      time: '10:00:00Z',
      'date-time': '2024-02-29T10:00:00.5+01:00',
      duration: 'P1DT2H',
      uri: 'https://a.example/b?c#d',
      uuid: '123e4567-e89b-12d3-a456-426614174000',
      'json-pointer': '/a~0b',
      semver: '1.2.3-rc.1+b',
      regex: '^a+$',
    };
    expect(complaints({ $schema: DRAFT7, format }, good[format] ?? '')).toBeUndefined();
    expect(complaints({ $schema: DRAFT7, format }, '(~')).toContain(`is not valid ${format}: `);
  });
});

describe('schemas that are none', () => {
  test.each<[string, Json, string]>([
    [
      'a type that there is not',
      { $schema: DRAFT7, type: 'text' },
      `"${URL}#" is not valid against metaschema: jsonschema validation failed with '${DRAFT7}'\n- at '/type': 'anyOf' failed`,
    ],
    [
      'by vocabularies',
      { properties: { a: { required: 'x' } } },
      "- at '': 'allOf' failed\n  - at '/properties/a': 'allOf' failed\n    - at '/properties/a/required': got string, want array",
    ],
    [
      'a pattern',
      { $schema: DRAFT7, pattern: '(?=a)' },
      "'(?=a)' is not valid regex: error parsing regexp: invalid or unsupported Perl syntax",
    ],
    ['a reference to nothing', { $ref: '#/definitions/x' }, `json-pointer in "${URL}#/definitions/x" not found`],
    ['an anchor that is not there', { $ref: '#x' }, `anchor in "${URL}#x" not found`],
    ['another document', { $ref: 'https://example.com/x' }, 'failing loading "https://example.com/x"'],
    ['a draft of somebody', { $schema: 'https://example.com/x' }, 'failing loading "https://example.com/x"'],
    ['two of one name', { $defs: { a: { $id: 'x' }, b: { $id: 'x' } } }, 'duplicate id "file:///x"'],
  ])('%s', (_reason, schema, message) => {
    expect(() => readSchema(URL, schema)).toThrow(message);
  });
});

test('too much work ends', () => {
  const nested = (levels: number): Json => (levels === 0 ? false : { anyOf: [nested(levels - 1), nested(levels - 1)] });
  expect(() => validateJson(readSchema(URL, { properties: { a: nested(10) } }), { a: 1 }, { steps: 100 })).toThrow(
    'takes more than 100 steps',
  );
});
