import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { ADMIN, createKubelite } from '../index.ts';

/** A cluster with controllers on a clock that the test moves. */
function startCluster() {
  const clock = new FakeClock();
  const kubelite = createKubelite({ clock, controllers: true });
  const token = kubelite.issueToken(ADMIN);
  const ask = (method: string, path: string, body?: object) => {
    const patch = method === 'PATCH' ? { 'content-type': ['application/merge-patch+json'] } : {};
    const answer = kubelite.handle({
      method,
      url: path.startsWith('/') ? path : `/api/v1/namespaces/default/${path}`,
      headers: { authorization: [`Bearer ${token}`], ...patch },
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    });
    if (answer.kind !== 'full') throw new Error('a stream');
    return { status: answer.status, body: JSON.parse(answer.body.toString()) };
  };
  const settle = () => clock.advanceSync(50);
  settle();
  const quota = (hard: object, more: object = {}) => {
    ask('POST', 'resourcequotas', { metadata: { name: 'q' }, spec: { hard, ...more } });
    settle();
  };
  const used = () => ask('GET', 'resourcequotas/q').body.status.used;
  return { ask, settle, quota, used };
}

function pod(name: string, ...containers: readonly object[]): object {
  return { metadata: { name }, spec: { containers } };
}

const named = (name: string) => ({ metadata: { name } });
const over = (what: string, [asked, used, limited]: readonly [string, string, string]) =>
  `${what} is forbidden: exceeded quota: q, requested: ${asked}, used: ${used}, limited: ${limited}`;

test('a quota counts what is there, what comes and what goes, and refuses what is too much', () => {
  const { ask, settle, quota, used } = startCluster();
  quota({ 'count/configmaps': '3', 'count/nonsense.example': '1' });
  expect(ask('GET', 'resourcequotas/q').body.status).toEqual({
    hard: { 'count/configmaps': '3', 'count/nonsense.example': '1' },
    used: { 'count/configmaps': '1' },
  });
  // Nothing settles between these: each sees what the one before it took.
  expect(ask('POST', 'configmaps', named('a')).status).toBe(201);
  expect(ask('POST', 'configmaps', named('b')).status).toBe(201);
  const refused = ask('POST', 'configmaps', named('c'));
  expect(refused.body).toMatchObject({
    code: 403,
    reason: 'Forbidden',
    message: over('configmaps "c"', ['count/configmaps=1', 'count/configmaps=3', 'count/configmaps=3']),
    details: { name: 'c', kind: 'configmaps' },
  });
  expect(ask('POST', 'configmaps?dryRun=All', named('a')).body.message).toBe(
    over('configmaps "a"', ['count/configmaps=1', 'count/configmaps=3', 'count/configmaps=3']),
  );
  ask('DELETE', 'configmaps/b');
  settle();
  expect(used()).toEqual({ 'count/configmaps': '2' });
  expect(ask('POST', 'configmaps?dryRun=All', named('c')).status).toBe(201);
  expect(used()).toEqual({ 'count/configmaps': '2' });
  expect(ask('POST', 'configmaps', named('a')).body.reason).toBe('AlreadyExists');
  expect(used()).toEqual({ 'count/configmaps': '2' });
});

test('containers must specify what a quota limits, and the sum counts', () => {
  const { ask, settle, quota, used } = startCluster();
  quota({ 'limits.memory': '1Gi', pods: '2', 'requests.cpu': '1' });
  const sent = pod('p', { name: 'c', image: 'a' }, { name: 'd', image: 'a', resources: { requests: { cpu: '100m' } } });
  expect(ask('POST', 'pods', sent).body.message).toBe(
    'pods "p" is forbidden: failed quota: q: must specify limits.memory for: c,d; requests.cpu for: c',
  );
  const resources = { requests: { cpu: '400m' }, limits: { memory: '128Mi' } };
  const container = { name: 'c', image: 'a', resources };
  expect(ask('POST', 'pods', pod('p', container)).status).toBe(201);
  expect(ask('POST', 'pods', pod('r', container)).status).toBe(201);
  expect(used()).toEqual({ 'limits.memory': '256Mi', pods: '2', 'requests.cpu': '800m' });
  expect(ask('POST', 'pods', pod('s', container)).body.message).toBe(
    over('pods "s"', ['pods=1,requests.cpu=400m', 'pods=2,requests.cpu=800m', 'pods=2,requests.cpu=1']),
  );
  ask('DELETE', 'pods/r?gracePeriodSeconds=0');
  settle();
  expect(used()).toEqual({ 'limits.memory': '128Mi', pods: '1', 'requests.cpu': '400m' });
});

test('an update is charged for what it adds', () => {
  const { ask, quota, used } = startCluster();
  quota({ 'services.nodeports': '1' });
  const ports = [
    { port: 1, name: 'a' },
    { port: 2, name: 'b' },
  ];
  expect(ask('POST', 'services', { ...named('s'), spec: { ports } }).status).toBe(201);
  expect(ask('PATCH', 'services/s', { spec: { type: 'NodePort' } }).body.message).toBe(
    over('services "s"', ['services.nodeports=2', 'services.nodeports=0', 'services.nodeports=1']),
  );
  expect(ask('PATCH', 'services/s', { spec: { type: 'NodePort', ports: [{ port: 1 }] } }).status).toBe(200);
  expect(used()).toEqual({ 'services.nodeports': '1' });
});

test('an update may give back what a lowered quota no longer allows', () => {
  const { ask, quota, settle, used } = startCluster();
  quota({ 'services.nodeports': '3' });
  const ports = ['a', 'b', 'c'].map((name, at) => ({ port: at + 1, name }));
  ask('POST', 'services', { ...named('s'), spec: { type: 'NodePort', ports } });
  ask('PATCH', 'resourcequotas/q', { spec: { hard: { 'services.nodeports': '0' } } });
  settle();
  expect(ask('PATCH', 'services/s', { spec: { ports: ports.slice(1) } }).status).toBe(200);
  expect(used()).toEqual({ 'services.nodeports': '2' });
});

test('a quota in a scope counts the pods in it', () => {
  const { ask, quota, used } = startCluster();
  quota({ pods: '1' }, { scopes: ['NotBestEffort'] });
  expect(ask('POST', 'pods', pod('a', { name: 'c', image: 'a' })).status).toBe(201);
  expect(used()).toEqual({ pods: '0' });
  const asking = { name: 'c', image: 'a', resources: { requests: { cpu: '1' } } };
  expect(ask('POST', 'pods', pod('b', asking)).status).toBe(201);
  expect(ask('POST', 'pods', pod('c', asking)).status).toBe(403);
});

const LIMITS = [
  {
    type: 'Container',
    default: { memory: '64Mi', cpu: '500m' },
    defaultRequest: { cpu: '200m' },
    max: { cpu: '800m' },
    min: { cpu: '150m' },
    maxLimitRequestRatio: { cpu: '3' },
  },
  { type: 'Pod', max: { cpu: '2' } },
  { type: 'PersistentVolumeClaim', max: { storage: '500Mi' }, min: { storage: '100Mi' } },
];

test('a limit range gives containers what they leave out', () => {
  const { ask } = startCluster();
  ask('POST', 'limitranges', { ...named('l'), spec: { limits: LIMITS } });
  const created = ask('POST', 'pods', {
    ...named('p'),
    spec: { initContainers: [{ name: 'i', image: 'a' }], containers: [{ name: 'c', image: 'a' }] },
  }).body;
  const resources = { limits: { cpu: '500m', memory: '64Mi' }, requests: { cpu: '200m', memory: '64Mi' } };
  expect(created.spec.containers[0].resources).toEqual(resources);
  expect(created.spec.initContainers[0].resources).toEqual(resources);
  expect(created.status.qosClass).toBe('Burstable');
  expect(created.metadata.annotations).toEqual({
    'kubernetes.io/limit-ranger':
      'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c; cpu, memory request for init container i; cpu, memory limit for init container i',
  });
});

test.each([
  [
    'too little, and too far apart',
    { requests: { cpu: '100m' } },
    '[minimum cpu usage per Container is 150m, but request is 100m, cpu max limit to request ratio per Container is 3, but provided ratio is 5.000000]',
  ],
  [
    'too much for a container and for the pod',
    { limits: { cpu: '3' } },
    '[maximum cpu usage per Container is 800m, but limit is 3, maximum cpu usage per Pod is 2, but limit is 3]',
  ],
  [
    'too far apart',
    { limits: { cpu: '700m' }, requests: { cpu: '160m' } },
    'cpu max limit to request ratio per Container is 3, but provided ratio is 4.375000',
  ],
])('a limit range refuses a pod: %s', (_why, resources, message) => {
  const { ask } = startCluster();
  ask('POST', 'limitranges', { ...named('l'), spec: { limits: LIMITS } });
  const answer = ask('POST', 'pods', pod('p', { name: 'c', image: 'a', resources }));
  expect(answer.body.message).toBe(`pods "p" is forbidden: ${message}`);
});

test.each([
  ['2Gi', 'maximum storage usage per PersistentVolumeClaim is 500Mi, but request is 2Gi'],
  ['50Mi', 'minimum storage usage per PersistentVolumeClaim is 100Mi, but request is 50Mi'],
])('a limit range refuses a claim of %s', (storage, message) => {
  const { ask } = startCluster();
  ask('POST', 'limitranges', { ...named('l'), spec: { limits: LIMITS } });
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } };
  const answer = ask('POST', 'persistentvolumeclaims', { ...named('v'), spec });
  expect(answer.body.message).toBe(`persistentvolumeclaims "v" is forbidden: ${message}`);
});

test('a quota that was not counted yet lets nothing of its kinds in', () => {
  const { ask } = startCluster();
  ask('POST', 'resourcequotas', { ...named('q'), spec: { hard: { secrets: '5' } } });
  ask('PATCH', 'resourcequotas/q/status', { status: { hard: { secrets: '5' } } });
  expect(ask('POST', 'secrets', named('s')).body.message).toBe(
    'secrets "s" is forbidden: status unknown for quota: q, resources: secrets',
  );
});

test('a quota limits a kind that comes later', () => {
  const { ask, settle, quota, used } = startCluster();
  quota({ 'count/widgets.example.com': '1' });
  expect(used()).toBeUndefined();
  const schema = { openAPIV3Schema: { type: 'object' } };
  ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    ...named('widgets.example.com'),
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  });
  settle();
  expect(used()).toEqual({ 'count/widgets.example.com': '0' });
  const widget = (name: string) =>
    ask('POST', '/apis/example.com/v1/namespaces/default/widgets', {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      ...named(name),
    });
  expect(widget('a').status).toBe(201);
  expect(widget('b').body.message).toBe(
    over('widgets.example.com "b"', [
      'count/widgets.example.com=1',
      'count/widgets.example.com=1',
      'count/widgets.example.com=1',
    ]),
  );
});

test('options in the query of a deletion that has a body count for nothing', () => {
  const { ask } = startCluster();
  ask('POST', 'configmaps', named('a'));
  expect(ask('DELETE', 'configmaps/a?dryRun=All').status).toBe(200);
  expect(ask('GET', 'configmaps/a').status).toBe(200);
  expect(ask('DELETE', 'configmaps/a?dryRun=All', {}).status).toBe(200);
  expect(ask('GET', 'configmaps/a').status).toBe(404);
});
