import { expect, test } from 'vitest';
import { type CrashOutcome, crashingSync } from '../../testkit/crashing-sync.ts';

/** Every few writes; the chaos tier tries every call. */
const STRIDE = 7;

test('a sync that another controller takes over ends as if nobody had been killed', async () => {
  const undisturbed = await crashingSync(undefined);
  expect(undisturbed).toMatchObject({
    crashed: false,
    phase: 'Succeeded',
    message: 'successfully synced (no more tasks)',
    hookRuns: { pre: 1, quick: 1, post: 1, last: 1 },
    historyLength: 1,
    keptCommits: 0,
  });
  for (const when of ['before', 'after'] as const) {
    for (let call = when === 'before' ? 0 : 2; ; call += STRIDE) {
      const outcome: CrashOutcome = await crashingSync({ call, when, of: 'writes' });
      expect({ call, when, ...outcome }).toEqual({ call, when, ...undisturbed, crashed: outcome.crashed });
      if (!outcome.crashed) break;
    }
  }
}, 60_000);
