import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import { askOracle, oraclePath } from '../../../testkit/line-oracle.ts';
import { BUILTIN_SCHEMAS } from '../../merge-schema/builtin-schema.ts';
import { UNTYPED } from '../../merge-schema/merge-schema.ts';
import { applyStrategicPatch } from './apply-strategic-patch.ts';
import { objectTriples, twists } from './random-objects.fixture.ts';

const oracle = oraclePath('smp');

function attempt(current: JsonObject, patch: JsonObject): object {
  const schema = BUILTIN_SCHEMAS.schemaOf(String(current['apiVersion']), String(current['kind'])) ?? UNTYPED;
  try {
    return { result: applyStrategicPatch(current, patch, schema) };
  } catch {
    return { error: true };
  }
}

test.skipIf(oracle === undefined)('applies random patches as apimachinery does', { timeout: 120_000 }, () => {
  const samples = fc.sample(fc.tuple(objectTriples, twists), { numRuns: 4000, seed: 7 });
  const requests = samples.map(([[current, wanted], twist], index) => ({
    mode: 'apply',
    current,
    patch: index % 4 === 0 ? wanted : twist(wanted),
  }));
  const answers = askOracle(oracle ?? '', requests);
  const differing = requests.flatMap(({ current, patch }, index) => {
    const answer = answers[index] ?? {};
    const expected = answer['error'] === undefined ? { result: answer['result'] } : { error: true };
    const got = attempt(current, patch);
    return isDeepStrictEqual(sorted(got), sorted(expected)) ? [] : [{ current, patch, expected, got }];
  });
  expect(differing.slice(0, 3)).toEqual([]);
});

function sorted(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
