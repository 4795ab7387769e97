/** Writes of several people to one ConfigMap (security row 58). */
import { expect, test } from 'vitest';
import { mapData } from '../../kube/object/secret-data.ts';
import type { KubePort } from '../../ports/kube.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { editMap, readMap } from './settings-map.ts';

const NAMESPACES = { group: '', version: 'v1', plural: 'namespaces', namespaced: false };
const MAPS = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const PLACE = { type: MAPS, namespace: 'argocd', name: 'keys' };

/** `others` write so many times, each time after the map was read and before what was made of it is written. */
async function mapWith(others: number) {
  const kube = memoryKube({ clock: new FakeClock() });
  await kube.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
  let left = others;
  const between = async (): Promise<void> => {
    if (left === 0) return;
    left -= 1;
    const before = await kube.get(PLACE).catch(() => undefined);
    const text = `${mapData(before)['text'] ?? ''}other `;
    const metadata = { name: 'keys', namespace: 'argocd' };
    if (before === undefined)
      await kube.create(MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { text } });
    else await kube.patch(PLACE, 'merge', JSON.stringify({ data: { text } }));
  };
  const raced: KubePort = {
    ...kube,
    async create(...words) {
      await between();
      return await kube.create(...words);
    },
    async patch(...words) {
      await between();
      return await kube.patch(...words);
    },
  };
  return { kube: raced, namespace: 'argocd', name: 'keys' };
}

const addMine = (texts: Readonly<Record<string, string>>) => ({
  texts: { ...texts, text: `${texts['text'] ?? ''}mine ` },
  result: 'done',
});

test.each([
  ['nobody else', 0, 'mine '],
  ['somebody who makes it at the same moment', 1, 'other mine '],
  ['some who go on', 4, 'other other other other mine '],
])('what is written is made of what is there: %s', async (_reason, others, text) => {
  const map = await mapWith(others);
  expect(await editMap(map, addMine)).toBe('done');
  expect(await readMap(map)).toEqual({ text });
});

test('who is always too late is told so, and has changed nothing', async () => {
  const map = await mapWith(5);
  await expect(editMap(map, addMine)).rejects.toMatchObject({ code: 'kube.conflict' });
  expect(await readMap(map)).toEqual({ text: 'other '.repeat(5) });
});
