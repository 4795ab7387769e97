import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../base/json-value.ts';
import { differencesOf } from '../testkit/conversation/differences.ts';
import { kubeliteTarget } from '../testkit/conversation/kubelite-target.ts';
import { randomAccess } from '../testkit/conversation/random-access.ts';
import { HAS_REAL_SERVER, type RealServer, startRealServer } from '../testkit/conversation/real-server.ts';
import { serverTarget } from '../testkit/conversation/server-target.ts';
import { type TalkRequest, type TalkTarget, talk } from '../testkit/conversation/talk.ts';

/** `TIPHYS_SEED` and `TIPHYS_PROGRAMS` try others, and more of them. */
const SEED = Number(process.env['TIPHYS_SEED'] ?? 1000);
const PROGRAMS = Number(process.env['TIPHYS_PROGRAMS'] ?? 20);
const STEPS = 40;
/** How often a server is given a moment to hear of what was written. */
const MOMENTS = 6;

const seeds = Array.from({ length: PROGRAMS }, (_, index) => SEED + index);

/** At a pause the server rests. */
function resting(target: TalkTarget): TalkTarget {
  const send = async (request: TalkRequest) => {
    if (request.url === '/version') for (let moment = 0; moment < MOMENTS; moment += 1) await target.rest();
    return target.send(request);
  };
  return { ...target, send };
}

/** A server meets bindings, and so what is wrong with them, in any order. */
function withSortedFaults(answer: unknown): Json {
  const text = JSON.stringify(answer);
  const sorted = text.replace(/\[((?:cluster)?role(?:s|bindings?)?\.rbac[^\]]*)\]/g, (_, list: string) => {
    return `[${list.split(', ').toSorted().join(', ')}]`;
  });
  return JSON.parse(sorted) as Json;
}

describe.skipIf(!HAS_REAL_SERVER)('random roles, questions and subresources beside a real server', () => {
  let server: RealServer;
  let real: ReturnType<typeof serverTarget>;
  const ours = kubeliteTarget();
  let requests = 0;

  beforeAll(() => {
    server = startRealServer();
    real = serverTarget(server);
  }, 60_000);
  afterAll(() => {
    process.stdout.write(`random access: ${requests} requests\n`);
    real?.close();
    server?.stop();
  });

  test.each(seeds)('%i', { timeout: 120_000 }, async (seed) => {
    const conversation = randomAccess({ seed, steps: STEPS });
    const [theirs, mine] = [await talk(resting(real), conversation), await talk(ours, conversation)];
    for (const [index, answer] of theirs.entries()) {
      if (answer.step === 'pause') continue;
      requests += 1;
      const lines = differencesOf(withSortedFaults(answer), withSortedFaults(mine[index] ?? null));
      expect({ index, step: answer.step, lines }).toEqual({ index, step: answer.step, lines: [] });
    }
  });
});
