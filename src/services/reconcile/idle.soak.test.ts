import { expect, test } from 'vitest';
import { idleApplications } from '../../testkit/idle-applications.ts';

test('1,000 Applications of 10 objects, idle for 10 hours: 0 renders, 0 writes', async () => {
  expect(await idleApplications(1_000, 10, 10)).toMatchObject({ synced: 1_000, renders: 0, writes: 0, missed: 0 });
}, 300_000);
