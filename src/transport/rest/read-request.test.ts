import { expect, test } from 'vitest';
import { METHODS } from '../../api/methods/table.ts';
import type { Json } from '../../base/json-value.ts';
import { readRequest } from './read-request.ts';

const cases: readonly {
  name: string;
  method: string;
  path?: Record<string, string>;
  query?: string;
  body?: Json;
  request: Json;
}[] = [
  {
    name: 'path and query',
    method: 'Get',
    path: { name: 'web' },
    query: 'refresh=hard',
    request: { name: 'web', refresh: 'hard' },
  },
  {
    name: 'repeated parameters are a list',
    method: 'List',
    query: 'projects=a&projects=b',
    request: { projects: ['a', 'b'] },
  },
  { name: 'unknown parameters', method: 'List', query: 'colour=red', request: {} },
  {
    name: 'flags',
    method: 'Delete',
    path: { name: 'web' },
    query: 'cascade=false',
    request: { name: 'web', cascade: false },
  },
  {
    name: 'the last of several wins',
    method: 'Get',
    query: 'refresh=normal&refresh=hard',
    request: { refresh: 'hard' },
  },
  {
    name: 'the path beats the body',
    method: 'Sync',
    path: { name: 'web' },
    body: { name: 'x', prune: true },
    request: { name: 'web', prune: true },
  },
  {
    name: 'a body for one field',
    method: 'Create',
    query: 'upsert=true',
    body: { a: 1 },
    request: { upsert: true, application: { a: 1 } },
  },
  { name: 'a name that a prototype would know', method: 'List', query: 'constructor=1', request: {} },
];

test.each(cases)('$name', ({ method, path = {}, query = '', body, request }) => {
  expect(
    readRequest(find(method), { fields: new Map(Object.entries(path)), query: new URLSearchParams(query), body }),
  ).toEqual(request);
});

test('a flag that is none is refused by name', () => {
  expect(() =>
    readRequest(find('Delete'), { fields: new Map(), query: new URLSearchParams('cascade=maybe'), body: undefined }),
  ).toThrow('parameter cascade: "maybe" is neither true nor false');
});

function find(name: string) {
  const method = METHODS.find((row) => row.name === name && row.service === 'application.ApplicationService');
  if (!method) throw new Error(`no method ${name}`);
  return method;
}
