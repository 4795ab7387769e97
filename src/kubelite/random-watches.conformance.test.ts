import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isList, type Json, textAt } from '../base/json-value.ts';
import { differencesOf } from '../testkit/conversation/differences.ts';
import { kubeliteTarget } from '../testkit/conversation/kubelite-target.ts';
import { randomWatches } from '../testkit/conversation/random-watches.ts';
import { HAS_REAL_SERVER, type RealServer, startRealServer } from '../testkit/conversation/real-server.ts';
import { serverTarget } from '../testkit/conversation/server-target.ts';
import { type TalkAnswer, talk } from '../testkit/conversation/talk.ts';

/** `TIPHYS_SEED` and `TIPHYS_PROGRAMS` try others, and more of them. */
const SEED = Number(process.env['TIPHYS_SEED'] ?? 1000);
const PROGRAMS = Number(process.env['TIPHYS_PROGRAMS'] ?? 8);
const ROUNDS = 4;
/** Conversations are held side by side. */
const WIDTH = 8;

const groups = Array.from({ length: Math.ceil(PROGRAMS / WIDTH) }, (_, group) =>
  Array.from({ length: Math.min(WIDTH, PROGRAMS - group * WIDTH) }, (_, index) => SEED + group * WIDTH + index),
);

describe.skipIf(!HAS_REAL_SERVER)('random watches beside a real cluster', () => {
  let server: RealServer;
  let real: ReturnType<typeof serverTarget>;
  const ours = kubeliteTarget();
  let [answers, events] = [0, 0];

  beforeAll(() => {
    server = startRealServer();
    real = serverTarget(server);
  }, 60_000);
  afterAll(() => {
    process.stdout.write(`random watches: ${answers} answers, ${events} events\n`);
    real?.close();
    server?.stop();
  });

  test.each(groups)('%i and the following', { timeout: 300_000 }, async (...seeds) => {
    const held = seeds.map(async (seed) => {
      const conversation = randomWatches({ seed, rounds: ROUNDS });
      const theirs = await talk(real, conversation);
      const mine = await talk(ours, conversation);
      answers += theirs.length;
      return theirs.flatMap((answer, index) => {
        const known = comparable(answer);
        if (isList(answer.body)) events += answer.body.length;
        const lines = differencesOf(known, comparable(mine[index]));
        return lines.length === 0 ? [] : [{ seed, index, step: answer.step, lines }];
      });
    });
    expect((await Promise.all(held)).flat()).toEqual([]);
  });
});

/** A server tells of its progress when it likes, and by a version of its own. */
function comparable(answer: TalkAnswer | undefined): Json {
  const plain = JSON.parse(JSON.stringify(answer ?? null)) as { readonly body?: Json };
  const { body } = plain;
  if (!isList(body)) return plain;
  const told = body.filter((event) => textAt(event, 'type') !== 'BOOKMARK' || isEndOfState(event));
  const events = told.map((event) => (isEndOfState(event) ? { type: 'BOOKMARK', end: true } : withoutProse(event)));
  return { ...plain, body: events };
}

function isEndOfState(event: Json): boolean {
  return JSON.stringify(event).includes('k8s.io/initial-events-end');
}

/** What columns are for is said otherwise. */
function withoutProse(event: Json): Json {
  return JSON.parse(JSON.stringify(event), (key, value) => (key === 'description' ? '' : value)) as Json;
}
