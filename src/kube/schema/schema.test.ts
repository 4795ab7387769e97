import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { customCauses } from './custom-resource.ts';
import { defaultObject } from './default.ts';
import { pruneObject } from './prune.ts';
import { WIDGET_SCHEMA } from './widget-schema.fixture.ts';

const WIDGET = { apiVersion: 'facts.example/v1', kind: 'Widget', schema: WIDGET_SCHEMA };

function widget(spec: JsonObject): JsonObject {
  return { apiVersion: 'facts.example/v1', kind: 'Widget', metadata: { name: 'a' }, spec };
}

test('unknown fields go, but for where they are preserved', () => {
  const pruned = pruneObject(
    widget({ size: 'small', odd: 1, free: { a: 1 }, parts: [{ name: 'a', odd: 1 }] }),
    WIDGET_SCHEMA,
  );
  expect(pruned).toEqual({
    object: widget({ size: 'small', free: { a: 1 }, parts: [{ name: 'a' }] }),
    unknown: ['spec.odd', 'spec.parts[0].odd'],
  });
});

test('what fits is shared, not copied', () => {
  const object = widget({ size: 'small', parts: [{ name: 'a', count: 3 }], replicas: 1, nothing: null });
  expect(pruneObject(object, WIDGET_SCHEMA).object).toBe(object);
  expect(defaultObject(object, WIDGET_SCHEMA)).toBe(object);
});

test('defaults, also inside lists, and null where it is allowed', () => {
  expect(defaultObject(widget({ parts: [{ name: 'a' }], nothing: null, name: null }), WIDGET_SCHEMA)).toEqual(
    widget({ parts: [{ name: 'a', count: 3 }], nothing: null, replicas: 1 }),
  );
});

const wrong: readonly { spec: JsonObject; field: string; message: string }[] = [
  {
    spec: { size: 'huge' },
    field: 'spec.size',
    message: 'Unsupported value: "huge": supported values: "small", "large"',
  },
  {
    spec: { size: 'small', name: 'A1' },
    field: 'spec.name',
    message: 'Invalid value: "A1": spec.name in body should match \'^[a-z]+$\'',
  },
  { spec: { size: 'small', tags: ['a', 'a'] }, field: 'spec.tags[1]', message: 'Duplicate value: "a"' },
  { spec: {}, field: 'spec.size', message: 'Required value' },
];

test.each(wrong)('$message', ({ spec, field, message }) => {
  expect(customCauses(widget(spec), WIDGET)[0]).toMatchObject({ field, message });
});

test('a number or a text', () => {
  expect(customCauses(widget({ size: 'small', port: 'http' }), WIDGET)).toEqual([]);
  expect(customCauses(widget({ size: 'small', port: 80 }), WIDGET)).toEqual([]);
});
