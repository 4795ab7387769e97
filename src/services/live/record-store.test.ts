import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { LiveChange } from '../../ports/live-cluster.ts';
import { createInterner } from './interner.ts';
import { KindStream } from './kind-stream.ts';
import { packBody, unpackBody } from './packed-body.ts';
import { RecordStore } from './record-store.ts';
import { compareVersions } from './resource-version.ts';
import { slimRecord } from './slim-record.ts';

const DEPS = {
  intern: createInterner(),
  factsOf: () => ({ health: undefined, images: [], info: [] }),
  trackingLabel: () => 'app.kubernetes.io/instance',
  ownerKey: () => ({ group: '', kind: 'ConfigMap', namespace: 'n', name: 'owner' }),
};

interface Sketch {
  readonly name: string;
  readonly version: number;
  readonly owner?: string;
  readonly app?: string;
}

function object({ name, version, owner, app }: Sketch): KubeObject {
  const ownerReferences = owner ? [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner }] : [];
  const annotations: Record<string, string> = app
    ? { 'argocd.argoproj.io/tracking-id': `${app}:/ConfigMap:n/${name}` }
    : {};
  const metadata = {
    name,
    namespace: 'n',
    uid: `uid-${name}`,
    resourceVersion: String(version),
    ownerReferences,
    annotations,
  };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata };
}

const take = (store: RecordStore, sketch: Sketch) => store.put(slimRecord(object(sketch), DEPS), () => undefined);

test.each([
  ['9', '10', -1],
  ['10', '9', 1],
  ['10', '10', 0],
  ['', '1', -1],
  ['9223372036854775808', '9223372036854775807', 1],
])('version %s against %s', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});

const sketches = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    version: fc.integer({ min: 1, max: 30 }),
    owner: fc.constantFrom('', 'o1', 'o2'),
    app: fc.constantFrom('', 'web', 'shop'),
  }),
  { maxLength: 40 },
);

test('whatever the order, the newest state of each object stays, and the indexes agree with it', () => {
  fc.assert(
    fc.property(sketches, (states) => {
      const store = new RecordStore(() => undefined);
      const newest = new Map<string, Sketch>();
      for (const state of states) {
        take(store, state);
        const known = newest.get(state.name);
        if (known === undefined || state.version > known.version) newest.set(state.name, state);
      }
      const of = (test: (state: Sketch) => boolean) =>
        [...newest.values()]
          .filter(test)
          .map(({ name }) => name)
          .sort();
      const names = (records: readonly { readonly key: { readonly name: string } }[]) =>
        records.map(({ key }) => key.name).sort();
      expect(names(store.inNamespace('n'))).toEqual(of(() => true));
      for (const uid of ['o1', 'o2']) expect(names(store.childrenOf(uid))).toEqual(of(({ owner }) => owner === uid));
      for (const name of ['web', 'shop']) expect(names(store.managedBy(name))).toEqual(of(({ app }) => app === name));
      for (const [name, { version }] of newest) {
        const key = { group: '', kind: 'ConfigMap', namespace: 'n', name };
        expect(store.get(key)?.record.resourceVersion).toBe(String(version));
      }
    }),
  );
});

test('changes replayed give the records', () => {
  fc.assert(
    fc.property(sketches, fc.array(fc.constantFrom('a', 'b', 'c')), (states, removed) => {
      const replayed = new Map<string, string>();
      const store = new RecordStore(({ key, after }: LiveChange) => {
        if (after) replayed.set(key.name, after.resourceVersion);
        else replayed.delete(key.name);
      });
      for (const state of states) take(store, state);
      for (const name of removed) store.remove({ group: '', kind: 'ConfigMap', namespace: 'n', name });
      expect(new Map(store.inNamespace('n').map(({ key, resourceVersion }) => [key.name, resourceVersion]))).toEqual(
        replayed,
      );
    }),
  );
});

function stream(store: RecordStore) {
  const taken = (value: KubeObject) => {
    store.put(slimRecord(value, DEPS), () => undefined);
  };
  const nothing = () => undefined;
  return new KindStream({
    store,
    group: '',
    kind: 'ConfigMap',
    namespace: '',
    take: taken,
    lists: nothing,
    moved: nothing,
    told: nothing,
  });
}

const names = (store: RecordStore) =>
  store.inNamespace('n').map(({ key, resourceVersion }) => `${key.name}@${resourceVersion}`);

test('a list drops what is not in it, but not what was written after it', () => {
  const store = new RecordStore(() => undefined);
  take(store, { name: 'gone', version: 5 });
  take(store, { name: 'ours', version: 12 });
  const listing = stream(store);
  listing.listing();
  listing.page([object({ name: 'kept', version: 7 })], '10');
  listing.listed('10');
  expect(names(store)).toEqual(['ours@12', 'kept@7']);
});

test('a server whose history went back is believed', () => {
  const store = new RecordStore(() => undefined);
  const restored = stream(store);
  restored.listing();
  restored.page([object({ name: 'a', version: 90 })], '100');
  restored.listed('100');
  restored.listing();
  restored.page([object({ name: 'a', version: 40 })], '50');
  restored.listed('50');
  expect(names(store)).toEqual(['a@40']);
  expect(restored.position).toBe('50');
});

test('packed bodies come back whole', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(2n ** 60n))),
      (data) => {
        const body = { ...object({ name: 'a', version: 1 }), data };
        expect(unpackBody(packBody(body))).toEqual(body);
      },
    ),
  );
});
