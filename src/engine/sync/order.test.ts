/** The laws of the order of a sync, on random graphs of tasks (features C2, C3, C14). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { SYNC_PHASES } from './hook.ts';
import { kindRank } from './kind-order.ts';
import { definedKind, isCustomResourceDefinition, orderTasks } from './order.ts';
import { isPrune, objectOf, type SyncTask } from './task.ts';

const KINDS = ['Namespace', 'CustomResourceDefinition', 'ConfigMap', 'Deployment', 'Thing', 'Job'] as const;

const drawn = fc.record({
  kind: fc.constantFrom(...KINDS),
  namespace: fc.constantFrom('one', 'two'),
  phase: fc.constantFrom(...SYNC_PHASES),
  wave: fc.integer({ min: -2, max: 3 }),
  prune: fc.boolean(),
});

const tasks = fc.uniqueArray(drawn, { maxLength: 14, selector: (it) => JSON.stringify(it) }).map((list) =>
  list.map((it, at): SyncTask => {
    const object = objectFor(it.kind, it.namespace, at);
    const { name = '', namespace = '' } = object.metadata;
    const live = { object, health: undefined, settled: true };
    return {
      key: { group: '', kind: it.kind, namespace, name },
      phase: it.prune ? 'Sync' : it.phase,
      wave: it.wave,
      hook: false,
      target: it.prune ? undefined : object,
      live: it.prune ? live : undefined,
      skipDryRun: false,
      status: '',
      progress: '',
      message: '',
    };
  }),
);

function objectFor(kind: string, namespace: string, at: number): KubeObject {
  if (kind === 'Namespace') return { apiVersion: 'v1', kind, metadata: { name: namespace } };
  if (kind !== 'CustomResourceDefinition') {
    const apiVersion = kind === 'Thing' ? 'example.com/v1' : 'v1';
    return { apiVersion, kind, metadata: { name: `o${at}`, namespace } };
  }
  const spec = { group: 'example.com', names: { kind: 'Thing' } };
  return { apiVersion: 'apiextensions.k8s.io/v1', kind, metadata: { name: `o${at}` }, spec };
}

const inStep = (task: SyncTask) => SYNC_PHASES.indexOf(task.phase) * 1000 + task.wave;
const identity = ({ key, target }: SyncTask) => JSON.stringify([key, target === undefined]);
const isProvider = (task: SyncTask) => task.key.kind === 'Namespace' || isCustomResourceDefinition(objectOf(task));

function needs(task: SyncTask, provider: SyncTask): boolean {
  if (isPrune(task) || isPrune(provider)) return false;
  const object = objectOf(task);
  if (provider.key.kind === 'Namespace') return object.metadata.namespace === provider.key.name;
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
  return (
    isCustomResourceDefinition(objectOf(provider)) && `${group}/${object.kind}` === definedKind(objectOf(provider))
  );
}

test('nothing is lost, and steps never go back', () => {
  fc.assert(
    fc.property(tasks, fc.boolean(), (list, pruneLast) => {
      const ordered = orderTasks(list, pruneLast);
      expect(ordered.map(identity).sort()).toEqual(list.map(identity).sort());
      const steps = ordered.map(inStep);
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
    }),
  );
});

test('within a step kinds come in their order, then names', () => {
  fc.assert(
    fc.property(tasks, (list) => {
      const plain = list.filter((task) => !isProvider(task));
      const ordered = orderTasks(plain, false);
      for (const [at, task] of ordered.entries()) {
        const before = ordered[at - 1];
        if (before === undefined || inStep(before) !== inStep(task)) continue;
        const ranks = [kindRank(before.key.kind), kindRank(task.key.kind)] as const;
        expect(ranks[0]).toBeLessThanOrEqual(ranks[1]);
        if (ranks[0] === ranks[1]) expect(before.key.name <= task.key.name).toBe(true);
      }
    }),
  );
});

test('a namespace comes before what lives in it, a definition before its objects', () => {
  fc.assert(
    fc.property(tasks, (list) => {
      const ordered = orderTasks(list, false);
      for (const [at, task] of ordered.entries()) {
        const late = ordered.slice(at + 1).filter((other) => isProvider(other) && needs(task, other));
        expect(late).toEqual([]);
      }
    }),
  );
});

test('what is pruned goes in waves the other way round; with PruneLast after all that is synced', () => {
  fc.assert(
    fc.property(tasks, (list) => {
      const prunes = list.filter(isPrune);
      const waves = [...new Set(prunes.map((task) => task.wave))].sort((a, b) => a - b);
      const wished = new Map(waves.map((wave, at) => [wave, waves[waves.length - 1 - at]]));
      const given = new Map(prunes.map((task) => [objectOf(task), task.wave]));
      for (const task of orderTasks(list, false).filter(isPrune)) {
        expect(task.wave).toBe(wished.get(given.get(objectOf(task)) ?? 0));
      }
      const last = orderTasks(list, true).filter((task) => task.phase === 'Sync');
      const firstPrune = last.findIndex(isPrune);
      if (firstPrune >= 0) expect(last.slice(firstPrune).every(isPrune)).toBe(true);
    }),
  );
});
