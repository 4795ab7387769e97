/** Odd requests for workloads: strategies, claim templates, merge patches, scales. */
import { add } from './edit-notation.ts';
import type { OddRequest } from './odd-request.ts';

export const ODD_WORKLOADS: readonly OddRequest[] = [
  ...['create' as const, 'update' as const].flatMap((way): readonly OddRequest[] => [
    {
      reason: `an empty rollingUpdate of a DaemonSet that is updated on deletion (${way})`,
      object: 'DaemonSet agent',
      way,
      edits: [add('/spec/updateStrategy', { type: 'OnDelete', rollingUpdate: {} })],
    },
    {
      reason: `an empty rollingUpdate of a DaemonSet (${way})`,
      object: 'DaemonSet agent',
      way,
      edits: [add('/spec/updateStrategy', { type: 'RollingUpdate', rollingUpdate: {} })],
    },
    {
      reason: `an empty rollingUpdate of a DaemonSet with a wrong type (${way})`,
      object: 'DaemonSet agent',
      way,
      edits: [add('/spec/updateStrategy', { type: 'Odd', rollingUpdate: {} })],
    },
    {
      reason: `an empty rollingUpdate of a StatefulSet that is updated on deletion (${way})`,
      object: 'StatefulSet database',
      way,
      edits: [add('/spec/updateStrategy', { type: 'OnDelete', rollingUpdate: {} })],
    },
    {
      reason: `claim templates of wrong and repeated names (${way})`,
      object: 'StatefulSet database',
      way,
      edits: [
        add('/spec/volumeClaimTemplates', [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1' } } },
          },
          { metadata: { name: 'data' }, spec: { accessModes: [], resources: {} } },
        ]),
      ],
    },
    {
      reason: `a claim template with a wrong name and a volume without a source (${way})`,
      object: 'StatefulSet database',
      way,
      edits: [
        add('/spec/volumeClaimTemplates/0/metadata/name', 'Bad Value!'),
        add('/spec/template/spec/volumes', [{ name: 'other' }]),
      ],
    },
    {
      reason: `a claim template named as a volume of the pod (${way})`,
      object: 'StatefulSet database',
      way,
      edits: [add('/spec/template/spec/volumes', [{ name: 'data', emptyDir: {} }, { name: 'other' }])],
    },
    {
      reason: `a mount whose claim template is of blocks (${way})`,
      object: 'StatefulSet database',
      way,
      edits: [
        add('/spec/volumeClaimTemplates/0/spec/volumeMode', 'Block'),
        add('/spec/template/spec/containers/0/volumeDevices', [{ name: 'data', devicePath: '/dev/x' }]),
        add('/spec/template/spec/containers/0/volumeMounts/1', { name: 'none', mountPath: '/none' }),
      ],
    },
  ]),
  ...[{}, null].map(
    (strategy, index): OddRequest => ({
      reason: `a merge patch of a strategy, ${index + 1}`,
      object: 'Deployment shop',
      way: 'merge',
      edits: [add('/spec', { strategy })],
    }),
  ),
  ...[
    [add('/spec/replicas', -1), add('/metadata/uid', 'x')],
    [add('/spec/replicas', -1), add('/metadata/resourceVersion', '1')],
    [add('/spec/replicas', -1), add('/metadata/name', 'other')],
    [add('/metadata/uid', 'x'), add('/metadata/resourceVersion', '1')],
    [add('/metadata/labels', { 'Bad Key!': 'x' }), add('/metadata/uid', 'x')],
  ].flatMap((edits, index) =>
    ['Deployment shop', 'StatefulSet database', 'ReplicaSet copies', 'ReplicationController older', 'Box box'].map(
      (object): OddRequest => ({
        reason: `a scale with mistakes, ${index + 1}: ${object}`,
        object,
        way: 'scale',
        edits,
      }),
    ),
  ),
  ...[
    [add('/spec', { selector: {} })],
    [add('/spec', { selector: { matchLabels: null } })],
    [add('/spec', { selector: null })],
    [add('/spec', { selector: { matchLabels: {} } })],
    [add('/spec', { template: { metadata: { labels: null } } })],
  ].flatMap((edits, index) =>
    ['Deployment shop', 'StatefulSet database', 'ReplicaSet copies', 'DaemonSet agent'].map(
      (object): OddRequest => ({ reason: `a merge patch, ${index + 1}: ${object}`, object, way: 'merge', edits }),
    ),
  ),
];
