/** Every recorded scenario as a test, on the embedded API or on a real one. */
import { beforeAll, describe, expect, test } from 'vitest';
import { listScenarios, playScenarios, scenarioFolder } from './scenarios.ts';
import type { ClusterKind } from './stage-cluster.ts';

const LIMIT = 1_800_000;

export function describeScenarios(cluster: ClusterKind): void {
  const folder = scenarioFolder(cluster);
  const scenarios = folder === undefined ? [] : listScenarios(folder);

  describe.skipIf(folder === undefined)(`recorded scenarios on ${cluster}`, () => {
    let outcomes: ReadonlyMap<string, string> = new Map();

    beforeAll(async () => {
      outcomes = await playScenarios({ folder: folder ?? '', scenarios, parallel: 6, cluster });
    }, LIMIT);

    test('the folder holds scenarios', () => expect(scenarios).not.toEqual([]));

    for (const { name, skipped } of scenarios) {
      test.skipIf(skipped !== undefined)(skipped === undefined ? name : `${name}: ${skipped}`, () => {
        expect(outcomes.get(name)).toBe('same');
      });
    }
  });
}
