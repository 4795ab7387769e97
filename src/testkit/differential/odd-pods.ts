/** Odd requests for pods: what containers ask for, volumes, members told twice. */
import { add, remove, twice } from './edit-notation.ts';
import type { OddRequest } from './odd-request.ts';

export const ODD_PODS: readonly OddRequest[] = [
  ...['create' as const, 'update' as const].flatMap((way): readonly OddRequest[] => [
    {
      reason: `a quantity that is none and a member told twice (${way})`,
      object: 'Pod worker',
      way,
      edits: [
        add('/spec/containers/0/resources', { limits: { cpu: 'x' } }),
        twice('/spec/restartPolicy'),
        twice('/spec/containers/0/name'),
      ],
    },
    {
      reason: `members told twice at several places (${way})`,
      object: 'Pod worker',
      way,
      edits: [
        twice('/spec/restartPolicy'),
        twice('/spec/containers/0/name'),
        twice('/kind'),
        twice('/metadata/name'),
        add('/spec/unknownMember', 1),
      ],
    },
    {
      reason: `a list told twice whose items say things twice (${way})`,
      object: 'Pod worker',
      way,
      edits: [
        twice('/spec/containers/0/name'),
        twice('/spec/containers'),
        twice('/spec'),
        add('/metadata/labels', { a: 'b' }),
        twice('/metadata/labels/a'),
      ],
    },
    ...[
      { targetPortal: '', iqn: 'x', lun: -1, initiatorName: 'x' },
      { targetPortal: 'p', iqn: 'iqn.x', lun: 256, chapAuthSession: true },
      { targetPortal: 'p', iqn: '', lun: 0, initiatorName: 'iqn.1999-01.x:y', chapAuthDiscovery: true },
      {
        targetPortal: 'p',
        iqn: 'iqn.1999-01.x:y',
        lun: 300,
        chapAuthDiscovery: true,
        initiatorName: 'eui.1',
        secretRef: { name: '' },
      },
    ].map((iscsi, index) => ({
      reason: `an iSCSI disk with mistakes, ${index + 1} (${way})`,
      object: 'Pod worker',
      way,
      edits: [add('/spec/volumes', [{ name: 'disk', iscsi }])],
    })),
  ]),
  ...['1', '250m'].map(
    (cpu): OddRequest => ({
      reason: `a pod with ${cpu} for containers that ask for more`,
      object: 'Pod worker',
      way: 'create',
      edits: [
        add('/spec/resources', { requests: { cpu, memory: '1Mi' }, limits: { 'hugepages-2Mi': '2Mi' } }),
        add('/spec/containers', [{ name: 'a', image: 'b', resources: { limits: { cpu: '2' } } }]),
        remove('/spec/initContainers'),
      ],
    }),
  ),
  ...[
    { requests: { memory: '1Gi' } },
    { limits: { memory: '1Gi' } },
    { requests: { memory: '1Gi' }, limits: { cpu: '3' } },
  ].map(
    (resources, index): OddRequest => ({
      reason: `what a pod asks for beside its containers, ${index + 1}`,
      object: 'Pod worker',
      way: 'create',
      edits: [
        add('/spec/resources', resources),
        add('/spec/containers', [
          {
            name: 'a',
            image: 'b',
            resources: { requests: { cpu: '1' }, limits: { 'hugepages-2Mi': '4Mi', cpu: '2' } },
          },
        ]),
        remove('/spec/initContainers'),
      ],
    }),
  ),
];
