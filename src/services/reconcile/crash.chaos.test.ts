import { expect, test } from 'vitest';
import { crashingSync } from '../../testkit/crashing-sync.ts';

const POINTS = (['calls', 'manifests'] as const).flatMap((of) =>
  (['before', 'after'] as const).map((when) => ({ of, when })),
);

test.each(POINTS)(
  'abandoned $when each of $of: the sync completes, no hook runs twice',
  async ({ of, when }) => {
    const undisturbed = await crashingSync(undefined);
    const outcomes: unknown[] = [];
    for (let call = 0; ; call += 1) {
      const outcome = await crashingSync({ call, when, of });
      outcomes.push({ call, ...outcome });
      if (!outcome.crashed) break;
    }
    expect(outcomes).toEqual(
      outcomes.map((_, call) => ({ ...undisturbed, call, crashed: call < outcomes.length - 1 })),
    );
  },
  300_000,
);
