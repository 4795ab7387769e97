import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { fieldSelection } from './field-selection.ts';
import { streamSelection } from './stream-selection.ts';

const APP: Json = {
  metadata: { name: 'web', namespace: 'argocd', labels: { b: '<', a: '1' }, creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: { project: 'team', destination: { server: 's', namespace: 'n' } },
  status: {
    sync: { status: 'Synced' },
    operationState: { phase: 'Succeeded', startedAt: '2026-01-01T00:00:00Z', syncResult: { revision: 'r' } },
  },
};

const cases: readonly { name: string; fields: string; text: string }[] = [
  {
    name: 'keys in byte order, absent maps and times as null',
    fields: 'items.metadata.name,items.metadata.annotations,items.metadata.deletionTimestamp,items.metadata.labels',
    text: '{"metadata":{"annotations":null,"deletionTimestamp":null,"labels":{"a":"1","b":"\\u003c"},"name":"web"}}',
  },
  {
    name: 'what Go has by value is there though it is empty',
    fields: 'items.status.health,items.status.summary,items.status.sync.revision',
    text: '{"status":{"health":{},"summary":{},"sync":{"revision":""}}}',
  },
  { name: 'a list that is empty is left out', fields: 'items.status.resources', text: '{}' },
  {
    name: 'the result of the operation under its odd name',
    fields: 'items.status.operationState.phase,items.status.operationState.operation.sync',
    text: '{"status":{"operationState":{"operation":{"sync":{"revision":"r","source":{"repoURL":""}}},"phase":"Succeeded"}}}',
  },
  { name: 'paths that are not supported', fields: 'items.spec.source.repoURL,items.constructor,name', text: '{}' },
  {
    name: 'the whole goes before its parts',
    fields: 'items.spec,items.spec.project',
    text: '{"spec":{"destination":{"server":"s","namespace":"n"},"project":"team"}}',
  },
];

test.each(cases)('lists: $name', ({ fields, text }) => {
  expect(fieldSelection(fields)?.(APP)).toBe(text);
});

test('lists: no parameter selects nothing in particular', () => {
  expect(fieldSelection('')).toBeUndefined();
});

test('lists: an exclusion leaves the rest of the known paths', () => {
  const text = fieldSelection('-items.spec,items.metadata.name')?.(APP) ?? '';
  expect(JSON.parse(text).metadata).toEqual({
    annotations: null,
    creationTimestamp: '2026-01-01T00:00:00Z',
    deletionTimestamp: null,
    labels: { a: '1', b: '<' },
    namespace: 'argocd',
  });
  expect(JSON.parse(text).spec).toMatchObject({ project: 'team', source: null });
});

test.each([
  ['no parameter', '', '{"b":1,"a":{"c":2}}'],
  ['paths, in byte order', 'b,a.c', '{"a":{"c":2},"b":1}'],
  ['what is not there is left out', 'a.x,b.y,z', '{}'],
  ['an exclusion', '-a', '{"b":1}'],
  ['a name that objects have', 'constructor,__proto__', '{}'],
])('streams: %s', (_reason, fields, text) => {
  expect(streamSelection(fields)('{"b":1,"a":{"c":2}}')).toBe(text);
});

test('streams: paths go through lists', () => {
  const text = '{"items":[{"n":1,"x":2},{"n":3}]}';
  expect(streamSelection('items.n')(text)).toBe('{"items":[{"n":1},{"n":3}]}');
  expect(streamSelection('-items.n')(text)).toBe('{"items":[{"x":2},{}]}');
});
