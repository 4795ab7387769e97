import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { isMinorUpdate } from './minor-update.ts';

const RULES = {
  jqTimeout: 1000,
  rules: [
    { group: '*', kind: '*', jsonPointers: ['/status', '/metadata/annotations/seen'] },
    { group: 'x.example.com', kind: 'Counter', jqPathExpressions: ['.spec.items[] | select(.name == "beat") | .at'] },
  ],
};
const BROKEN = { jqTimeout: 1000, rules: [{ group: '*', kind: '*', jqPathExpressions: ['.spec['] }] };

const OBJECT: KubeObject = {
  apiVersion: 'x.example.com/v1',
  kind: 'Counter',
  metadata: { name: 'a', resourceVersion: '1', generation: 1, managedFields: [], annotations: { seen: '1' } },
  spec: {
    items: [
      { name: 'beat', at: 1 },
      { name: 'other', at: 1 },
    ],
  },
  status: { a: 1 },
};

const metadata = (more: object): Partial<KubeObject> => ({ metadata: { ...OBJECT.metadata, ...more } });

test.each<[string, Partial<KubeObject>, boolean]>([
  ['nothing', {}, true],
  ['what the server counts', metadata({ resourceVersion: '2', generation: 2, managedFields: [{}] }), true],
  ['a pointer that is ignored', { status: { a: 2 } }, true],
  ['a pointer into metadata that is ignored', metadata({ annotations: { seen: '2' } }), true],
  [
    'a path that is ignored',
    {
      spec: {
        items: [
          { name: 'beat', at: 2 },
          { name: 'other', at: 1 },
        ],
      },
    },
    true,
  ],
  [
    'another item',
    {
      spec: {
        items: [
          { name: 'beat', at: 1 },
          { name: 'other', at: 2 },
        ],
      },
    },
    false,
  ],
  ['another annotation', metadata({ annotations: { seen: '1', more: '' } }), false],
  ['the mark of deletion', metadata({ deletionTimestamp: '2026-01-01T00:00:00Z' }), false],
])('a change of %s', (_reason, change, minor) => {
  expect(isMinorUpdate(OBJECT, { ...OBJECT, ...change }, RULES)).toBe(minor);
});

test('a rule that cannot be read ignores nothing', () => {
  expect(isMinorUpdate(OBJECT, { ...OBJECT, status: { a: 2 } }, BROKEN)).toBe(false);
});
