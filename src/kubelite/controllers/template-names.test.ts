/** Names made from pod templates are those that a real cluster of the same version made (`testdata/template-names.json`). */
import { expect, test } from 'vitest';
import { systemClock } from '../../adapters/system-clock/system-clock.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { namesOfWorkloads } from '../../testkit/workload-names.ts';
import { createKubelite } from '../index.ts';
import recorded from './testdata/template-names.json' with { type: 'json' };

test('ReplicaSets and revisions are named as recorded', async () => {
  const clock = systemClock;
  const kubelite = createKubelite({ clock, controllers: true });
  const kube = memoryKube({ clock, kubelite });
  await kube.create(
    { group: '', version: 'v1', plural: 'namespaces', namespaced: false },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'names' } },
  );
  expect(await namesOfWorkloads(kube, 'names')).toEqual(recorded);
  await kubelite.close();
});
