/** Every recorded scenario, compared with what the real system did. `TIPHYS_SCENARIOS` picks some by expression. */
import { beforeAll, describe, expect, test } from 'vitest';
import { listScenarios, playScenarios, scenarioFolder } from './scenarios.ts';

const folder = scenarioFolder();
const scenarios = folder === undefined ? [] : listScenarios(folder);

describe.skipIf(folder === undefined)('recorded scenarios', () => {
  let outcomes: ReadonlyMap<string, string> = new Map();

  beforeAll(async () => {
    outcomes = await playScenarios({ folder: folder ?? '', scenarios, parallel: 6 });
  }, 1_800_000);

  test('the folder holds scenarios', () => expect(scenarios).not.toEqual([]));

  for (const { name, skipped } of scenarios) {
    test.skipIf(skipped !== undefined)(skipped === undefined ? name : `${name}: ${skipped}`, () => {
      expect(outcomes.get(name)).toBe('same');
    });
  }
});
