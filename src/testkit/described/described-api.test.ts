import { expect, test } from 'vitest';
import { describedApi } from './described-api.ts';

const ANSWERS: Readonly<Record<string, string>> = {
  '/apis': '{"groups":[{"name":"apps","versions":[{"groupVersion":"apps/v1"}]}]}',
  '/openapi/v3': '{"paths":{"version":{"serverRelativeURL":"/openapi/v3/version?hash=1"}}}',
  '/openapi/v3/version': '{"description":"prose","properties":{"description":{"type":"string","description":"prose"}}}',
  '/openapi/v2': '{"parameters":{"a-1":{"name":"a"}},"paths":{"/x":{"parameters":[{"$ref":"#/parameters/a-1"}]}}}',
};

test('discovery as it is written, OpenAPI without prose and without references to parameters', async () => {
  const send = async ({ url }: { readonly url: string }) => {
    return { code: 200, headers: {}, body: Buffer.from(ANSWERS[url] ?? `text of ${url}`) };
  };
  expect(await describedApi({ send })).toEqual({
    '/apis': ANSWERS['/apis'],
    '/api/v1': 'text of /api/v1',
    '/apis/apps': 'text of /apis/apps',
    '/apis/apps/v1': 'text of /apis/apps/v1',
    '/api aggregated': 'text of /api',
    '/apis aggregated': ANSWERS['/apis'],
    '/openapi/v3': ['version'],
    '/openapi/v3/version': { properties: { description: { type: 'string' } } },
    '/openapi/v2': { paths: { '/x': { parameters: [{ name: 'a' }] } } },
  });
});
