/** Requests of which it takes more than one mistake, or an unusual one, to see how a server goes about them. */
import type { Json } from '../../base/json-value.ts';
import type { Edit } from './edit.ts';
import { judgeRequests } from './judge-requests.ts';
import { type AskServer, labelOf, validObjects } from './mistaken-objects.ts';
import { collectionOf } from './object-places.ts';
import type { RequestWay } from './random-requests.ts';

export interface OddRequest {
  readonly reason: string;
  /** Kind and name of a valid object. */
  readonly object: string;
  readonly way: RequestWay;
  readonly edits: readonly Edit[];
}

const PLACES = { Box: { plural: 'boxes', namespaced: true }, Hook: { plural: 'hooks', namespaced: false } };

function add(path: string, value: Json): Edit {
  return { op: 'add', path, value };
}

function remove(path: string): Edit {
  return { op: 'remove', path };
}

function twice(path: string): Edit {
  return { op: 'twice', path };
}

const SOME_TERM = {
  matchLabelExpressions: [
    { key: 'a', values: ['x', 'y'] },
    { key: 'b', values: ['z'] },
  ],
};
const SAME_TERM = {
  matchLabelExpressions: [
    { key: 'b', values: ['z'] },
    { key: 'a', values: ['y', 'x'] },
  ],
};
const SCHEMA = '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties';

/** Each with the name of what it shows. */
export const ODD_REQUESTS: readonly OddRequest[] = [
  {
    reason: 'a new event tells all that is wrong in the order of its rules',
    object: 'Event happened-too',
    way: 'create',
    edits: [
      remove('/eventTime'),
      add('/reportingController', 'Bad Value!'),
      add('/reportingInstance', ''),
      add('/action', ''),
      add('/reason', 'a'.repeat(130)),
      add('/note', 'a'.repeat(1025)),
      add('/type', 'Odd'),
      add('/regarding/namespace', 'other'),
      add('/series/count', 1),
    ],
  },
  {
    reason: 'a new event with wrong metadata and deprecated members',
    object: 'Event happened-too',
    way: 'create',
    edits: [
      add('/metadata/labels', { 'Bad Key!': 'x' }),
      add('/deprecatedCount', 2),
      add('/deprecatedFirstTimestamp', '2024-01-01T00:00:00Z'),
      add('/deprecatedSource', { component: 'x' }),
      add('/type', 'Odd'),
      add('/series', {}),
    ],
  },
  {
    reason: 'a changed event',
    object: 'Event happened-too',
    way: 'update',
    edits: [
      add('/action', 'Other'),
      add('/reason', ''),
      add('/note', 'x'),
      add('/series', { count: 1 }),
      add('/regarding/name', 'z'),
    ],
  },
  {
    reason: 'a changed event with wrong labels',
    object: 'Event happened-too',
    way: 'update',
    edits: [
      add('/metadata/labels', { 'Bad Key!': 'x' }),
      add('/type', 'Odd'),
      add('/eventTime', null),
      add('/reportingInstance', 'b'),
    ],
  },
  ...[[{}], [{}, {}, {}], [SOME_TERM, SAME_TERM, SOME_TERM], [SOME_TERM, {}, SAME_TERM]].map(
    (terms, index): OddRequest => ({
      reason: `places of a storage class that are the same, ${index + 1}`,
      object: 'StorageClass fast',
      way: 'create',
      edits: [add('/allowedTopologies', terms)],
    }),
  ),
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
  ...['ExternalName', 'ClusterIP', 'NodePort', 'LoadBalancer'].map(
    (type): OddRequest => ({
      reason: `node ports that are the same of a service of type ${type}`,
      object: 'Service front',
      way: 'create',
      edits: [add('/spec/type', type), add('/spec/ports', [{ port: 5, nodePort: 70_000 }, { nodePort: 70_000 }])],
    }),
  ),
  ...[{}, null].map(
    (strategy, index): OddRequest => ({
      reason: `a merge patch of a strategy, ${index + 1}`,
      object: 'Deployment shop',
      way: 'merge',
      edits: [add('/spec', { strategy })],
    }),
  ),
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
    ...[2_147_483_648, 70_000, -1, 4_294_967_296, 1.5].map((value) => ({
      reason: `a health check port of ${value} (${way})`,
      object: 'Service front',
      way,
      edits: [
        add('/spec/type', 'LoadBalancer'),
        add('/spec/externalTrafficPolicy', 'Local'),
        add('/spec/healthCheckNodePort', value),
      ],
    })),
    {
      reason: `three ranges of addresses (${way})`,
      object: 'ServiceCIDR more',
      way,
      edits: [add('/spec/cidrs', ['10.1.0.0/16', 'fd00::/112', '10.2.0.0/16'])],
    },
    {
      reason: `three wrong ranges of addresses (${way})`,
      object: 'ServiceCIDR more',
      way,
      edits: [add('/spec/cidrs', ['x', '10.1.0.1/16', '10.2.0.0/16', '10.2.0.0/16'])],
    },
    {
      reason: `an autoscaler with a wrong target, bounds, metrics and behaviour (${way})`,
      object: 'HorizontalPodAutoscaler scaler',
      way,
      edits: [
        add('/spec/scaleTargetRef', { kind: '', name: '' }),
        add('/spec/minReplicas', -1),
        add('/spec/maxReplicas', 0),
        add('/spec/metrics', [{ type: 'Odd' }, { type: 'Resource' }]),
        add('/spec/behavior', { scaleUp: { stabilizationWindowSeconds: -1 } }),
      ],
    },
    {
      reason: `a policy with no rules and other mistakes (${way})`,
      object: 'ValidatingAdmissionPolicy wise.example.com',
      way,
      edits: [
        remove('/spec/matchConstraints/resourceRules'),
        add('/spec/matchConstraints/matchPolicy', 'Odd'),
        add('/spec/matchConstraints/objectSelector', { matchLabels: { 'Bad Key!': 'x' } }),
        add('/spec/failurePolicy', 'Odd'),
        add('/spec/matchConstraints/excludeResourceRules', [{}]),
      ],
    },
    {
      reason: `a policy with no rules and a wrong exclusion (${way})`,
      object: 'ValidatingAdmissionPolicy wise.example.com',
      way,
      edits: [
        add('/spec/matchConstraints/resourceRules', []),
        add('/spec/matchConstraints/namespaceSelector', null),
        add('/spec/validations/0/reason', 'Odd'),
        add('/spec/variables/0/name', ''),
      ],
    },
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
    {
      reason: `members of a custom object told twice (${way})`,
      object: 'Box box',
      way,
      edits: [twice('/spec/color'), twice('/spec'), add('/spec/unknownMember', 1), twice('/spec/unknownMember')],
    },
    {
      reason: `an embedded object without anything (${way})`,
      object: 'Box box',
      way,
      edits: [add('/spec/inner', {})],
    },
    ...[
      { apiVersion: 'a/b/c' },
      { kind: 'Bad Value!' },
      { metadata: { name: 'Bad Value!' } },
      { metadata: { labels: { 'Bad Key!': 'x' } } },
      { apiVersion: 1 },
      { metadata: [] },
      { apiVersion: '' },
      { kind: null },
    ].map((wrong) => ({
      reason: `an embedded object with ${JSON.stringify(wrong)} (${way})`,
      object: 'Box box',
      way,
      edits: [add('/spec/inner', { apiVersion: 'v1', kind: 'A', ...wrong })],
    })),
    ...[1, 'x', [], true, null].map((value) => ({
      reason: `a schema with ${JSON.stringify(value)} as items (${way})`,
      object: 'CustomResourceDefinition boxes.probe.example',
      way,
      edits: [add(`${SCHEMA}/set/items`, value)],
    })),
    {
      reason: `nullable items of a list of type map (${way})`,
      object: 'CustomResourceDefinition boxes.probe.example',
      way,
      edits: [add(`${SCHEMA}/map/items/nullable`, true)],
    },
    {
      reason: `nullable items of a list of type set (${way})`,
      object: 'CustomResourceDefinition boxes.probe.example',
      way,
      edits: [add(`${SCHEMA}/set/items/nullable`, true)],
    },
    {
      reason: `a nullable key of a list of type map (${way})`,
      object: 'CustomResourceDefinition boxes.probe.example',
      way,
      edits: [add(`${SCHEMA}/map/items/properties/a/nullable`, true), add(`${SCHEMA}/map/nullable`, true)],
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

const OBJECTS = new Map(validObjects().map((object) => [labelOf(object), object]));

/** What the server answers to the request, in a form in which two servers' can be compared. */
export async function answerToOdd(ask: AskServer, { object: label, way, edits }: OddRequest): Promise<Json> {
  const object = OBJECTS.get(label);
  if (object === undefined) throw new Error(`no valid object ${label}`);
  const [judged] = await judgeRequests(ask, collectionOf(object, 'probe', PLACES), object, [{ way, edits }]);
  return judged?.answer ?? null;
}
