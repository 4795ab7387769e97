import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import { askOracle, oraclePath } from '../../../testkit/line-oracle.ts';
import { BUILTIN_SCHEMAS } from '../../merge-schema/builtin-schema.ts';
import { type MergeSchema, UNTYPED } from '../../merge-schema/merge-schema.ts';
import { createStrategicPatch } from './create-strategic-patch.ts';
import { objectTriples } from './random-objects.fixture.ts';
import { createThreeWayStrategicPatch } from './three-way-patch.ts';

const oracle = oraclePath('smp');
const samples = fc.sample(objectTriples, { numRuns: 4000, seed: 11 });

function schemaFor(object: JsonObject): MergeSchema {
  return BUILTIN_SCHEMAS.schemaOf(String(object['apiVersion']), String(object['kind'])) ?? UNTYPED;
}

function differences(requests: readonly object[], create: (index: number) => JsonObject): readonly object[] {
  const answers = askOracle(oracle ?? '', requests);
  return answers.flatMap((answer, index) => {
    const patch = create(index);
    return isDeepStrictEqual(JSON.parse(JSON.stringify(patch)), answer['patch'])
      ? []
      : [{ request: requests[index], answer, patch }];
  });
}

test.skipIf(oracle === undefined)('two-way patches are those of apimachinery', { timeout: 120_000 }, () => {
  const requests = samples.map(([original, modified]) => ({ mode: 'two-way', original, modified }));
  const found = differences(requests, (index) => {
    const [original, modified] = samples[index] ?? [{}, {}];
    return createStrategicPatch(original, modified, schemaFor(original));
  });
  expect(found.slice(0, 2)).toEqual([]);
});

test.skipIf(oracle === undefined)('three-way patches are those of apimachinery', { timeout: 120_000 }, () => {
  const requests = samples.map(([original, modified, current]) => ({ mode: 'three-way', original, modified, current }));
  const found = differences(requests, (index) => {
    const [original, modified, current] = samples[index] ?? [{}, {}, {}];
    return createThreeWayStrategicPatch({ original, modified, current }, schemaFor(original));
  });
  expect(found.slice(0, 2)).toEqual([]);
});
