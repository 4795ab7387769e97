/** The laws of `sync-laws.ts` as tests, each over some random stories. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mishaps, syncStory, wantedObjects } from './sync-laws.ts';

export interface LawRuns {
  /** Stories of each law. */
  readonly numRuns: number;
  /** Chosen by fast-check where undefined. */
  readonly seed?: number;
  readonly milliseconds: number;
}

/** Call in a test file of the tier that the runs belong to. */
export function testSyncLaws({ milliseconds, ...runs }: LawRuns): void {
  test(
    'from any live state a sync reaches what is wanted, in order, and a second one writes nothing',
    async () => {
      await fc.assert(
        fc.asyncProperty(wantedObjects, async (wanted) => {
          const story = await syncStory(wanted, [], { again: true });
          expect(story).toMatchObject({ phase: 'Succeeded', isOver: true, sync: 'Synced', different: [], refused: [] });
          expect(story.ranks).toEqual([...story.ranks].sort((a, b) => a - b));
          const hooks = wanted.flatMap(({ hook }, at) => (hook === '' ? [] : [`o${at}`]));
          expect(story.again.filter((write) => !hooks.some((name) => write.endsWith(`/${name}`)))).toEqual([]);
        }),
        runs,
      );
    },
    milliseconds,
  );

  test(
    'whatever happens meanwhile, a sync ends, runs no hook twice, and says why it failed',
    async () => {
      await fc.assert(
        fc.asyncProperty(wantedObjects, mishaps, async (wanted, steps) => {
          const story = await syncStory(wanted, steps);
          expect(story).toMatchObject({ isOver: true });
          expect(Object.values(story.hookRuns).filter((count) => count > 1)).toEqual([]);
          if (story.phase === 'Succeeded') expect(story.refused).toEqual([]);
          else expect(story.message).not.toBe('');
        }),
        runs,
      );
    },
    milliseconds,
  );
}
