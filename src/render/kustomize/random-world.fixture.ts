/** Objects at random: one of nearly every kind, with what may be left out left out at times, and YAML in every style. */

/** Numbers in an order that a seed decides. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 to below `sides`. */
  roll(sides: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  chance(percent: number): boolean {
    return this.roll(100) < percent;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.roll(from.length)] as T;
  }

  some<T>(from: readonly T[], percent: number): readonly T[] {
    return from.filter(() => this.chance(percent));
  }
}

export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value | undefined };
export type Fields = { readonly [key: string]: Value | undefined };

export interface Known {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly object: Fields;
}

const WORDS = [
  'x',
  '1',
  'true',
  'on',
  'no',
  '0x1',
  '1e3',
  'null',
  '~',
  '2020-01-01',
  ' a',
  'a: b',
  '#c',
  'ünï',
  'a\nb',
  '- a',
  '{a}',
  '*a',
  '&a',
  '!a',
  "it's",
  '"q"',
  'a,b',
  'a\tb',
  'line\n',
  '5.0',
  '-',
  '',
  '%x',
  '@at',
  '12:30',
  '$(VAR)',
];

export const word = (dice: Dice): string => dice.pick(WORDS);

const maybe = <T>(dice: Dice, percent: number, make: () => T): T | undefined =>
  dice.chance(percent) ? make() : undefined;

export function container(dice: Dice, name: string): Fields {
  return {
    name,
    image: dice.pick([
      'nginx',
      'nginx:1',
      'shop/web:1.2',
      'reg.io:5000/shop/web@sha256:abc',
      'shop/api:1@sha256:abc',
      'busybox',
    ]),
    command: maybe(dice, 20, () => ['run', word(dice)]),
    args: maybe(dice, 40, () => ['--a', word(dice), '$(VAR)']),
    env: maybe(dice, 60, () => [
      { name: 'A', value: word(dice) },
      ...dice.some<Fields>(
        [
          { name: 'B', valueFrom: { configMapKeyRef: { name: 'settings', key: 'k' } } },
          { name: 'C', valueFrom: { secretKeyRef: { name: 'creds', key: 'k', optional: true } } },
          { name: 'D', value: '$(VAR)-x' },
        ],
        50,
      ),
    ]),
    envFrom: maybe(dice, 30, () => [
      { configMapRef: { name: 'settings' } },
      ...dice.some<Fields>([{ secretRef: { name: 'creds' }, prefix: 'P_' }], 50),
    ]),
    ports: maybe(dice, 50, () => [
      { containerPort: 80, name: 'http' },
      ...dice.some<Fields>(
        [
          { containerPort: 53, protocol: 'UDP' },
          { containerPort: 53, protocol: 'TCP', name: 'dns' },
        ],
        50,
      ),
    ]),
    volumeMounts: maybe(dice, 40, () => [
      { name: 'v', mountPath: '/v' },
      ...dice.some<Fields>([{ name: 'w', mountPath: '/w', readOnly: true }], 50),
    ]),
    resources: maybe(dice, 30, () => ({
      limits: { cpu: dice.pick<Value>([1, '500m', 0.5]), memory: '1Gi' },
      requests: {},
    })),
  };
}

function podSpec(dice: Dice): Fields {
  return {
    containers: [container(dice, 'main'), ...dice.some(['side', 'log'], 40).map((name) => container(dice, name))],
    initContainers: maybe(dice, 20, () => [container(dice, 'init')]),
    serviceAccountName: maybe(dice, 40, () => 'runner'),
    imagePullSecrets: maybe(dice, 20, () => [{ name: 'creds' }]),
    nodeSelector: maybe(dice, 20, () => ({ disk: 'ssd', zone: word(dice) })),
    tolerations: maybe(dice, 20, () => [{ key: 'k', operator: 'Exists' }]),
    hostAliases: maybe(dice, 10, () => [{ ip: '1.2.3.4', hostnames: ['a'] }]),
    volumes: maybe(dice, 60, () => [
      { name: 'v', configMap: { name: 'settings' } },
      ...dice.some<Fields>(
        [
          { name: 'w', emptyDir: {} },
          { name: 's', secret: { secretName: 'creds' } },
          { name: 'p', persistentVolumeClaim: { claimName: 'disk' } },
        ],
        40,
      ),
    ]),
    affinity: maybe(dice, 10, () => ({
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 't', labelSelector: { matchLabels: { app: 'x' } } },
        ],
      },
    })),
    topologySpreadConstraints: maybe(dice, 10, () => [
      {
        topologyKey: 't',
        whenUnsatisfiable: 'DoNotSchedule',
        maxSkew: 1,
        labelSelector: { matchLabels: { app: 'x' } },
      },
    ]),
  };
}

function template(dice: Dice): Fields {
  return {
    metadata: maybe(dice, 70, () => ({
      labels: { app: 'x' },
      annotations: maybe(dice, 30, () => ({ note: word(dice) })),
    })),
    spec: podSpec(dice),
  };
}

interface Sort {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly cluster?: boolean;
  readonly rest: (dice: Dice) => Fields;
}

const RBAC = 'rbac.authorization.k8s.io';

const SORTS: readonly Sort[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'web',
    rest: (d) => ({
      spec: {
        replicas: maybe(d, 60, () => d.pick<Value>([1, 2])),
        selector: { matchLabels: { app: 'x' } },
        strategy: maybe(d, 30, () => ({
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: d.pick<Value>([1, '25%']) },
        })),
        template: template(d),
      },
    }),
  },
  { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api', rest: (d) => ({ spec: { template: template(d) } }) },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    name: 'db',
    rest: (d) => ({
      spec: {
        serviceName: 'web',
        replicas: 1,
        template: template(d),
        volumeClaimTemplates: maybe(d, 50, () => [{ metadata: { name: 'data' }, spec: { storageClassName: 'fast' } }]),
      },
    }),
  },
  { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent', rest: (d) => ({ spec: { template: template(d) } }) },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    name: 'tick',
    rest: (d) => ({ spec: { schedule: '* * * * *', jobTemplate: { spec: { template: template(d) } } } }),
  },
  { apiVersion: 'batch/v1', kind: 'Job', name: 'once', rest: (d) => ({ spec: { template: template(d) } }) },
  { apiVersion: 'v1', kind: 'Pod', name: 'solo', rest: (d) => ({ spec: podSpec(d) }) },
  {
    apiVersion: 'v1',
    kind: 'Service',
    name: 'web',
    rest: (d) => ({
      spec: {
        selector: maybe(d, 70, () => ({ app: 'x' })),
        ports: [
          { port: 80, targetPort: d.pick<Value>(['http', 8080]), name: 'http' },
          ...d.some<Fields>(
            [
              { port: 53, protocol: 'UDP', name: 'dns' },
              { port: 53, protocol: 'TCP', name: 'dns-tcp' },
            ],
            40,
          ),
        ],
        type: maybe(d, 30, () => 'ClusterIP'),
      },
    }),
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: 'settings',
    rest: (d) => ({
      data: { k: word(d), l: word(d), json: '{"a": {"b": "c"}, "l": [1, 2]}', path: 'a/b:c' },
      binaryData: maybe(d, 10, () => ({ bin: 'AAEC' })),
    }),
  },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    name: 'creds',
    rest: (d) => ({ type: 'Opaque', data: { k: 'eA==' }, stringData: maybe(d, 40, () => ({ s: word(d) })) }),
  },
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    name: 'runner',
    rest: (d) => ({
      secrets: maybe(d, 40, () => [{ name: 'creds' }]),
      imagePullSecrets: maybe(d, 30, () => [{ name: 'creds' }]),
    }),
  },
  {
    apiVersion: `${RBAC}/v1`,
    kind: 'Role',
    name: 'reader',
    rest: (d) => ({
      rules: [
        {
          apiGroups: [''],
          resources: ['configmaps', 'secrets'],
          resourceNames: maybe(d, 60, () => ['settings', 'creds', 'other']),
          verbs: ['get'],
        },
      ],
    }),
  },
  {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    name: 'binds',
    rest: (d) => ({
      roleRef: { apiGroup: RBAC, kind: d.pick(['Role', 'ClusterRole']), name: d.pick(['reader', 'viewer']) },
      subjects: maybe(d, 90, () => [
        { kind: 'ServiceAccount', name: 'runner', namespace: d.pick(['default', 'shop']) },
        ...d.some<Fields>(
          [
            { kind: 'ServiceAccount', name: 'default', namespace: 'shop' },
            { kind: 'User', name: 'runner', apiGroup: RBAC },
          ],
          40,
        ),
      ]),
    }),
  },
  {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    name: 'viewer',
    cluster: true,
    rest: (d) => ({
      rules: [{ apiGroups: ['*'], resources: ['*'], resourceNames: maybe(d, 30, () => ['settings']), verbs: ['get'] }],
    }),
  },
  {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    name: 'views',
    cluster: true,
    rest: (d) => ({
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'viewer' },
      subjects: [
        {
          kind: 'ServiceAccount',
          name: d.pick(['runner', 'default']),
          namespace: d.pick(['default', 'shop', 'other']),
        },
      ],
    }),
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    name: 'front',
    rest: (d) => ({
      spec: {
        ingressClassName: maybe(d, 30, () => 'edge'),
        tls: maybe(d, 40, () => [{ hosts: ['h'], secretName: 'creds' }]),
        rules: [
          {
            host: 'h',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
            },
          },
        ],
      },
    }),
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    name: 'scales',
    rest: (d) => ({
      spec: {
        maxReplicas: 5,
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: d.pick(['Deployment', 'StatefulSet']),
          name: d.pick(['web', 'db']),
        },
      },
    }),
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    name: 'budget',
    rest: (d) => ({ spec: { minAvailable: d.pick<Value>([1, '50%']), selector: { matchLabels: { app: 'x' } } } }),
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    name: 'wall',
    rest: (d) => ({
      spec: {
        podSelector: { matchLabels: { app: 'x' } },
        ingress: maybe(d, 60, () => [
          { from: [{ podSelector: { matchLabels: { app: 'y' } } }, { namespaceSelector: {} }] },
        ]),
      },
    }),
  },
  { apiVersion: 'v1', kind: 'Namespace', name: 'shop', cluster: true, rest: () => ({}) },
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name: 'widgets.example.com',
    cluster: true,
    rest: (d) => ({
      spec: {
        group: 'example.com',
        names: { kind: 'Widget', plural: 'widgets' },
        conversion: maybe(d, 40, () => ({
          strategy: 'Webhook',
          webhook: { clientConfig: { service: { name: 'web', namespace: 'default' } } },
        })),
        versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    }),
  },
  {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    name: 'one',
    rest: (d) => ({
      spec: {
        size: d.pick<Value>([1, 1.5, '1', true, null]),
        parts: [{ name: 'web', image: 'nginx:1' }, { name: 'other' }],
        words: ['a', word(d)],
        deep: { er: { est: word(d) } },
        config: { name: 'settings' },
      },
    }),
  },
  {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    name: 'two',
    rest: (d) => ({
      spec: maybe(d, 80, () => ({ template: { apiVersion: 'v1', kind: 'Pod', spec: podSpec(d) } })) ?? {},
    }),
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    name: 'guards',
    cluster: true,
    rest: (d) => ({
      webhooks: [
        {
          name: 'a.example.com',
          clientConfig: { service: { name: 'web', namespace: d.pick(['default', 'shop', 'system']) } },
        },
      ],
    }),
  },
  {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    name: 'v1.example.com',
    cluster: true,
    rest: (d) => ({
      spec: { group: 'example.com', version: 'v1', service: { name: 'web', namespace: d.pick(['default', 'shop']) } },
    }),
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    name: 'disk',
    rest: (d) => ({ spec: { storageClassName: 'fast', volumeName: maybe(d, 30, () => 'block') } }),
  },
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    name: 'fast',
    cluster: true,
    rest: () => ({ provisioner: 'x' }),
  },
];

/** Objects of a world: three in four of the sorts, each with labels, some in a namespace. */
export function worldOf(dice: Dice, percent = 60): readonly Known[] {
  return dice.some(SORTS, percent).map(({ apiVersion, kind, name, cluster = false, rest }) => {
    const namespace = cluster ? undefined : maybe(dice, 20, () => dice.pick(['shop', 'default', 'other']));
    const metadata = {
      name,
      namespace,
      labels: {
        app: dice.pick(['x', 'y']),
        ...(dice.chance(40) ? { tier: dice.pick<Value>(['front', 'back', 1, true]) } : {}),
      },
      annotations: maybe(dice, 40, () => ({
        note: word(dice),
        ...(dice.chance(30) ? { port: dice.pick<Value>([80, 1.5, false]) } : {}),
      })),
    };
    return { apiVersion, kind, name, namespace, object: { apiVersion, kind, metadata, ...rest(dice) } };
  });
}
