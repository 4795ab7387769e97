import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { type KubeObject, keyOf, keyText } from '../../kube/object/kube-object.ts';
import type { LiveRecord } from '../../ports/live-cluster.ts';
import { buildTree, keysInTree, type TreeRecord } from './build-tree.ts';
import { objectFacts } from './facts/object-facts.ts';
import { podReason } from './facts/pod-reason.ts';
import { summaryOf } from './summary.ts';

function object(apiVersion: string, kind: string, rest: JsonObject = {}, metadata: JsonObject = {}): KubeObject {
  return { apiVersion, kind, ...rest, metadata: { name: 'web', namespace: 'shop', ...metadata } };
}

const REVISION = { annotations: { 'deployment.kubernetes.io/revision': '1' } };
const POD = object(
  'v1',
  'Pod',
  {
    spec: {
      nodeName: 'node-1',
      restartPolicy: 'Always',
      initContainers: [{ name: 'i', image: 'init:1', resources: { requests: { cpu: '2' } } }],
      containers: [
        { name: 'main', image: 'app:1', resources: { requests: { cpu: '250m', memory: '1Mi' } } },
        { name: 'side', image: 'app:1', resources: { requests: { cpu: '250m' } } },
      ],
    },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        { name: 'main', ready: true, restartCount: 2, state: { running: {} } },
        { name: 'side', ready: false, restartCount: 1, state: { running: {} } },
      ],
    },
  },
  { labels: { app: 'web' } },
);

test('facts of a pod', () => {
  expect(objectFacts(POD)).toEqual({
    health: { status: 'Healthy' },
    images: ['init:1', 'app:1'],
    info: [
      { name: 'Status Reason', value: 'Running' },
      { name: 'Node', value: 'node-1' },
      { name: 'Containers', value: '1/2' },
      { name: 'Restart Count', value: '3' },
      { name: 'cpu', value: '2000' },
      { name: 'memory', value: '1048576000' },
    ],
    networking: { labels: { app: 'web' } },
  });
});

const state = (waitingOrEnded: JsonObject) => ({ phase: 'Pending', containerStatuses: [{ state: waitingOrEnded }] });
test.each<[string, JsonObject, JsonObject, string]>([
  ['its phase', { phase: 'Pending' }, {}, 'Pending'],
  ['its own reason', { phase: 'Failed', reason: 'Evicted' }, {}, 'Evicted'],
  ['what a container waits for', state({ waiting: { reason: 'CrashLoopBackOff' } }), {}, 'CrashLoopBackOff'],
  ['how a container ended', state({ terminated: { reason: 'Error', exitCode: 1 } }), {}, 'Error'],
  ['its exit code', state({ terminated: { exitCode: 3 } }), {}, 'ExitCode:3'],
  ['its signal', state({ terminated: { signal: 9 } }), {}, 'Signal:9'],
  [
    'an init container at work',
    { phase: 'Pending', initContainerStatuses: [{ state: { running: {} } }] },
    {},
    'Init:0/1',
  ],
  [
    'an init container that fails',
    { phase: 'Pending', initContainerStatuses: [{ state: { waiting: { reason: 'ErrImagePull' } } }] },
    {},
    'Init:ErrImagePull',
  ],
  [
    'one that ended beside one that runs',
    {
      phase: 'Running',
      containerStatuses: [{ state: { terminated: { reason: 'Completed' } } }, { ready: true, state: { running: {} } }],
    },
    {},
    'NotReady',
  ],
  ['its deletion', { phase: 'Running' }, { deletionTimestamp: '2026-01-01T00:00:00Z' }, 'Terminating'],
])('the reason of a pod: %s', (_reason, status, metadata, expected) => {
  const pod = object(
    'v1',
    'Pod',
    { spec: { initContainers: [{ name: 'i' }], containers: [{ name: 'c' }] }, status },
    metadata,
  );
  expect(podReason(pod).reason).toBe(expected);
});

test('a Service selects pods and has the addresses of its load balancer', () => {
  const service = object('v1', 'Service', {
    spec: { type: 'LoadBalancer', selector: { app: 'web' } },
    status: { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } },
  });
  expect(objectFacts(service).networking).toEqual({ targetLabels: { app: 'web' }, ingress: [{ ip: '10.0.0.1' }] });
});

const RULE = { http: { paths: [{ path: '/app', backend: { service: { name: 'web' } } }] } };
const ingress = (spec: JsonObject, annotations: JsonObject = {}) =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    { spec, status: { loadBalancer: { ingress: [{ hostname: 'lb.example.com' }] } } },
    { annotations },
  );

test.each<[string, KubeObject, readonly string[] | undefined]>([
  ['a host and a path', ingress({ rules: [{ ...RULE, host: 'a.com' }] }), ['http://a.com/app']],
  ['without a host, the load balancer', ingress({ rules: [RULE] }), ['http://lb.example.com/app']],
  [
    'TLS without a secret does not count',
    ingress({ rules: [{ ...RULE, host: 'a.com' }], tls: [{ hosts: ['a.com'] }] }),
    ['http://a.com/app'],
  ],
  [
    'TLS with a secret',
    ingress({ rules: [{ ...RULE, host: 'a.com' }], tls: [{ hosts: ['a.com'], secretName: 's' }] }),
    ['https://a.com/app'],
  ],
  [
    'default links are hidden, others are not',
    ingress(
      { rules: [{ ...RULE, host: 'a.com' }] },
      { 'argocd.argoproj.io/ignore-default-links': 'true', 'link.argocd.argoproj.io/docs': 'https://docs' },
    ),
    ['https://docs'],
  ],
])('URLs of an Ingress: %s', (_reason, found, urls) => {
  const { networking } = objectFacts(found);
  expect(networking?.externalURLs).toEqual(urls);
  expect(networking?.targetRefs).toEqual([{ kind: 'Service', namespace: 'shop', name: 'web' }]);
});

function record(uid: string, found: KubeObject, owner?: TreeRecord): TreeRecord {
  return {
    key: keyOf(found),
    version: 'v1',
    uid,
    resourceVersion: '7',
    createdAt: '2026-01-01T00:00:00Z',
    owners: owner === undefined ? [] : [{ uid: owner.uid, key: owner.key }],
    facts: objectFacts(found),
  };
}

const DEPLOYMENT = record('d', object('apps/v1', 'Deployment', {}, REVISION));
const SET = record('r', object('apps/v1', 'ReplicaSet', {}, { ...REVISION, name: 'web-1' }), DEPLOYMENT);
const RUNNING = record('p', POD, SET);
const LINKED = record(
  'c',
  object('v1', 'ConfigMap', {}, { annotations: { 'link.argocd.argoproj.io/docs': 'https://docs' } }),
);
const LOOSE = record('o', object('v1', 'ConfigMap', {}, { name: 'loose' }));
const ALL = [DEPLOYMENT, SET, RUNNING, LINKED, LOOSE];
const childrenOf = (uid: string) => ALL.filter(({ owners }) => owners.some((owner) => owner.uid === uid));
const GONE = { group: '', kind: 'Secret', namespace: 'shop', name: 'gone' };
const QUESTION = {
  managed: [
    { key: DEPLOYMENT.key, version: 'v1', live: DEPLOYMENT },
    { key: LINKED.key, version: 'v1', live: LINKED },
    { key: GONE, version: 'v1', live: undefined },
  ],
  orphans: [LOOSE],
  childrenOf,
  isPermitted: () => true,
};

test('the tree: what is managed, what descends from it, what is missing, and orphans', () => {
  const tree = buildTree(QUESTION);
  const line = (node: { kind?: string; name?: string; parentRefs?: readonly { name?: string }[] }) =>
    `${node.kind} ${node.name} < ${(node.parentRefs ?? []).map(({ name }) => name).join()}`;
  expect(tree.nodes?.map(line)).toEqual([
    'ConfigMap web < ',
    'Pod web < web-1',
    'Secret gone < ',
    'Deployment web < ',
    'ReplicaSet web-1 < web',
  ]);
  expect(tree.orphanedNodes?.map(line)).toEqual(['ConfigMap loose < ']);
  expect(tree.nodes?.[4]).toEqual({
    group: 'apps',
    version: 'v1',
    kind: 'ReplicaSet',
    namespace: 'shop',
    name: 'web-1',
    uid: 'r',
    parentRefs: [{ group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'd' }],
    info: [{ name: 'Revision', value: 'Rev:1' }],
    resourceVersion: '7',
    health: { status: 'Healthy' },
    createdAt: '2026-01-01T00:00:00Z',
  });
  expect(tree.nodes?.[2]).toEqual({
    version: 'v1',
    kind: 'Secret',
    namespace: 'shop',
    name: 'gone',
    health: { status: 'Missing' },
  });
});

test('what the project does not permit is not shown, nor what descends from it', () => {
  const tree = buildTree({ ...QUESTION, isPermitted: ({ kind }) => kind !== 'ReplicaSet' });
  expect(tree.nodes?.map(({ kind }) => kind)).toEqual(['ConfigMap', 'Secret', 'Deployment']);
});

test('owners in a circle end', () => {
  const left: TreeRecord = { ...LOOSE, uid: 'x', owners: [{ uid: 'y', key: LINKED.key }] };
  const right: TreeRecord = { ...LINKED, uid: 'y', owners: [{ uid: 'x', key: LOOSE.key }] };
  const circle = { ...QUESTION, childrenOf: (uid: string) => (uid === 'x' ? [right] : [left]) };
  expect(keysInTree({ ...circle, managed: [{ key: left.key, version: 'v1', live: left }] })).toEqual(
    new Set([keyText(left.key), keyText(right.key)]),
  );
});

test('the summary', () => {
  const app = { metadata: { name: 'app' } };
  expect(summaryOf(buildTree(QUESTION), app)).toEqual({ externalURLs: ['https://docs'], images: ['app:1', 'init:1'] });
  const child = record('a', object('argoproj.io/v1alpha1', 'Application'));
  const parent = { ...QUESTION, managed: [{ key: child.key, version: 'v1alpha1', live: child }] };
  expect(summaryOf(buildTree(parent), app)).toEqual({ isAppOfApps: true });
  const link = (name: string) => `link.argocd.argoproj.io/${name}`;
  const annotations = { [link('z')]: 'https://a', [link('a')]: 'Docs | https://docs', [link('y')]: 'https://docs' };
  expect(summaryOf(buildTree(QUESTION), { metadata: { ...app.metadata, annotations } }).externalURLs).toEqual([
    'Docs | https://docs',
    'https://a',
    'https://docs',
  ]);
});

test('records of a live cluster are records of the tree', () => {
  const live: LiveRecord = {
    ...LOOSE,
    owners: [],
    trackingId: '',
    trackingLabel: '',
    installationId: '',
    deleting: false,
    facts: objectFacts(POD),
  };
  expect(buildTree({ ...QUESTION, managed: [{ key: live.key, version: live.version, live }] }).nodes?.length).toBe(1);
});
