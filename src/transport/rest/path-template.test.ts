import { expect, test } from 'vitest';
import { matchPath, parsePathTemplate, specificity } from './path-template.ts';

const cases: readonly { name: string; template: string; path: string; fields: Record<string, string> | undefined }[] = [
  { name: 'a literal path', template: '/api/version', path: '/api/version', fields: {} },
  {
    name: 'a field',
    template: '/api/v1/applications/{name}',
    path: '/api/v1/applications/web',
    fields: { name: 'web' },
  },
  { name: 'an encoded name', template: '/a/{name}', path: '/a/guest%62ook', fields: { name: 'guestbook' } },
  {
    name: 'an encoded slash stays in its segment',
    template: '/a/{url}/x',
    path: '/a/https%3A%2F%2Fh%2Fp/x',
    fields: { url: 'https://h/p' },
  },
  {
    name: 'a nested field',
    template: '/a/{application.metadata.name}',
    path: '/a/b',
    fields: { 'application.metadata.name': 'b' },
  },
  { name: 'the rest', template: '/c/{x}/{sub=**}', path: '/c/1/a/b', fields: { x: '1', sub: 'a/b' } },
  { name: 'an empty rest', template: '/c/{x}/{sub=**}', path: '/c/1/', fields: { x: '1', sub: '' } },
  { name: 'too short', template: '/a/{name}/sync', path: '/a/b', fields: undefined },
  { name: 'too long', template: '/a/{name}', path: '/a/b/c', fields: undefined },
  { name: 'an empty name fits and finds nothing', template: '/a/{name}', path: '/a/', fields: { name: '' } },
  { name: 'a malformed escape', template: '/a/{name}', path: '/a/%zz', fields: { name: '%zz' } },
];

test.each(cases)('$name', ({ template, path, fields }) => {
  const matched = matchPath(parsePathTemplate(template), path);
  expect(matched && Object.fromEntries(matched)).toEqual(fields);
});

test('a literal goes before a field', () => {
  const sorted = ['/a/{name}', '/a/special'].sort((a, b) =>
    specificity(parsePathTemplate(a)) < specificity(parsePathTemplate(b)) ? -1 : 1,
  );
  expect(sorted).toEqual(['/a/special', '/a/{name}']);
});
