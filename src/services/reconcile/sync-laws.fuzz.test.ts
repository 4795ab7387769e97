/** Laws of a sync over many random stories. */
import { testSyncLaws } from '../../testkit/sync-law-runs.ts';

testSyncLaws({ numRuns: 300, milliseconds: 1_800_000 });
