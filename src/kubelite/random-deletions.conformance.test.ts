import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../base/json-value.ts';
import { differencesOf } from '../testkit/conversation/differences.ts';
import { kubeliteTarget } from '../testkit/conversation/kubelite-target.ts';
import { randomDeletions, restingTarget } from '../testkit/conversation/random-deletions.ts';
import { HAS_REAL_SERVER, type RealServer, startRealServer } from '../testkit/conversation/real-server.ts';
import { serverTarget } from '../testkit/conversation/server-target.ts';
import { talk } from '../testkit/conversation/talk.ts';

/** `TIPHYS_SEED` and `TIPHYS_PROGRAMS` try others, and more of them. */
const SEED = Number(process.env['TIPHYS_SEED'] ?? 1000);
const PROGRAMS = Number(process.env['TIPHYS_PROGRAMS'] ?? 8);
const STEPS = 20;
/** Conversations are held side by side. */
const WIDTH = 8;

const groups = Array.from({ length: Math.ceil(PROGRAMS / WIDTH) }, (_, group) =>
  Array.from({ length: Math.min(WIDTH, PROGRAMS - group * WIDTH) }, (_, index) => SEED + group * WIDTH + index),
);

describe.skipIf(!HAS_REAL_SERVER)('random deletions beside a real cluster', () => {
  let server: RealServer;
  let real: ReturnType<typeof serverTarget>;
  const ours = kubeliteTarget();
  let deeds = 0;

  beforeAll(() => {
    server = startRealServer();
    real = serverTarget(server);
  }, 60_000);
  afterAll(() => {
    process.stdout.write(`random deletions: ${deeds} deeds and looks\n`);
    real?.close();
    server?.stop();
  });

  test.each(groups)('%i and the following', { timeout: 300_000 }, async (...seeds) => {
    const held = seeds.map(async (seed) => {
      const conversation = randomDeletions({ seed, steps: STEPS });
      const theirs = await talk(restingTarget(real), conversation);
      const mine = await talk(
        restingTarget(ours, (milliseconds) => ours.pass(milliseconds)),
        conversation,
      );
      deeds += theirs.length;
      return theirs.flatMap((answer, index) => {
        const lines = differencesOf(plain(answer), plain(mine[index]));
        return lines.length === 0 ? [] : [{ seed, index, step: answer.step, lines }];
      });
    });
    expect((await Promise.all(held)).flat()).toEqual([]);
  });
});

function plain(answer: unknown): Json {
  return JSON.parse(JSON.stringify(answer ?? null)) as Json;
}
