/** Random changes under random faults: when it is calm again, what is known is what is there, and listeners could follow. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReflector } from '../../adapters/reflector/reflector.ts';
import { AppError, hasCode } from '../../base/errors.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { type FaultyKube, faultyKube, unreachable } from '../../testkit/faulty-kube.ts';
import { type MemoryKube, memoryKube } from '../../testkit/memory-kube.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { createLiveClusters } from './index.ts';

const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const gone = new AppError({ code: 'kube.gone', kind: 'transient', message: 'too old' });
const FAULTS = { none: undefined, gone, unreachable: unreachable() } as const;

type Step =
  | { readonly kind: 'write'; readonly name: string; readonly value: string; readonly observed: boolean }
  | { readonly kind: 'delete'; readonly name: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'fault'; readonly fault: keyof typeof FAULTS }
  | { readonly kind: 'wait'; readonly milliseconds: number };

const name = fc.constantFrom('a', 'b', 'c', 'd');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      name,
      value: fc.constantFrom('1', '2', '3'),
      observed: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), name }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('break' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      fault: fc.constantFrom('none' as const, 'gone' as const, 'unreachable' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.constantFrom(1, 400, 5000) }),
  },
);

interface Storm {
  readonly clock: FakeClock;
  readonly api: MemoryKube;
  readonly kube: FaultyKube;
  readonly observe: (object: Awaited<ReturnType<KubePort['create']>>) => void;
}

async function run(step: Step, { clock, api, kube, observe }: Storm): Promise<void> {
  switch (step.kind) {
    case 'write': {
      const at = { type: MAPS, namespace: 'default', name: step.name };
      const object = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: step.name, namespace: 'default' },
        data: { x: step.value },
      };
      const written = await api.create(MAPS, object).catch((error: unknown) => {
        if (hasCode(error, 'kube.already-exists'))
          return api.patch(at, 'merge', JSON.stringify({ data: { x: step.value } }));
        throw error;
      });
      if (step.observed) observe(written);
      return;
    }
    case 'delete':
      await api.delete({ type: MAPS, namespace: 'default', name: step.name });
      return;
    case 'break':
      return api.breakStreams();
    case 'fault': {
      const error = FAULTS[step.fault];
      return kube.plan(({ verb }) =>
        error && (verb === 'watch' || verb === 'list') ? { when: 'before', error } : undefined,
      );
    }
    case 'wait':
      return clock.advance(step.milliseconds);
  }
}

test('after any storm the records are the objects', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const clock = new FakeClock();
      const api = memoryKube({ clock });
      const kube = faultyKube(api);
      const clusters = createLiveClusters({
        clock,
        log: memoryLog(),
        reflector: createReflector({ clock, random: () => 0.5 }),
        connect: () => ({ kube, namespaces: ['default'], clusterResources: false }),
        factsOf: () => ({ health: undefined, images: [], info: [] }),
        isWatched: ({ kind }) => kind === 'ConfigMap',
        respectRbac: () => '',
        trackingLabel: () => 'app',
        tracksByLabel: () => false,
      });
      const cluster = clusters.get('any');
      const followed = new Map<string, string>();
      cluster.onChange((changes) => {
        for (const { key, after } of changes) {
          if (after) followed.set(key.name, after.resourceVersion);
          else followed.delete(key.name);
        }
      });
      for (const next of steps) await run(next, { clock, api, kube, observe: (object) => cluster.observe(object) });
      kube.plan(() => undefined);
      await clock.advance(120_000);
      const there = (await api.list(MAPS, { namespace: 'default' })).items.map(({ metadata }) => [
        metadata.name,
        metadata.resourceVersion,
      ]);
      const known = cluster.inNamespace('default').map(({ key, resourceVersion }) => [key.name, resourceVersion]);
      expect(new Map(known as [string, string][])).toEqual(new Map(there as [string, string][]));
      expect(followed).toEqual(new Map(known as [string, string][]));
      expect(cluster.connection().status).toBe('Successful');
      clusters.close();
    }),
    { numRuns: 60 },
  );
});
