import { expect, test } from 'vitest';
import type { ApplicationTree } from '../../../api/application/tree-fields.ts';
import { formatResources } from './resource-table.ts';

const node = (kind: string, uid: string, parent?: string) => ({
  ...{ group: 'g', version: 'v1', kind, namespace: 'n', name: uid, uid, resourceVersion: '1' },
  ...(parent === undefined ? {} : { parentRefs: [{ uid: parent }] }),
});
const NOW = Date.parse('2026-01-01T00:01:00Z');
const TREE: ApplicationTree = {
  nodes: [
    { ...node('Root', 'r'), createdAt: '2026-01-01T00:00:00Z', health: { status: 'Degraded', message: 'why' } },
    ...[node('Set', 'one', 'r'), node('Pod', 'p', 'one'), node('Set', 'two', 'r'), node('Pod', 'q', 'two')],
  ],
  orphanedNodes: [node('Lost', 'o')],
};
const BOTH = { owned: true, orphaned: true, now: NOW };

test.each([
  [
    'a list of what nothing owns',
    { ...BOTH, output: '' },
    ['GROUP  KIND  NAMESPACE  NAME  ORPHANED', 'g      Root  n          r     No', 'g      Lost  n          o     Yes'],
  ],
  [
    'only orphaned ones (recorded: app/resources/orphaned)',
    { ...BOTH, owned: false, output: '' },
    ['GROUP  KIND  NAMESPACE  NAME  ORPHANED', 'g      Lost  n          o     Yes'],
  ],
  [
    'a tree',
    { ...BOTH, orphaned: false, output: 'tree' },
    [
      'GROUP  KIND  NAMESPACE  NAME  ORPHANED',
      'g      Root  n          r     No',
      '├─g    Set   n          one   No',
      '│ └─g  Pod   n          p     No',
      '└─g    Set   n          two   No',
      '  └─g  Pod   n          q     No',
    ],
  ],
  [
    'with age and health',
    { ...BOTH, output: 'tree=detailed' },
    [
      'GROUP  KIND  NAMESPACE  NAME  ORPHANED  AGE        HEALTH    REASON',
      'g      Root  n          r     No        60s        Degraded  why',
      '├─g    Set   n          one   No        <unknown>            ',
      '│ └─g  Pod   n          p     No        <unknown>            ',
      '└─g    Set   n          two   No        <unknown>            ',
      '  └─g  Pod   n          q     No        <unknown>            ',
      'g      Lost  n          o     Yes       <unknown>            ',
    ],
  ],
])('%s', (_reason, options, lines) => {
  expect(formatResources(TREE, options)).toBe(`${lines.join('\n')}\n`);
});
