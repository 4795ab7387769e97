import { expect, test } from 'vitest';
import { idleAndChange } from '../../testkit/monorepo.ts';

test('100 Applications of one repository: nothing while idle; a commit to one is one fetch, one render, seven writes', async () => {
  expect(await idleAndChange(100, 10)).toEqual({
    synced: 100,
    first: { renders: 100, fetches: 1 },
    idle: { renders: 0, fetches: 0, reads: 0, writes: 0, applicationWrites: 0, passes: 0 },
    // The object; the Application at the begin and at the end of its sync; four events: of both statuses, the start, the end.
    // It is looked at three times: the change is found, its sync is carried out, what that changed is seen. The others never.
    changed: { renders: 1, fetches: 1, reads: 0, writes: 7, applicationWrites: 2, passes: 3 },
    syncedAgain: 100,
  });
}, 60_000);
