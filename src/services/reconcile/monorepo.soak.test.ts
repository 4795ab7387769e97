import { expect, test } from 'vitest';
import { idleAndChange } from '../../testkit/monorepo.ts';

test('1,000 Applications of one repository, idle for 10 hours; then a commit to one', async () => {
  expect(await idleAndChange(1_000, 10)).toEqual({
    synced: 1_000,
    first: { renders: 1_000, fetches: 1 },
    idle: { renders: 0, fetches: 0, reads: 0, writes: 0, applicationWrites: 0, passes: 0 },
    // Of the one: the change is found, its sync is carried out, what that changed is looked at.
    changed: { renders: 1, fetches: 1, reads: 0, writes: 7, applicationWrites: 2, passes: 3 },
    syncedAgain: 1_000,
  });
}, 300_000);
