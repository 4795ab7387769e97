import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_REAL_SERVER, type RealServer, startRealServer } from '../testkit/conversation/real-server.ts';
import { askEmbedded, askReal } from '../testkit/differential/ask-servers.ts';
import { judgeLimits } from '../testkit/differential/judge-limits.ts';
import { randomLimits } from '../testkit/differential/random-limits.ts';

/** `TIPHYS_SEED` and `TIPHYS_CASES` try others, and more of them. */
const SEED = Number(process.env['TIPHYS_SEED'] ?? 900);
const CASES = Number(process.env['TIPHYS_CASES'] ?? 20);
const seeds = Array.from({ length: CASES }, (_, index) => SEED + index);

describe.skipIf(!HAS_REAL_SERVER)('limit ranges and quotas beside a real server', () => {
  let server: RealServer;
  let real: ReturnType<typeof askReal>;
  const embedded = askEmbedded({ controllers: true });

  beforeAll(() => {
    server = startRealServer({ nodes: 0 });
    real = askReal(server);
  }, 60_000);
  afterAll(() => {
    real?.close();
    server?.stop();
  });

  test.each(seeds)('bounds %i, objects within and beyond them, and what is used', { timeout: 60_000 }, async (seed) => {
    const limits = randomLimits(seed);
    const [theirs, ours] = await Promise.all([judgeLimits(real.ask, limits), judgeLimits(embedded, limits)]);
    expect(ours).toEqual(theirs);
  });
});
