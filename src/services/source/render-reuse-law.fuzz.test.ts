/** The law of reuse over everything that can be changed, one at a time, and over walks of many changes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeOf, otherwise } from '../../testkit/reuse-law.ts';
import { KINDS, LENDER, LENT } from '../../testkit/reuse-sources.ts';
import { type Change, reuseWorld } from '../../testkit/reuse-world.ts';

const NAMES = Object.keys(KINDS);

/** Every change of an answer about a path of any kind. */
async function pathChanges(): Promise<readonly Change[]> {
  const world = await reuseWorld();
  const asked = await Promise.all(NAMES.map(async (kind) => (await world.service().render(kind)).asked ?? []));
  const changes = asked.flat().flatMap((one) => otherwise(one).map(({ change }) => change));
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

test.each(NAMES)(
  '%s: every answer about a path becomes another, and what it was',
  async (kind) => {
    const world = await reuseWorld();
    const { judge } = judgeOf(world);
    await judge(kind, 'the first time');
    for (const change of await pathChanges()) {
      const text = JSON.stringify(change);
      await world.change(change);
      await judge(kind, text);
      await world.restore();
      await judge(kind, `${text}, and back`);
    }
  },
  300_000,
);

const OTHERS: readonly Change[] = [
  ...['1.30.0', '1.35.4', '1.36.0'].map((kubeVersion) => ({ kind: 'facts', kubeVersion }) as const),
  ...[['v1'], ['example.com/v1', 'v1']].map((apiVersions) => ({ kind: 'facts', apiVersions }) as const),
  ...['1.1.0', '1.2.0', '2.1.0'].flatMap((version) =>
    ['lamp', 'bulb'].map((name) => ({ kind: 'chart', name, version }) as const),
  ),
  ...['second', 'first'].map((value) => ({ kind: 'artifact', value }) as const),
  ...['v: other\n', 'v: page\n', '['].map((content) => ({ kind: 'page', content }) as const),
  ...['2', '1'].map((identity) => ({ kind: 'plugin', identity }) as const),
  ...[{}, { 'kustomize.buildOptions': '' }, { 'helm.enable': 'false' }].map(
    (cm) => ({ kind: 'settings', cm }) as const,
  ),
  ...[[LENT, LENDER], [LENT, { ...LENDER, ref: 'other' }], [LENT]].map(
    (sources) => ({ kind: 'sources', of: 'values of another source', sources: { sources } }) as const,
  ),
];

test('walks of changes, of which each may be taken back', async () => {
  const change = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...(await pathChanges())) },
    { weight: 1, arbitrary: fc.constantFrom(...OTHERS) },
    { weight: 1, arbitrary: fc.constant('restore' as const) },
  );
  let reused = 0;
  let rendered = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 4, maxLength: 16 }), async (changes) => {
      const world = await reuseWorld();
      const { judge } = judgeOf(world);
      // To be random is to be another a day later, and some changes take one.
      const kinds = NAMES.filter((kind) => kind !== 'a chart that is random');
      for (const kind of kinds) await judge(kind, 'the first time');
      for (const one of changes) {
        await (one === 'restore' ? world.restore() : world.change(one));
        for (const kind of kinds) {
          if (await judge(kind, JSON.stringify(one))) rendered += 1;
          else reused += 1;
        }
      }
    }),
    { numRuns: 40 },
  );
  expect([reused > rendered, rendered > 100]).toEqual([true, true]);
}, 600_000);
