import { expect, test } from 'vitest';
import { idleApplications } from '../../testkit/idle-applications.ts';

test('idle Applications cost no render and no write, and an audit finds nothing', async () => {
  expect(await idleApplications({ count: 20, objects: 10, hours: 10, lease: false })).toMatchObject({
    synced: 20,
    renders: 0,
    writes: 0,
    missed: 0,
  });
});
