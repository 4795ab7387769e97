import { expect, test } from 'vitest';
import { checkRoute } from './check-route.ts';
import { PATCH_TYPES, patchTypeOf } from './patch-types.ts';
import { sentType } from './sent-type.ts';

function request(headers: Readonly<Record<string, readonly string[]>>) {
  return { method: 'POST', url: '/', headers, body: new Uint8Array() };
}

test.each([
  ['nothing said', undefined, 'application/json'],
  ['an empty header', '', 'application/json'],
  ['parameters', 'application/json; charset=utf-8', 'application/json'],
  ['capitals', 'APPLICATION/YAML', 'application/yaml'],
  ['another type', 'text/plain', undefined],
  ['a list', 'application/json,application/yaml', undefined],
  ['no type', ';', undefined],
])('the type of a body: %s', (_name, header, wanted) => {
  const read = () => sentType(request(header === undefined ? {} : { 'content-type': [header] }));
  if (wanted === undefined) expect(read).toThrow('unknown format');
  else expect(read()).toBe(wanted);
});

test.each([
  ['a known type', 'application/json', true],
  ['everything', 'text/html, */*', true],
  ['a wildcard of a subtype', 'application/*', false],
  ['capitals', 'APPLICATION/JSON', false],
  ['a known type with parameters', 'application/yaml;as=Table', true],
  ['nothing of a list', ',', false],
])('what a route gives: %s', (_name, accept, fits) => {
  const look = () => checkRoute(request({ accept: [accept] }), {});
  if (fits) expect(look).not.toThrow();
  else expect(look).toThrow('406: Not Acceptable');
});

test('a patch is of a type as it is written', () => {
  const asked = request({ 'content-type': ['Application/Merge-Patch+JSON; charset=utf-8'] });
  expect(patchTypeOf({ request: asked })).toBe('Application/Merge-Patch+JSON');
  expect(() => checkRoute(asked, { sent: PATCH_TYPES })).toThrow('415: Unsupported Media Type');
});
