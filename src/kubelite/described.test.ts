import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kubeliteTarget } from '../testkit/conversation/kubelite-target.ts';
import { describedApi } from '../testkit/described/described-api.ts';
import { describedDigests } from '../testkit/described/described-digests.ts';

/** Made by `tools/record/described-api.ts`. What differs is told by the conformance test beside this file. */
const RECORDED = JSON.parse(readFileSync(new URL('testdata/described.json', import.meta.url), 'utf8')) as object;

test('every document of discovery and OpenAPI says what that of a real server says, but for prose', async () => {
  const target = kubeliteTarget();
  const ours = describedDigests(await describedApi(target));
  await target.kubelite.close();
  expect(Object.keys(ours).length).toBeGreaterThan(80);
  expect(ours).toEqual(RECORDED);
});
