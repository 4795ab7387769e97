/** A few stories of each law; the fuzz tier tells many. */
import { testSyncLaws } from '../../testkit/sync-law-runs.ts';

testSyncLaws({ numRuns: 4, milliseconds: 120_000 });
