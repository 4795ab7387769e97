import { expect, test } from 'vitest';
import { formatExplanation } from './explanation.ts';

const MAP = { group: '', kind: 'ConfigMap', namespace: 'n', name: 'a' };

test('sentences first, then resources with their fields and rules', () => {
  const text = formatExplanation({
    operation: [{ why: 'waiting for healthy state of /Gate/a', since: '2026-01-01T00:00:00Z', until: '' }],
    automation: [{ why: 'a sync window blocks automation', since: '', until: '2026-01-02T00:00:00Z' }],
    resources: [
      {
        ...MAP,
        why: '',
        differences: [
          {
            ...{ path: '/data/key', live: '"drift"', desired: '', manager: 'kubectl', counts: true, ignoredBy: '' },
            ...{ why: 'kubectl has written it', suggestion: '- kind: ConfigMap\n  jsonPointers: [/data/key]\n' },
          },
          {
            ...{ path: '/data/x', live: '', desired: '1', manager: '', counts: false, suggestion: '' },
            ...{ why: 'a rule ignores it', ignoredBy: '- kind: "*"\n' },
          },
        ],
      },
      { ...MAP, group: 'apps', kind: 'Deployment', why: 'a sync creates it', differences: [] },
    ],
  });
  expect(text).toBe(`The operation is waiting for healthy state of /Gate/a (since 2026-01-01T00:00:00Z).
Nothing is synced by itself: a sync window blocks automation (looked at again at 2026-01-02T00:00:00Z).

ConfigMap n/a
  /data/key is "drift", desired is absent
      kubectl has written it
      to ignore it, add to spec.ignoreDifferences:
        - kind: ConfigMap
          jsonPointers: [/data/key]
  (ignored) /data/x is absent, desired is 1
      a rule ignores it
      ignored by this rule:
        - kind: "*"

apps/Deployment n/a: a sync creates it
`);
});

test('nothing to say', () => {
  const automation = [{ why: 'the application is Synced', since: '', until: '' }];
  expect(formatExplanation({ operation: [], automation, resources: [] })).toBe('Live and desired are equal.\n');
});
