import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type JsonObject, textAt } from '../base/json-value.ts';
import { clusterContent } from '../testkit/conversation/cluster-content.ts';
import { kubeliteTarget } from '../testkit/conversation/kubelite-target.ts';

const TESTDATA = new URL('testdata/fresh-cluster.json', import.meta.url);

/** Texts for people are our own. */
function withoutProse(object: JsonObject): JsonObject {
  if (object['at'] === '/apis/scheduling.k8s.io/v1/priorityclasses') return { ...object, description: 'PROSE' };
  if (object['at'] !== '/api/v1/nodes') return object;
  return JSON.parse(JSON.stringify(object).replace(/"message":"[^"]*"/, '"message":"PROSE"'));
}

function byPlace(objects: readonly JsonObject[]): Readonly<Record<string, JsonObject>> {
  const named = objects.map((object): readonly [string, JsonObject] => {
    const { at } = object;
    return [
      `${at} ${textAt(object, 'metadata', 'namespace') ?? ''}/${textAt(object, 'metadata', 'name')}`,
      withoutProse(object),
    ];
  });
  return Object.fromEntries(named);
}

test('a cluster that nobody has used holds what a real one holds, every object whole', async () => {
  const target = kubeliteTarget();
  await target.pass(15_000);
  const ours = byPlace(await clusterContent(target));
  await target.kubelite.close();
  const recorded = JSON.parse(readFileSync(TESTDATA, 'utf8')) as readonly JsonObject[];
  // One process needs no lease among servers.
  const theirs = recorded.filter(({ at }) => at !== '/apis/coordination.k8s.io/v1/leases');
  expect(theirs.length).toBeGreaterThan(200);
  expect(ours).toEqual(byPlace(theirs));
});
