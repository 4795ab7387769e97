import { describe, expect, test } from 'vitest';
import { isList, isObject, type Json, memberAt } from '../../base/json-value.ts';
import { customResourceDefinitions } from './definitions.ts';

const definitions = customResourceDefinitions();
const schemaOf = (index: number): Json | undefined =>
  memberAt(definitions[index], 'spec', 'versions', 0, 'schema', 'openAPIV3Schema');

describe('definitions', () => {
  test('names, short names and subresources as in Argo CD', () => {
    const facts = definitions.map(({ metadata, spec }) => [
      metadata.name,
      memberAt(spec, 'names', 'shortNames'),
      memberAt(spec, 'versions', 0, 'subresources'),
    ]);
    expect(facts).toEqual([
      ['applications.argoproj.io', ['app', 'apps'], {}],
      ['appprojects.argoproj.io', ['appproj', 'appprojs'], {}],
      ['applicationsets.argoproj.io', ['appset', 'appsets'], { status: {} }],
    ]);
  });

  test('what a field is, from its row', () => {
    const spec = ['properties', 'spec', 'properties'] as const;
    expect(memberAt(schemaOf(0), ...spec, 'revisionHistoryLimit')).toEqual({
      description: 'History entries kept. Default 10; 0 keeps none',
      type: 'integer',
      format: 'int64',
    });
    expect(memberAt(schemaOf(0), 'properties', 'spec', 'required')).toEqual(['destination', 'project']);
    const helm = ['properties', 'source', 'properties', 'helm', 'properties'] as const;
    expect(memberAt(schemaOf(0), 'properties', 'spec', ...helm, 'valuesObject')).toMatchObject({
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
    });
    const maxUpdate = ['strategy', 'properties', 'rollingSync', 'properties', 'steps', 'items', 'properties'] as const;
    expect(memberAt(schemaOf(2), ...spec, ...maxUpdate, 'maxUpdate')).toMatchObject({
      'x-kubernetes-int-or-string': true,
    });
    expect(memberAt(schemaOf(1), ...spec, 'description', 'maxLength')).toBe(255);
  });

  test('every schema is structural: each place has one type, or keeps what it does not know', () => {
    for (const index of [0, 1, 2]) expect(untyped(schemaOf(index), '')).toEqual([]);
  });
});

/** Places of a schema that say neither a type nor that anything may stand there. */
function untyped(schema: Json | undefined, path: string): string[] {
  if (!isObject(schema)) return [path];
  const free = schema['x-kubernetes-preserve-unknown-fields'] ?? schema['x-kubernetes-int-or-string'];
  const here = free === true || typeof schema['type'] === 'string' ? [] : [path];
  const { properties, items, additionalProperties } = schema;
  const inner = isObject(properties) ? Object.entries(properties) : [];
  const also = [items, additionalProperties].filter((part) => part !== undefined && !isList(part));
  return [
    ...here,
    ...inner.flatMap(([key, part]) => untyped(part, `${path}.${key}`)),
    ...also.flatMap((part) => untyped(part, `${path}[]`)),
  ];
}
