import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { compareObject } from '../compare/compare-object.ts';
import { maskSecrets } from './mask-secrets.ts';
import { resourceDiff } from './resource-diff.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function secret(more: Partial<KubeObject>, annotations: Record<string, string> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'shop', annotations }, ...more };
}

test('equal values get rows of equal length, within one key', () => {
  const masked = maskSecrets([secret({ data: { a: 'b25l', b: 'b25l' } }), secret({ data: { a: 'dHdv', b: 'b25l' } })]);
  expect(masked.map((object) => object?.['data'])).toEqual([
    { a: '++++++++', b: '++++++++' },
    { a: '++++++++++++', b: '++++++++' },
  ]);
});

test('stringData is shown as the data it becomes', () => {
  const [masked, live] = maskSecrets([secret({ stringData: { a: 'two' } }), secret({ data: { a: 'dHdv' } })]);
  expect(masked).toEqual(secret({ data: { a: '++++++++' } }));
  expect(live).toEqual(masked);
});

test('last applied and chosen annotations are masked, too', () => {
  const applied = secret({ data: { a: 'b25l' }, stringData: { c: 'plain text' } }, { token: 't' });
  const [, live] = maskSecrets(
    [undefined, secret({ data: { a: 'eA==' } }, { token: 'u', [LAST_APPLIED]: JSON.stringify(applied) })],
    ['token'],
  );
  expect(live?.metadata.annotations?.['token']).toBe('++++++++');
  expect(JSON.parse(live?.metadata.annotations?.[LAST_APPLIED] ?? '')).toEqual(
    secret({ data: { a: '++++++++++++', c: '++++++++' } }, { token: '++++++++++++' }),
  );
});

test.each<[string, Partial<KubeObject>, Record<string, string>]>([
  ['data that is no object', { data: 'hunter2' }, {}],
  ['data of wrong types', { data: { a: { hunter2: true }, b: ['hunter2'] } }, {}],
  ['stringData that is no object', { stringData: ['hunter2'] }, {}],
  ['stringData of wrong types', { stringData: { a: { hunter2: 1 } } }, {}],
  ['a last-applied annotation that cannot be read', {}, { [LAST_APPLIED]: '{"data":{"a":"hunter2"' }],
  [
    'a last-applied annotation of last-applied ones',
    {},
    { [LAST_APPLIED]: JSON.stringify(secret({}, { [LAST_APPLIED]: '{hunter2' })) },
  ],
])('nothing gets through: %s', (_reason, more, annotations) => {
  expect(JSON.stringify(maskSecrets([secret(more, annotations)]))).not.toContain('hunter2');
});

test('other kinds are answered as they are', () => {
  const object = { apiVersion: 'example.com/v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'x' } };
  expect(maskSecrets([object])).toEqual([object]);
});

test('a resource as the API answers it', () => {
  const key = { group: '', kind: 'Secret', namespace: 'shop', name: 's' };
  const live = {
    ...secret({ data: { a: 'b25l' }, type: 'Opaque' }),
    metadata: { name: 's', namespace: 'shop', resourceVersion: '7' },
  };
  const target = { ...secret({ data: { a: 'dHdv' } }), metadata: { name: 's', namespace: 'shop' } };
  expect(resourceDiff({ key, target, live, comparison: compareObject(target, live), hook: false })).toEqual({
    kind: 'Secret',
    namespace: 'shop',
    name: 's',
    targetState:
      '{"apiVersion":"v1","data":{"a":"++++++++"},"kind":"Secret","metadata":{"name":"s","namespace":"shop"}}',
    liveState:
      '{"apiVersion":"v1","data":{"a":"++++++++++++"},"kind":"Secret","metadata":{"name":"s","namespace":"shop","resourceVersion":"7"},"type":"Opaque"}',
    normalizedLiveState:
      '{"apiVersion":"v1","data":{"a":"++++++++++++"},"kind":"Secret","metadata":{"name":"s","namespace":"shop","resourceVersion":"7"},"type":"Opaque"}',
    predictedLiveState:
      '{"apiVersion":"v1","data":{"a":"++++++++"},"kind":"Secret","metadata":{"name":"s","namespace":"shop","resourceVersion":"7"},"type":"Opaque"}',
    resourceVersion: '7',
    modified: true,
  });
  const absent = resourceDiff({
    key,
    target: undefined,
    live,
    comparison: compareObject(undefined, live),
    hook: false,
  });
  expect([absent.targetState, absent.predictedLiveState]).toEqual(['null', 'null']);
});
