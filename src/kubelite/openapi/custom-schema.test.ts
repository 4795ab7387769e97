import { expect, test } from 'vitest';
import { customSchema } from './custom-schema.ts';

const TEXT = { type: 'string' };
const HEAD = { apiVersion: TEXT, kind: TEXT, metadata: { type: 'object' } };

test.each([
  {
    why: 'both types of a field, where nothing says so',
    schema: { 'x-kubernetes-int-or-string': true },
    v3: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
    v2: { 'x-kubernetes-int-or-string': true },
  },
  {
    why: 'examples and documents elsewhere are not published',
    schema: { ...TEXT, example: 'a', externalDocs: { url: 'http://example.org' } },
    v3: TEXT,
    v2: TEXT,
  },
  {
    why: 'v2 has no null, and then no type either',
    schema: { type: 'object', nullable: true, properties: { a: TEXT } },
    v3: { type: 'object', nullable: true, properties: { a: TEXT } },
    v2: {},
  },
  {
    why: 'what may be null is not required in v2',
    schema: { type: 'object', required: ['a', 'b'], properties: { a: { ...TEXT, nullable: true }, b: TEXT } },
    v3: { type: 'object', required: ['a', 'b'], properties: { a: { ...TEXT, nullable: true }, b: TEXT } },
    v2: { type: 'object', required: ['b'], properties: { a: {}, b: TEXT } },
  },
  {
    why: 'an object within has a head, but in v2 not beside unknown fields',
    schema: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
    v3: {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
      properties: HEAD,
      required: ['kind', 'apiVersion'],
    },
    v2: { 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
  },
  {
    why: 'junctors are for v3',
    schema: { ...TEXT, oneOf: [{ minLength: 1 }], not: { pattern: 'a' } },
    v3: { ...TEXT, oneOf: [{ minLength: 1 }], not: { pattern: 'a' } },
    v2: TEXT,
  },
])('$why', ({ schema, v3, v2 }) => {
  const whole = { type: 'object', properties: { spec: schema } };
  expect(customSchema(whole, HEAD, 'v3')).toEqual({ type: 'object', properties: { spec: v3, ...HEAD } });
  expect(customSchema(whole, HEAD, 'v2')).toEqual({ type: 'object', properties: { spec: v2, ...HEAD } });
});

test('of an object with unknown fields v2 says nothing', () => {
  const schema = { type: 'object', properties: { a: TEXT }, 'x-kubernetes-preserve-unknown-fields': true };
  expect(customSchema(schema, HEAD, 'v2')).toEqual({ type: 'object' });
});
