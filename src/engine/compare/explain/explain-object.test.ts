import { expect, test } from 'vitest';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { compareObject } from '../compare-object.ts';
import { DEFAULT_COMPARE_OPTIONS } from '../compare-options.ts';
import type { IgnoreRule } from '../ignore/ignore-rule.ts';
import { explainObject } from './explain-object.ts';

const TARGET: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', annotations: { 'a/b': 'wanted' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [
          { name: 'web', image: 'web:1', args: ['x'] },
          { name: 'side', image: 'side:2' },
        ],
      },
    },
  },
};

const owned = (manager: string, fieldsV1: object, time: string) => ({
  ...{ manager, operation: 'Update', apiVersion: 'apps/v1', fieldsType: 'FieldsV1', time },
  fieldsV1,
});

/** What people, autoscalers and webhooks made of it. */
function drifted(): KubeObject {
  const live = structuredClone(TARGET) as unknown as {
    metadata: Record<string, unknown>;
    spec: { replicas: number; template: { spec: { containers: Record<string, unknown>[] } } };
  };
  live.spec.replicas = 5;
  live.metadata['annotations'] = { 'a/b': 'other' };
  const [web, side] = live.spec.template.spec.containers;
  if (web) web['image'] = 'web:0';
  if (side) side['image'] = 'side:3';
  live.metadata['managedFields'] = [
    owned(
      'argocd-controller',
      { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } } } },
      '2026-01-01T00:00:00Z',
    ),
    owned('autoscaler', { 'f:spec': { 'f:replicas': {} } }, '2026-01-02T00:00:00Z'),
    owned(
      'kubectl-set',
      { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"side"}': { 'f:image': {} } } } } } },
      '2026-01-02T00:00:00Z',
    ),
  ];
  return live as unknown as KubeObject;
}

function explained(ignoreRules: readonly IgnoreRule[] = []) {
  const options = { ...DEFAULT_COMPARE_OPTIONS, ignoreRules };
  const live = drifted();
  return explainObject({ target: TARGET, live, comparison: compareObject(TARGET, live, options) }, options);
}

const ABOUT = { group: 'apps', kind: 'Deployment', name: 'web', namespace: 'shop' };

test('each difference says who wrote it and why it counts, and what would ignore it', () => {
  expect(explained().map(({ path, manager, why, suggestion }) => ({ path, manager, why, suggestion }))).toEqual([
    {
      path: '/metadata/annotations/a~1b',
      manager: '',
      why: 'nobody is recorded as its writer: a default of the API server, or an admission webhook; the source says something else',
      suggestion: { ...ABOUT, jsonPointers: ['/metadata/annotations/a~1b'] },
    },
    {
      path: '/spec/replicas',
      manager: 'autoscaler',
      why: 'autoscaler has written it; the source says something else',
      suggestion: { ...ABOUT, jsonPointers: ['/spec/replicas'] },
    },
    {
      path: '/spec/template/spec/containers/0/image',
      manager: 'argocd-controller',
      why: 'the source has changed since the last sync',
      suggestion: undefined,
    },
    {
      path: '/spec/template/spec/containers/1/image',
      manager: 'kubectl-set',
      why: 'kubectl-set has written it; the source says something else',
      suggestion: {
        ...ABOUT,
        jqPathExpressions: ['.spec.template.spec.containers[] | select(.name == "side") | .image'],
      },
    },
  ]);
});

test('a suggestion hides its difference and no other', () => {
  const before = explained();
  for (const { path, suggestion } of before) {
    if (suggestion === undefined) continue;
    const after = explained([suggestion]);
    expect(after.filter(({ counts }) => counts).map((one) => one.path)).toEqual(
      before.map((one) => one.path).filter((one) => one !== path),
    );
    expect(after.filter(({ counts }) => !counts)).toMatchObject([
      { path, why: 'a rule ignores it', ignoredBy: suggestion },
    ]);
  }
});

test('rules of other kinds hide nothing', () => {
  const rules = [{ group: '', kind: 'Service', jsonPointers: ['/spec/replicas'] }];
  expect(explained(rules).every(({ counts }) => counts)).toBe(true);
});

test('a missing side has nothing to be explained', () => {
  const comparison = compareObject(undefined, TARGET, DEFAULT_COMPARE_OPTIONS);
  expect(explainObject({ target: undefined, live: TARGET, comparison }, DEFAULT_COMPARE_OPTIONS)).toEqual([]);
});
