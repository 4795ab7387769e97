/** Patches at random: of pods and of other kinds, strategic with every directive, and operations of JSON 6902. */
import { container, type Dice, type Fields, type Known, type Value, word } from './random-world.fixture.ts';

export const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'Pod'];

function idOf({ apiVersion, kind, name, namespace }: Known): Fields {
  return { apiVersion, kind, metadata: { name, namespace } };
}

export function podPath(kind: string): readonly string[] {
  if (kind === 'Pod') return ['spec'];
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template', 'spec'] : ['spec', 'template', 'spec'];
}

function nested(path: readonly string[], value: Value): Value {
  return path.reduceRight<Value>((inner, key) => ({ [key]: inner }), value);
}

function podPatch(dice: Dice): Fields {
  const containers = (): readonly Value[] => [
    ...dice.some(['side', 'main', 'new'], 60).map((name): Value => {
      const kind = dice.roll(8);
      if (kind === 0) return { name, $patch: 'delete' };
      if (kind === 1) return { $patch: 'replace', ...container(dice, name) };
      if (kind === 2)
        return {
          name,
          image: 'patched:1',
          args: null,
          env: [{ name: 'A', value: null, valueFrom: { configMapKeyRef: { name: 'settings', key: 'l' } } }],
        };
      if (kind === 3)
        return {
          name,
          env: [
            { name: 'A', $patch: 'delete' },
            { name: 'Z', value: word(dice) },
          ],
          ports: [{ containerPort: 53, protocol: dice.pick(['UDP', 'TCP']), name: 'n' }],
        };
      if (kind === 4)
        return {
          name,
          ports: [{ containerPort: dice.pick([80, 53, 99]) }],
          volumeMounts: [{ mountPath: dice.pick(['/v', '/z']), name: 'z' }],
        };
      if (kind === 5)
        return {
          name,
          resources: dice.pick<Value>([null, {}, { limits: { cpu: null, memory: '2Gi' } }, { $patch: 'delete' }]),
        };
      return container(dice, name);
    }),
    ...dice.some<Value>([{ $patch: 'replace' }], 5),
  ];
  const parts: Fields = {
    containers: containers(),
    initContainers: [container(dice, dice.pick(['init', 'other']))],
    volumes: dice.pick<Value>([
      [{ name: 'v', $patch: 'delete' }],
      [{ name: 'v', $retainKeys: ['name', 'emptyDir'], emptyDir: {} }],
      [{ name: 'n', secret: { secretName: 'creds' } }],
      null,
      [{ name: 'v', configMap: null, emptyDir: {} }],
    ]),
    nodeSelector: dice.pick<Value>([null, { disk: null }, { $patch: 'replace', b: 'c' }, { zone: 'z' }, {}]),
    tolerations: dice.pick<Value>([[], [{ key: 'q' }], null]),
    imagePullSecrets: [{ name: dice.pick(['creds', 'more']) }],
    hostAliases: [{ ip: '1.2.3.4', hostnames: ['b'] }],
    topologySpreadConstraints: [
      { topologyKey: 't', whenUnsatisfiable: dice.pick(['DoNotSchedule', 'ScheduleAnyway']), maxSkew: 2 },
    ],
    serviceAccountName: dice.pick<Value>(['runner', null, 'other']),
    securityContext: dice.pick<Value>([{}, null, { runAsUser: 5, fsGroup: null }]),
  };
  return Object.fromEntries(dice.some(Object.entries(parts), 30));
}

function bodyPatch(dice: Dice, { kind }: Known): Fields {
  if (WORKLOADS.includes(kind)) return nested(podPath(kind), podPatch(dice)) as Fields;
  switch (kind) {
    case 'ConfigMap':
      return { data: { k: dice.pick<Value>([null, word(dice)]), fresh: word(dice) } };
    case 'Secret':
      return {
        stringData: { s: dice.pick<Value>([null, word(dice)]) },
        data: dice.pick<Value>([null, { k: 'eQ==' }, {}]),
      };
    case 'Service':
      return {
        spec: {
          ports: dice.pick<Value>([
            [{ port: 80, name: 'p' }],
            [{ port: 53, protocol: 'TCP', targetPort: 1 }, { port: 99 }],
            [{ port: 80, $patch: 'delete' }],
            null,
            [],
          ]),
          selector: dice.pick<Value>([{ app: null, b: 'c' }, { $patch: 'replace', z: 'z' }, { c: 'd' }]),
        },
      };
    case 'Widget':
      return {
        spec: dice.pick<Value>([
          { parts: [{ name: 'n' }] },
          { size: null, deep: { er: null } },
          { $patch: 'replace', a: 1 },
          { deep: { $patch: 'delete' } },
          { template: { spec: podPatch(dice) } },
        ]),
      };
    case 'Role':
    case 'ClusterRole':
      return { rules: dice.pick<Value>([[], [{ apiGroups: ['x'], resources: ['y'], verbs: ['*'] }]]) };
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return { subjects: [{ kind: 'ServiceAccount', name: 'runner', namespace: 'shop' }] };
    case 'ValidatingWebhookConfiguration':
      return { webhooks: [{ name: dice.pick(['a.example.com', 'b.example.com']), failurePolicy: 'Ignore' }] };
    default:
      return {};
  }
}

export function metadataPatch(dice: Dice): Fields {
  return dice.pick<Fields>([
    {},
    {},
    { labels: { patched: word(dice) } },
    { annotations: { note: null, n2: word(dice) } },
    { labels: { tier: null, app: 'z' } },
    { annotations: { $patch: 'replace', r: 's' } },
    { finalizers: ['f.example.com/x'] },
  ]);
}

export function strategic(dice: Dice, known: Known): Fields {
  if (dice.chance(4)) return { ...idOf(known), $patch: 'delete' };
  const { metadata } = idOf(known) as { metadata: Fields };
  return { ...idOf(known), metadata: { ...metadata, ...metadataPatch(dice) }, ...bodyPatch(dice, known) };
}

export function operations(dice: Dice, { kind, name }: Known): readonly Value[] {
  const pod = WORKLOADS.includes(kind) ? `/${podPath(kind).join('/')}` : undefined;
  const general: readonly Value[] = [
    { op: 'add', path: '/metadata/labels/added', value: word(dice) },
    { op: 'add', path: '/metadata/annotations/added', value: word(dice) },
    { op: 'test', path: '/metadata/labels/app', value: dice.pick(['x', 'y']) },
    { op: 'copy', from: '/metadata/labels/app', path: '/metadata/labels/copied' },
    { op: 'move', from: '/metadata/labels/app', path: '/metadata/labels/moved~1to' },
    { op: 'remove', path: '/metadata/labels/app' },
    { op: 'replace', path: '/metadata/labels', value: { only: 'this' } },
    { op: 'replace', path: '/metadata/name', value: `${name}-renamed` },
    { op: 'add', path: '/metadata/annotations', value: { all: 'new' } },
  ];
  const ofPods: readonly Value[] =
    pod === undefined
      ? []
      : [
          { op: 'add', path: `${pod}/containers/-`, value: { name: 'appended', image: 'nginx' } },
          { op: 'add', path: `${pod}/containers/0`, value: { name: 'first', image: 'nginx:2' } },
          { op: 'replace', path: `${pod}/containers/0/image`, value: dice.pick<Value>(['i:1', 5, null]) },
          { op: 'add', path: `${pod}/hostNetwork`, value: true },
          { op: 'remove', path: `${pod}/containers/0` },
        ];
  const all = [...general, ...ofPods];
  return [dice.pick(all), ...dice.some([dice.pick(all)], 30)];
}

export function targetOf(dice: Dice, known: Known): Fields {
  const { kind, name } = known;
  return dice.pick<Fields>([
    { kind, name },
    { kind },
    { name: `${name.slice(0, 1)}.*` },
    { kind: `${kind}|ConfigMap`, name: `.*${name}.*` },
    { labelSelector: dice.pick(['app=x', 'app in (x,y),!patched', 'tier', 'app!=x']), kind },
    { annotationSelector: dice.pick(['note', '!note', 'note=x']), kind },
    { namespace: known.namespace ?? 'default', kind },
    { version: 'v1', kind },
  ]);
}
