import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Answer } from '../testkit/differential/answer.ts';
import { askEmbedded } from '../testkit/differential/ask-servers.ts';
import {
  answersTo,
  labelOf,
  type Mistake,
  prepareServer,
  validObjects,
} from '../testkit/differential/mistaken-objects.ts';

interface Kept extends Mistake {
  readonly answer: Answer;
}

/** Refreshed by `tools/record/mistakes.ts`. */
const KEPT = JSON.parse(readFileSync(new URL('testdata/mistakes.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, readonly Kept[]>
>;

test('objects with one mistake are answered as a real server did', async () => {
  const ask = askEmbedded();
  await prepareServer(ask);
  for (const object of validObjects()) {
    const kept = KEPT[labelOf(object)] ?? [];
    const answers = await answersTo(ask, object, kept);
    const lines = answers.map((answer, index) => ({ way: kept[index]?.way, edit: kept[index]?.edit, answer }));
    // Thousands of them: what is the same text needs no second look.
    const odd = lines.flatMap((line, index) => (JSON.stringify(line) === JSON.stringify(kept[index]) ? [] : [index]));
    expect(
      odd.map((index) => lines[index]),
      labelOf(object),
    ).toEqual(odd.map((index) => kept[index]));
    expect(lines.length).toBe(kept.length);
  }
}, 60_000);
