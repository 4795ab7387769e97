import { expect, test } from 'vitest';
import type { Json } from '../base/json-value.ts';
import { HAS_REAL_SERVER, startRealServer } from '../testkit/conversation/real-server.ts';
import { askEmbedded, askReal } from '../testkit/differential/ask-servers.ts';
import { prepareServer } from '../testkit/differential/mistaken-objects.ts';
import { answerToOdd, ODD_REQUESTS } from '../testkit/differential/odd-requests.ts';

test.skipIf(!HAS_REAL_SERVER)(
  'odd requests are answered as by a real server beside',
  { timeout: 240_000 },
  async () => {
    const server = startRealServer({ nodes: 0 });
    const [real, embedded] = [askReal(server), askEmbedded()];
    const theirs: (readonly [reason: string, answer: Json])[] = [];
    const ours: (readonly [reason: string, answer: Json])[] = [];
    try {
      await prepareServer(real.ask);
      await prepareServer(embedded);
      for (const odd of ODD_REQUESTS) {
        theirs.push([odd.reason, await answerToOdd(real.ask, odd)]);
        ours.push([odd.reason, await answerToOdd(embedded, odd)]);
      }
    } finally {
      real.close();
      server.stop();
    }
    expect(ours).toEqual(theirs);
  },
);
