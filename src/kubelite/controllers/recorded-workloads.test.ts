import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../base/json-value.ts';
import { textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { CHANGES, COMPARED_KINDS, normalWorkloads } from '../../testkit/normal-workloads.ts';
import { createKubelite, type Kubelite } from '../index.ts';
import { DEPLOYMENTS, STATEFUL_SETS } from './resources.ts';

const NAMESPACE = 'workloads';

function testdata(name: string): readonly JsonObject[] {
  return JSON.parse(readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8'));
}

/** The same story as `tools/record/workload-statuses.ts` tells a real cluster. */
function story(): { readonly kubelite: Kubelite; readonly clock: FakeClock; readonly workloads: readonly Json[] } {
  const clock = new FakeClock();
  const kubelite = createKubelite({ clock, controllers: true });
  const { access } = kubelite;
  clock.advanceSync(0);
  access.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  clock.advanceSync(1000);
  for (const object of testdata('workloads.json') as readonly KubeObject[]) {
    access.create({ ...object, metadata: { ...object.metadata, namespace: NAMESPACE } });
  }
  clock.advanceSync(CHANGES.wait);
  for (const [name, image] of CHANGES.images) setImage(kubelite, name, image);
  for (const [name, replicas] of CHANGES.replicas) {
    const set = access.get(STATEFUL_SETS, NAMESPACE, name);
    if (set !== undefined) access.update({ ...set, spec: { ...(set.spec as JsonObject), replicas } });
  }
  clock.advanceSync(CHANGES.end);
  return { kubelite, clock, workloads: normalWorkloads(compared(kubelite)) };
}

function setImage({ access }: Kubelite, name: string, image: string): void {
  const text = JSON.stringify(access.get(DEPLOYMENTS, NAMESPACE, name));
  access.update(JSON.parse(text.replace('"nginx:1"', JSON.stringify(image))));
}

function compared({ access }: Kubelite): readonly KubeObject[] {
  return COMPARED_KINDS.flatMap((kind) => {
    const [plural = '', ...group] = kind.split('.');
    return access.list({ group: group.join('.'), plural }, NAMESPACE);
  });
}

const { kubelite, clock, workloads: played } = story();

test.each(testdata('statuses.json').map((value) => [textAt(value, 'kind'), textAt(value, 'name'), value] as const))(
  '%s %s stands as on a real cluster',
  (kind, name, expected) => {
    const candidates = played.filter((value) => textAt(value, 'kind') === kind && textAt(value, 'name') === name);
    const best = candidates.find((value) => JSON.stringify(value) === JSON.stringify(expected)) ?? candidates[0];
    expect(best).toEqual(expected);
  },
);

test('nothing is there that a real cluster would not have', () => {
  const names = (values: readonly Json[]) =>
    values.map((value) => `${textAt(value, 'kind')} ${textAt(value, 'name')}`).sort();
  expect(names(played)).toEqual(names(testdata('statuses.json')));
});

test('after that nothing is written for hours but a deadline that passes', () => {
  const changed: string[] = [];
  kubelite.access.subscribe(({ type, object }) => changed.push(`${type} ${object.kind} ${object.metadata.name}`));
  clock.advanceSync(3 * 3_600_000);
  expect(changed).toEqual(['MODIFIED Deployment crashweb']);
});
