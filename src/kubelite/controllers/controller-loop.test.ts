import { expect, test } from 'vitest';
import type { AppError } from '../../base/errors.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { memoryClusterAccess } from '../../testkit/memory-cluster-access.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { type Controller, controllerOf, onSelf, type Step, type StepContext } from './controller.ts';
import { runControllers } from './controller-loop.ts';
import { CONFIG_MAPS } from './resources.ts';

interface Bench {
  readonly clock: FakeClock;
  readonly access: ClusterAccess;
}

function bench(): Bench {
  const clock = new FakeClock();
  const access = memoryClusterAccess({ now: () => clock.now() });
  access.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
  return { clock, access };
}

function configMapController(step: (name: string, context: StepContext) => Step): Controller {
  return controllerOf({
    name: 'test',
    triggers: [onSelf(CONFIG_MAPS)],
    observe: (reader, key) => reader.get(CONFIG_MAPS, key.namespace, key.name),
    step: (object, context) => step(object.metadata.name ?? '', context),
  });
}

const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } });

test('what is there at the start is looked at, and every change once', () => {
  const { clock, access } = bench();
  access.create(configMap('early'));
  const seen: string[] = [];
  const controller = configMapController((name) => {
    seen.push(name);
    return { actions: [] };
  });
  const running = runControllers({ access, clock, controllers: [controller] });
  access.create(configMap('late'));
  expect(seen).toEqual([]);
  clock.advanceSync(0);
  expect(seen).toEqual(['early', 'late']);
  running.stop();
  access.create(configMap('after the end'));
  clock.advanceSync(1000);
  expect({ seen, timers: clock.pendingTimers }).toEqual({ seen: ['early', 'late'], timers: 0 });
});

test('a step that asks to be woken is woken', () => {
  const { clock, access } = bench();
  const seen: number[] = [];
  const controller = configMapController((_name, { now }) => {
    seen.push(clock.monotonic());
    return seen.length < 3 ? { actions: [], wakeAt: now + 100 } : { actions: [] };
  });
  runControllers({ access, clock, controllers: [controller] });
  access.create(configMap('a'));
  clock.advanceSync(1000);
  expect(seen).toEqual([0, 100, 200]);
});

test('a failed action is told to the next step, which comes later and later', () => {
  const { clock, access } = bench();
  const seen: (string | undefined)[] = [];
  const told: string[] = [];
  const controller = configMapController((_name, { failure }) => {
    seen.push(failure?.code);
    if (seen.length > 3) return { actions: [] };
    return { actions: [{ kind: 'create', object: { ...configMap('b'), kind: 'Unknown' } }] };
  });
  const onFailure = (name: string, _key: unknown, error: AppError) => told.push(`${name} ${error.code}`);
  runControllers({ access, clock, controllers: [controller], onFailure });
  access.create(configMap('a'));
  clock.advanceSync(20 + 40 + 79);
  expect(seen).toEqual([undefined, 'kube.not-found', 'kube.not-found']);
  clock.advanceSync(1);
  expect({ seen: seen.length, told: told.length }).toEqual({ seen: 4, told: 3 });
});

test('a step that throws something of its own is a fault of ours, and the others go on', () => {
  const { clock, access } = bench();
  const told: AppError[] = [];
  const seen: string[] = [];
  const controller = configMapController((name) => {
    if (name === 'bad') throw new TypeError('oh');
    seen.push(name);
    return { actions: [] };
  });
  runControllers({ access, clock, controllers: [controller], onFailure: (_name, _key, error) => told.push(error) });
  access.create(configMap('bad'));
  access.create(configMap('good'));
  clock.advanceSync(0);
  expect(seen).toEqual(['good']);
  expect(told).toEqual([expect.objectContaining({ code: 'kubelite.controller', kind: 'terminal', message: 'oh' })]);
});

test('two controllers that fight over a field do not take the whole process', () => {
  const { clock, access } = bench();
  let steps = 0;
  const fighter = (value: string): Controller =>
    controllerOf({
      name: value,
      triggers: [onSelf(CONFIG_MAPS)],
      observe: (reader, key) => reader.get(CONFIG_MAPS, key.namespace, key.name),
      step: (object) => {
        steps += 1;
        return { actions: [{ kind: 'update', object: { ...object, data: { value } } }] };
      },
    });
  runControllers({ access, clock, controllers: [fighter('left'), fighter('right')] });
  access.create(configMap('prize'));
  clock.advanceSync(2000);
  expect(steps).toBeGreaterThan(100);
  expect(steps).toBeLessThan(10_000);
});
