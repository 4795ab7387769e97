import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { applicationOf, instanceName, labelValueOf } from './instance-name.ts';
import { instanceOf, isManagedBy, isOwnObject, type Tracking, withMarksOfOldMethod, withTracking } from './tracking.ts';
import { trackingFault } from './tracking-fault.ts';
import { formatTrackingId, parseTrackingId } from './tracking-id.ts';

const ANNOTATION: Tracking = { method: 'annotation', labelKey: 'app.kubernetes.io/instance', installationId: '' };
const OWNER = { instance: 'shop', destinationNamespace: 'store' };
const ROLE = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'system:shop' } };
const MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'store' } };
const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gates.example.com' },
};

test.each<[string, KubeObject, Tracking, unknown]>([
  [
    'a namespaced object of the core group',
    MAP,
    ANNOTATION,
    { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:store/a' } },
  ],
  [
    'a cluster-scoped object bears the destination namespace',
    ROLE,
    ANNOTATION,
    {
      annotations: {
        'argocd.argoproj.io/tracking-id': 'shop:rbac.authorization.k8s.io/ClusterRole:store/system:shop',
      },
    },
  ],
  ['a CRD bears nothing', CRD, ANNOTATION, {}],
  ['a CRD does not bear the label either', CRD, { ...ANNOTATION, method: 'label' }, {}],
  [
    'both marks, and the installation',
    MAP,
    { method: 'annotation+label', labelKey: 'k', installationId: 'one' },
    {
      labels: { k: 'shop' },
      annotations: {
        'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:store/a',
        'argocd.argoproj.io/installation-id': 'one',
      },
    },
  ],
])('marks: %s', (_reason, object, tracking, marks) => {
  expect(withTracking(object, OWNER, tracking)).toEqual({
    ...object,
    metadata: { ...object.metadata, ...(marks as object) },
  });
});

test('what was written is read again', () => {
  for (const method of ['annotation', 'label', 'annotation+label'] as const) {
    const tracking = { ...ANNOTATION, method };
    expect(isManagedBy(withTracking(MAP, OWNER, tracking), 'shop', tracking)).toBe(true);
    expect(isManagedBy(withTracking(MAP, OWNER, tracking), 'other', tracking)).toBe(false);
  }
});

test('an object of another installation belongs to nobody here', () => {
  const theirs = withTracking(MAP, OWNER, { ...ANNOTATION, installationId: 'two' });
  expect(instanceOf(theirs, { ...ANNOTATION, installationId: 'one' })).toBe('');
});

test('a copy that carries the id of another object is not ours', () => {
  const original = withTracking(MAP, OWNER, ANNOTATION);
  const copy = { ...original, metadata: { ...original.metadata, name: 'copy' } };
  expect(isOwnObject({ live: copy, target: undefined, tracking: ANNOTATION })).toBe(false);
  expect(isOwnObject({ live: original, target: undefined, tracking: ANNOTATION })).toBe(true);
  expect(isOwnObject({ live: withTracking(ROLE, OWNER, ANNOTATION), target: undefined, tracking: ANNOTATION })).toBe(
    true,
  );
});

test('with a desired object its own identity decides, so that a move to another API group is no copy', () => {
  const live = withTracking(
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'a', namespace: 'store' } },
    OWNER,
    ANNOTATION,
  );
  const target = { ...live, metadata: { name: 'a', namespace: 'store' } };
  expect(isOwnObject({ live, target, tracking: ANNOTATION })).toBe(true);
});

test('ids survive formatting and parsing', () => {
  const part = fc.stringMatching(/^[a-z0-9.-]{0,8}$/);
  fc.assert(
    fc.property(part, part, part, part, part, (instance, group, kind, namespace, name) => {
      const id = { instance, group, kind, namespace, name: `${name}:x` };
      expect(parseTrackingId(formatTrackingId(id))).toEqual(id);
    }),
  );
});

test.each(['', 'shop', 'shop:a', 'shop:ConfigMap:store/a', 'shop:/ConfigMap:a', 'a:/b/c:d/e'])(
  '%j is no id',
  (text) => {
    expect(parseTrackingId(text)).toBeUndefined();
  },
);

test('instance names', () => {
  expect(instanceName({ namespace: 'argocd', name: 'shop' }, 'argocd')).toBe('shop');
  expect(instanceName({ namespace: 'team', name: 'shop' }, 'argocd')).toBe('team_shop');
  expect(applicationOf('team_shop', 'argocd')).toEqual({ namespace: 'team', name: 'shop' });
  expect(applicationOf('shop', 'argocd')).toEqual({ namespace: 'argocd', name: 'shop' });
});

test('a label value ends at 63 characters and with a letter or digit', () => {
  expect(labelValueOf('a'.repeat(70))).toBe('a'.repeat(63));
  expect(labelValueOf(`${'a'.repeat(61)}--b`)).toBe('a'.repeat(61));
});

test('as the only mark a long name is not cut: it would be that of another Application', () => {
  const owner = { instance: 'x'.repeat(70), destinationNamespace: '' };
  const only = withTracking(MAP, owner, { ...ANNOTATION, method: 'label' });
  expect(only.metadata).toMatchObject({ labels: { 'app.kubernetes.io/instance': 'x'.repeat(70) } });
  const both = withTracking(MAP, owner, { ...ANNOTATION, method: 'annotation+label' });
  expect(both.metadata).toMatchObject({ labels: { 'app.kubernetes.io/instance': 'x'.repeat(63) } });
});

test('an installation without an id leaves none in a manifest', () => {
  const brought = { ...MAP, metadata: { ...MAP.metadata, annotations: { 'argocd.argoproj.io/installation-id': 'x' } } };
  const id = { 'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:store/a' };
  expect(withTracking(brought, OWNER, ANNOTATION).metadata).toEqual({ ...MAP.metadata, annotations: id });
});

const LABEL = 'app.kubernetes.io/instance';
const ID = 'argocd.argoproj.io/tracking-id';
const marked = (labels: object, annotations: object) =>
  ({ ...MAP, metadata: { ...MAP.metadata, labels, annotations } }) as KubeObject;

test.each<[string, KubeObject, KubeObject, KubeObject]>([
  [
    'an object that only has the label counts as marked, and the label goes',
    marked({ [LABEL]: 'shop' }, {}),
    marked({}, { [ID]: 'shop:x' }),
    { ...MAP, metadata: { ...MAP.metadata, annotations: { [ID]: 'shop:x' } } },
  ],
  [
    'a label that the manifest has stays',
    marked({ [LABEL]: 'chart' }, {}),
    marked({ [LABEL]: 'chart' }, { [ID]: 'shop:x' }),
    marked({ [LABEL]: 'chart' }, { [ID]: 'shop:x' }),
  ],
  [
    'the mark of another Application stays',
    marked({ [LABEL]: 'shop' }, { [ID]: 'other:x' }),
    marked({ [LABEL]: 'shop' }, { [ID]: 'shop:x' }),
    marked({ [LABEL]: 'shop' }, { [ID]: 'other:x' }),
  ],
  ['without the label nothing changes', MAP, marked({}, { [ID]: 'shop:x' }), MAP],
])('after a change of the method: %s', (_reason, live, target, seen) => {
  expect(withMarksOfOldMethod(live, target, ANNOTATION)).toEqual(seen);
});

test.each<[string, object, Tracking, string | undefined]>([
  ['texts', { annotations: { a: 'b' }, labels: { a: 1 } }, ANNOTATION, undefined],
  [
    'a number',
    { annotations: { num: 1 } },
    ANNOTATION,
    'failed to get annotations for /v1, Kind=ConfigMap store/a: .metadata.annotations accessor error: contains non-string value in the map under key "num": 1 is of the type int64, expected string',
  ],
  [
    'a label',
    { labels: { on: true } },
    { ...ANNOTATION, method: 'label' },
    'failed to set app instance label: failed to get labels from target object /v1, Kind=ConfigMap store/a: .metadata.labels accessor error: contains non-string value in the map under key "on": true is of the type bool, expected string',
  ],
  [
    'a list',
    { annotations: ['a', 1] },
    { ...ANNOTATION, installationId: 'one' },
    'failed to get annotations from target object /v1, Kind=ConfigMap store/a: .metadata.annotations accessor error: [a 1] is of the type []interface {}, expected map[string]interface {}',
  ],
])('what cannot be marked: %s', (_reason, metadata, tracking, fault) => {
  const object = { ...MAP, metadata: { ...MAP.metadata, ...metadata } } as unknown as KubeObject;
  expect(trackingFault(object, tracking)).toBe(fault);
});

test('an object whose maps are null is marked as one without them', () => {
  const bare = { ...MAP, metadata: { ...MAP.metadata, labels: null, annotations: null } } as unknown as KubeObject;
  const id = { 'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:store/a' };
  expect(withTracking(bare, OWNER, ANNOTATION).metadata).toEqual({ ...bare.metadata, annotations: id });
  expect(trackingFault(bare, ANNOTATION)).toBeUndefined();
});
