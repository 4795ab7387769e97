import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
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

describe('objects with one mistake are answered as a real server did', () => {
  const ask = askEmbedded();
  beforeAll(() => prepareServer(ask));

  test.each(validObjects().map((object) => [labelOf(object), object] as const))(
    '%s',
    async (label, object) => {
      const kept = KEPT[label] ?? [];
      const answers = await answersTo(ask, object, kept);
      const lines = answers.map((answer, index) => ({ way: kept[index]?.way, edit: kept[index]?.edit, answer }));
      // Thousands of them: what is the same text needs no second look.
      const odd = lines.flatMap((line, index) => (JSON.stringify(line) === JSON.stringify(kept[index]) ? [] : [index]));
      expect(odd.map((index) => lines[index])).toEqual(odd.map((index) => kept[index]));
      expect(lines.length).toBe(kept.length);
    },
    60_000,
  );
});
