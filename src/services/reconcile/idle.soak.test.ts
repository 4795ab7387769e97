import { expect, test } from 'vitest';
import { idleApplications } from '../../testkit/idle-applications.ts';

test('1,000 Applications of 10 objects, idle for 10 hours: 0 renders, 0 writes but the renewals of the Lease', async () => {
  expect(await idleApplications({ count: 1_000, objects: 10, hours: 10, lease: true })).toMatchObject({
    synced: 1_000,
    renders: 0,
    writes: 0,
    renewals: 3_600,
    missed: 0,
  });
}, 300_000);
