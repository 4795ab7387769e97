import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../base/json-value.ts';
import { askEmbedded } from '../testkit/differential/ask-servers.ts';
import { prepareServer } from '../testkit/differential/mistaken-objects.ts';
import { answerToOdd, ODD_REQUESTS } from '../testkit/differential/odd-requests.ts';

/** Refreshed by `tools/record/odd-requests.ts`. */
const KEPT = JSON.parse(readFileSync(new URL('testdata/odd-requests.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Json>
>;

describe('odd requests are answered as a real server did', () => {
  const ask = askEmbedded();
  beforeAll(() => prepareServer(ask));

  test.each(ODD_REQUESTS.map((odd) => [odd.reason, odd] as const))('%s', async (reason, odd) => {
    expect(await answerToOdd(ask, odd)).toEqual(KEPT[reason]);
  });
});
