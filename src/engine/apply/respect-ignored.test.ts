import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { DEFAULT_COMPARE_OPTIONS } from '../compare/compare-options.ts';
import type { IgnoreRule } from '../compare/ignore/ignore-rule.ts';
import { withIgnoredAsLive } from './respect-ignored.ts';

function configMap(data: Record<string, string>): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' }, data };
}

function respecting(target: KubeObject, live: KubeObject, rule: Partial<IgnoreRule>): KubeObject {
  return withIgnoredAsLive(target, live, {
    ...DEFAULT_COMPARE_OPTIONS,
    rules: [{ group: '*', kind: '*', ...rule }],
  });
}

test('a live value replaces the desired one, the rest is as desired', () => {
  const target = configMap({ key: 'git', other: '2' });
  const live = configMap({ key: 'live', other: '1' });
  expect(respecting(target, live, { jsonPointers: ['/data/key'] })).toEqual(configMap({ key: 'live', other: '2' }));
});

test('what is not live goes', () => {
  expect(respecting(configMap({ key: 'git' }), configMap({}), { jsonPointers: ['/data/key'] })).toEqual(configMap({}));
});

test('inside a list that merges by key, other elements are as desired', () => {
  const pod = (...images: readonly string[]): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: images.map((image, index) => ({ name: `c${index}`, image })) },
  });
  const rule = { jsonPointers: ['/spec/containers/0/image'] };
  expect(respecting(pod('a:1', 'b:2'), pod('a:9', 'b:1'), rule)).toEqual(pod('a:9', 'b:2'));
});

test('without a rule for it the object is the same one', () => {
  const target = configMap({ key: 'git' });
  expect(respecting(target, configMap({}), { kind: 'Secret', jsonPointers: ['/data'] })).toBe(target);
});
