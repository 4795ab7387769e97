import { describe, expect, test } from 'vitest';
import { HAS_REAL_SERVER, startRealServer } from '../testkit/conversation/real-server.ts';
import { askEmbedded, askReal } from '../testkit/differential/ask-servers.ts';
import {
  answersTo,
  labelOf,
  prepareServer,
  someMistakes,
  validObjects,
} from '../testkit/differential/mistaken-objects.ts';

/** Every so manieth mistake is sent; `TIPHYS_MISTAKES=1` sends all. */
const STEP = Number(process.env['TIPHYS_MISTAKES'] ?? 13);
const LEAST_SHARE = 0.995;

describe.skipIf(!HAS_REAL_SERVER)('objects with one mistake beside a real server', () => {
  test('code, reason, message, causes and warnings', async () => {
    const server = startRealServer({ nodes: 0 });
    const [real, embedded] = [askReal(server), askEmbedded()];
    const different: string[] = [];
    let asked = 0;
    try {
      await prepareServer(real.ask);
      await prepareServer(embedded);
      for (const object of validObjects()) {
        const mistakes = someMistakes(object, STEP);
        const theirs = await answersTo(real.ask, object, mistakes);
        const ours = await answersTo(embedded, object, mistakes);
        asked += mistakes.length;
        for (const [index, mistake] of mistakes.entries()) {
          if (JSON.stringify(theirs[index]) === JSON.stringify(ours[index])) continue;
          different.push(`${labelOf(object)} ${JSON.stringify(mistake)}`);
        }
      }
    } finally {
      real.close();
      server.stop();
    }
    const share = 1 - different.length / asked;
    process.stdout.write(
      `mistakes: ${asked - different.length} of ${asked} identical (${(share * 100).toFixed(2)} %)\n` +
        `${different.join('\n')}\n`,
    );
    expect(share).toBeGreaterThanOrEqual(LEAST_SHARE);
  }, 1_200_000);
});
