/** The everyday part of the recorded scenarios: ten quick ones always, and others in turn, by the day of the year. */
import { beforeAll, describe, expect, test } from 'vitest';
import { listScenarios, playScenarios, type Scenario, scenarioFolder } from './scenarios.ts';

/** Quick, and each of another area. */
const ALWAYS = [
  '001-new-application',
  '009-source-not-permitted',
  '031-semver-tags',
  '055-object-leaves-repository',
  '101-hook-in-two-phases',
  '133-selective-sync',
  '155-self-heal-deleted-object',
  '175-deployment-slow',
  '201-delete-cascade',
  '229-source-negations',
];
const IN_TURN = 12;
const DAY = 86_400_000;

/** The fixed ones that exist and the next few of the others. Pure. */
function todays(scenarios: readonly Scenario[], day: number): readonly Scenario[] {
  const able = scenarios.filter(({ config, skipped }) => config === 'base' && skipped === undefined);
  const others = able.filter(({ name }) => !ALWAYS.includes(name));
  const first = others.length === 0 ? 0 : (day * IN_TURN) % others.length;
  const turn = [...others, ...others].slice(first, first + Math.min(IN_TURN, others.length));
  return [...able.filter(({ name }) => ALWAYS.includes(name)), ...turn];
}

const folder = scenarioFolder();
const scenarios = folder === undefined ? [] : todays(listScenarios(folder), Math.floor(Date.now() / DAY));

describe.skipIf(folder === undefined)("today's recorded scenarios", () => {
  let outcomes: ReadonlyMap<string, string> = new Map();

  beforeAll(async () => {
    outcomes = await playScenarios({ folder: folder ?? '', scenarios, parallel: 6, cluster: 'kubelite' });
  }, 300_000);

  test.each(scenarios)('$name', ({ name }) => expect(outcomes.get(name)).toBe('same'));
});
