/** The schema of the custom resource that the recorded facts were made with. For tests. */
import type { JsonObject } from '../../base/json-value.ts';

const text = { type: 'string' };

export const WIDGET_SCHEMA: JsonObject = {
  type: 'object',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      'x-kubernetes-validations': [{ rule: "self.replicas <= 10 || self.size == 'large'" }],
      properties: {
        size: { type: 'string', enum: ['small', 'large'] },
        replicas: { type: 'integer', format: 'int32', minimum: 0, maximum: 100, default: 1 },
        frozen: { type: 'boolean' },
        ratio: { type: 'number', exclusiveMinimum: true, minimum: 0 },
        name: { type: 'string', pattern: '^[a-z]+$', minLength: 2, maxLength: 8 },
        port: { 'x-kubernetes-int-or-string': true },
        since: { type: 'string', format: 'date-time' },
        address: { type: 'string', format: 'ipv4' },
        nothing: { type: 'string', nullable: true, default: 'something' },
        limits: { type: 'object', maxProperties: 2, additionalProperties: { type: 'integer' } },
        tags: { type: 'array', 'x-kubernetes-list-type': 'set', maxItems: 3, items: text },
        parts: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: text, count: { type: 'integer', default: 3, multipleOf: 3 } },
          },
        },
        fixed: text,
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        embedded: {
          type: 'object',
          'x-kubernetes-embedded-resource': true,
          'x-kubernetes-preserve-unknown-fields': true,
        },
        either: {
          type: 'object',
          properties: { a: text, b: text },
          oneOf: [{ required: ['a'] }, { required: ['b'] }],
        },
      },
    },
    status: {
      type: 'object',
      properties: { replicas: { type: 'integer' }, phase: { type: 'string', default: 'New' } },
    },
  },
};
