/** What every `KubePort` does, whatever it speaks to. Each case works in a namespace of its own name, so a real cluster serves too. */
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ObjectAddress, ResourceType, WatchEvent } from '../../ports/kube.ts';
import { listAll } from '../../ports/kube-paging.ts';

const NAMESPACES: ResourceType = { group: '', version: 'v1', plural: 'namespaces', namespaced: false };
const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const NOBODY: ResourceType = { group: 'nobody.example.com', version: 'v1', plural: 'things', namespaced: true };

/** `open` gives a port with all rights; the suite makes the namespaces it works in. `lacks` names what the server cannot do yet. */
export function kubePortContract(
  name: string,
  open: () => Promise<KubePort>,
  lacks: readonly ('apply' | 'validation')[] = [],
): void {
  let number = 0;
  async function place(): Promise<{
    kube: KubePort;
    map: (name: string, data?: object) => KubeObject;
    at: (name: string) => ObjectAddress;
  }> {
    const kube = await open();
    const namespace = `contract-${process.pid}-${number++}`;
    await kube.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    return {
      kube,
      map: (name, data = {}) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace },
        data: { ...data },
      }),
      at: (name) => ({ type: MAPS, namespace, name }),
    };
  }

  test(`${name}: version and discovery`, async () => {
    const kube = await open();
    expect((await kube.version()).gitVersion).toMatch(/^v\d+\.\d+\.\d+/);
    const { resources, preferred } = await kube.discover();
    expect(preferred['']).toBe('v1');
    expect(resources.find((resource) => resource.kind === 'ConfigMap')).toMatchObject({
      group: '',
      version: 'v1',
      plural: 'configmaps',
      namespaced: true,
      verbs: expect.arrayContaining(['get', 'list', 'watch', 'patch']),
    });
    expect(resources.find((resource) => resource.kind === 'Deployment')?.subresources).toContain('status');
  });

  test(`${name}: the OpenAPI document of a version, and none of an unknown one`, async () => {
    const kube = await open();
    expect(Object.keys((await kube.openApi('apis/apps/v1')) ?? {})).toContain('components');
    expect(await kube.openApi('apis/nobody.example.com/v1')).toBeUndefined();
  });

  test(`${name}: create, read, replace, delete`, async () => {
    const { kube, map, at } = await place();
    expect(await kube.get(at('a'))).toBeUndefined();
    const created = await kube.create(MAPS, map('a', { x: '1' }));
    expect(created).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { x: '1' } });
    expect(await kube.get(at('a'))).toEqual(created);
    await expectCode('kube.already-exists', kube.create(MAPS, map('a')));
    const changed = await kube.update(at('a'), { ...created, data: { x: '2' } });
    expect(changed['data']).toEqual({ x: '2' });
    await expectCode('kube.conflict', kube.update(at('a'), { ...created, data: { x: '3' } }));
    expect(await kube.delete(at('a'))).toBeUndefined();
    expect(await kube.delete(at('a'))).toBeUndefined();
    await expectCode('kube.not-found', kube.update(at('a'), created));
  });

  test(`${name}: JSON, merge and strategic patches`, async () => {
    const { kube, map, at } = await place();
    await kube.create(MAPS, map('a', { x: '1' }));
    const dataAfter = async (patch: Promise<KubeObject>) => (await patch)['data'];
    expect(await dataAfter(kube.patch(at('a'), 'json', '[{"op":"add","path":"/data/y","value":"2"}]'))).toEqual({
      x: '1',
      y: '2',
    });
    expect(await dataAfter(kube.patch(at('a'), 'merge', '{"data":{"x":null}}'))).toEqual({ y: '2' });
    expect(await dataAfter(kube.patch(at('a'), 'strategic', '{"data":{"z":"3"}}'))).toEqual({ y: '2', z: '3' });
  });

  test.skipIf(lacks.includes('apply'))(`${name}: server-side apply, its conflicts and force`, async () => {
    const { kube, map, at } = await place();
    const dataAfter = async (patch: Promise<KubeObject>) => (await patch)['data'];
    const mine = JSON.stringify(map('b', { x: '1' }));
    expect(await dataAfter(kube.patch(at('b'), 'apply', mine, { fieldManager: 'one' }))).toEqual({ x: '1' });
    const yours = JSON.stringify(map('b', { x: '2' }));
    await expectCode('kube.conflict', kube.patch(at('b'), 'apply', yours, { fieldManager: 'two' }));
    expect(await dataAfter(kube.patch(at('b'), 'apply', yours, { fieldManager: 'two', force: true }))).toEqual({
      x: '2',
    });
  });

  test(`${name}: a dry run stores nothing`, async () => {
    const { kube, map, at } = await place();
    expect((await kube.create(MAPS, map('a', { x: '1' }), { dryRun: true }))['data']).toEqual({ x: '1' });
    expect(await kube.get(at('a'))).toBeUndefined();
    await kube.create(MAPS, map('a', { x: '1' }));
    await kube.patch(at('a'), 'merge', '{"data":{"x":"2"}}', { dryRun: true });
    await kube.delete(at('a'), { dryRun: true });
    expect((await kube.get(at('a')))?.['data']).toEqual({ x: '1' });
  });

  test(`${name}: preconditions and finalizers of a deletion`, async () => {
    const { kube, map, at } = await place();
    const object = map('a');
    const held = { ...object, metadata: { ...object.metadata, finalizers: ['example.com/hold'] } };
    const created = await kube.create(MAPS, held);
    await expectCode('kube.conflict', kube.delete(at('a'), { uid: '00000000-0000-0000-0000-000000000000' }));
    const answer = await kube.delete(at('a'), { uid: created.metadata.uid ?? '', propagation: 'Background' });
    expect(answer?.metadata.deletionTimestamp).toBeDefined();
    await kube.patch(at('a'), 'merge', '{"metadata":{"finalizers":null}}');
    expect(await kube.get(at('a'))).toBeUndefined();
  });

  test(`${name}: pages, selectors and kinds of items`, async () => {
    const { kube, map, at } = await place();
    const { namespace } = at('');
    for (const label of ['a', 'b', 'c', 'd', 'e']) {
      const object = map(label);
      await kube.create(MAPS, {
        ...object,
        metadata: { ...object.metadata, labels: { vowel: String('ae'.includes(label)), own: 'yes' } },
      });
    }
    const first = await kube.list(MAPS, { namespace, labelSelector: 'own=yes', limit: 2 });
    expect([first.items.length, first.continue !== '']).toEqual([2, true]);
    const names: string[] = [];
    for await (const page of listAll(kube, MAPS, { namespace, labelSelector: 'own=yes', limit: 2 })) {
      for (const item of page.items) {
        expect([item.apiVersion, item.kind]).toEqual(['v1', 'ConfigMap']);
        names.push(item.metadata.name ?? '');
      }
    }
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
    const vowels = await kube.list(MAPS, { namespace, labelSelector: 'vowel=true' });
    expect(vowels.items.map((item) => item.metadata.name)).toEqual(['a', 'e']);
    const one = await kube.list(MAPS, { namespace, fieldSelector: 'metadata.name=c' });
    expect(one.items.map((item) => item.metadata.name)).toEqual(['c']);
  });

  test(`${name}: a watch goes on from a list and ends with its signal`, async () => {
    const { kube, map, at } = await place();
    const { namespace } = at('');
    const { resourceVersion } = await kube.list(MAPS, { namespace });
    const stop = new AbortController();
    const events: string[] = [];
    const watching = (async () => {
      for await (const event of kube.watch(MAPS, { namespace, resourceVersion, signal: stop.signal })) {
        events.push(shown(event));
        if (event.type === 'DELETED') stop.abort();
      }
    })();
    const created = await kube.create(MAPS, map('w', { x: '1' }));
    await kube.patch(at('w'), 'merge', '{"data":{"x":"2"}}');
    await kube.delete(at('w'));
    await watching;
    expect(events.filter((event) => event.endsWith(' w'))).toEqual(['ADDED w', 'MODIFIED w', 'DELETED w']);
    expect(created.metadata.resourceVersion).not.toBe(resourceVersion);
  });

  test(`${name}: refusals have codes`, async () => {
    const kube = await open();
    await expectCode('kube.not-found', kube.list(NOBODY));
  });

  test.skipIf(lacks.includes('validation'))(`${name}: objects that are wrong are refused`, async () => {
    const { kube, map } = await place();
    await expectCode('kube.invalid', kube.create(MAPS, map('Not A Name')));
    const odd = { ...map('odd'), spec: { x: 1 } };
    await expectCode('kube.bad-request', kube.create(MAPS, odd, { fieldValidation: 'Strict' }));
    await expectCode('kube.bad-request', kube.create(MAPS, { ...odd, metadata: { name: 'nowhere' } }));
  });
}

async function expectCode(code: string, work: Promise<unknown>): Promise<void> {
  const outcome = await work.then(
    () => 'no fault',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
  expect(outcome).toBe(code);
}

function shown(event: WatchEvent): string {
  return event.type === 'BOOKMARK' ? 'BOOKMARK' : `${event.type} ${event.object.metadata.name}`;
}
