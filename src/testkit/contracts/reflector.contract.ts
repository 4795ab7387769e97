/**
 * What every reflector does over every `KubePort`: whatever happens between, its sink ends with what the server has, and is
 * told in an order that makes sense.
 */
import { describe, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import type { ReflectorPort, ReflectorSink } from '../../ports/reflector.ts';

export interface ReflectorCase {
  readonly reflector: ReflectorPort;
  /** As the reflector is to see it. */
  readonly kube: KubePort;
  /** The same API, undisturbed. */
  readonly api: KubePort;
  pass(milliseconds: number): Promise<void>;
  /** Ends every open watch. */
  breakWatches(): void;
  /** Every call of `kube` ends with this fault from now on; undefined: none. */
  fail(fault: AppError | undefined): void;
}

const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const HOUR = 3_600_000;

/** Registers the tests. `open` gives an empty API for each. */
export function reflectorContract(name: string, open: () => ReflectorCase): void {
  describe(`Reflector: ${name}`, () => {
    test('first the whole list, then each change in order; it ends with its signal', async () => {
      const given = open();
      await given.api.create(MAPS, map('a'));
      const sink = follow(given);
      await given.pass(1);
      await given.api.create(MAPS, map('b'));
      await given.api.patch(at('a'), 'merge', '{"data":{"x":"2"}}');
      await given.api.delete(at('b'));
      await given.pass(1);
      expect(sink.told).toEqual(['listing', 'listed', 'healthy', 'ADDED b', 'MODIFIED a', 'DELETED b']);
      sink.stop.abort();
      await sink.ended;
      await given.api.create(MAPS, map('c'));
      await given.pass(1);
      expect(sink.told).not.toContain('ADDED c');
    });

    test('it sees what happened while watches were broken, and says nothing of one break', async () => {
      const given = open();
      const sink = follow(given);
      await given.pass(1);
      for (const label of ['a', 'b', 'c']) {
        given.breakWatches();
        await given.api.create(MAPS, map(label));
        await given.pass(60_000);
      }
      given.breakWatches();
      await given.api.delete(at('b'));
      await given.pass(60_000);
      expect(sink.names()).toEqual(['a', 'c']);
      expect(sink.told.filter((line) => line.startsWith('kube.'))).toEqual([]);
      sink.stop.abort();
    });

    test('a fault is told once by its code, and once that it is over; nothing is lost', async () => {
      const given = open();
      const sink = follow(given);
      await given.pass(1);
      given.fail(new AppError({ code: 'kube.forbidden', kind: 'user', message: 'not allowed' }));
      given.breakWatches();
      await given.pass(HOUR);
      await given.api.create(MAPS, map('meanwhile'));
      expect(sink.names()).toEqual([]);
      given.fail(undefined);
      await given.pass(60_000);
      expect(sink.told.filter((line) => line === 'kube.forbidden' || line === 'healthy')).toEqual([
        'healthy',
        'kube.forbidden',
        'healthy',
      ]);
      expect(sink.names()).toEqual(['meanwhile']);
      sink.stop.abort();
    });

    test('where the server has forgotten the version, it lists again and notices what is gone', async () => {
      const given = open();
      await given.api.create(MAPS, map('gone'));
      const sink = follow(given);
      await given.pass(1);
      given.fail(new AppError({ code: 'kube.gone', kind: 'transient', message: 'too old' }));
      given.breakWatches();
      await given.pass(1000);
      await given.api.delete(at('gone'));
      await given.api.create(MAPS, map('new'));
      given.fail(undefined);
      await given.pass(60_000);
      expect(sink.told.filter((line) => line === 'listed').length).toBeGreaterThan(1);
      expect(sink.names()).toEqual(['new']);
      sink.stop.abort();
    });
  });
}

interface Following {
  readonly told: readonly string[];
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  /** What the sink holds by the rules of the port. */
  names(): readonly string[];
}

function follow({ reflector, kube }: ReflectorCase): Following {
  const told: string[] = [];
  const held = new Map<string, KubeObject>();
  let listed = new Set<string>();
  const nameOf = ({ metadata }: KubeObject): string => metadata.name ?? '';
  const sink: ReflectorSink = {
    listing() {
      told.push('listing');
      listed = new Set();
    },
    page(objects) {
      for (const object of objects) {
        held.set(nameOf(object), object);
        listed.add(nameOf(object));
      }
    },
    listed() {
      told.push('listed');
      for (const name of [...held.keys()]) if (!listed.has(name)) held.delete(name);
    },
    changed(type, object) {
      told.push(`${type} ${nameOf(object)}`);
      if (type === 'DELETED') held.delete(nameOf(object));
      else held.set(nameOf(object), object);
    },
    bookmark: () => undefined,
    health: (failure) => told.push(failure?.code ?? 'healthy'),
  };
  const stop = new AbortController();
  const ended = reflector.run({ kube, type: MAPS, namespace: 'default', signal: stop.signal }, sink);
  return { told, stop, ended, names: () => [...held.keys()].sort() };
}

function map(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data: { x: '1' } };
}

function at(name: string) {
  return { type: MAPS, namespace: 'default', name };
}
