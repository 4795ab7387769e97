/** Services at random, with bases, environments, components and generated settings. */

import { COMPONENT, maybe, type Project, put, write } from './random-project.fixture.ts';
import { container, type Dice, type Fields, type Value, word } from './random-world.fixture.ts';
import { yamlOf } from './random-yaml.fixture.ts';

function service(dice: Dice, name: string): readonly Fields[] {
  const labels = { app: name };
  const config = { name: `${name}-config` };
  return [
    {
      apiVersion: 'apps/v1',
      kind: dice.pick(['Deployment', 'Deployment', 'StatefulSet', 'DaemonSet']),
      metadata: { name, labels },
      spec: {
        selector: { matchLabels: labels },
        serviceName: maybe(dice, 20, () => name),
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                ...container(dice, name),
                image: `shop/${name}:1.0`,
                envFrom: [{ configMapRef: config }, { secretRef: { name: `${name}-secret` } }],
              },
            ],
            volumes: [
              { name: 'config', configMap: config },
              { name: 'all', projected: { sources: [{ configMap: config }, { secret: { name: `${name}-secret` } }] } },
              { name: 'data', persistentVolumeClaim: { claimName: `${name}-data` } },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels },
      spec: { selector: labels, ports: [{ port: 80, name: 'http', targetPort: dice.pick<Value>([8080, 'http']) }] },
    },
    ...dice.some<Fields>(
      [
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          metadata: {
            name,
            annotations: {
              'nginx.ingress.kubernetes.io/rewrite-target': '/$1',
              'cert-manager.io/cluster-issuer': 'le',
            },
          },
          spec: {
            tls: [{ hosts: [`${name}.example.com`], secretName: `${name}-tls` }],
            rules: [
              {
                host: `${name}.example.com`,
                http: {
                  paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { name: 'http' } } } }],
                },
              },
            ],
          },
        },
        {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name },
          spec: {
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
            minReplicas: 1,
            maxReplicas: 3,
            metrics: [
              { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
            ],
          },
        },
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: `${name}-data` },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
            storageClassName: 'fast',
          },
        },
        {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: { name },
          spec: { maxUnavailable: dice.pick<Value>([1, '25%']), selector: { matchLabels: labels } },
        },
        {
          apiVersion: 'monitoring.coreos.com/v1',
          kind: 'ServiceMonitor',
          metadata: { name, labels },
          spec: { selector: { matchLabels: labels }, endpoints: [{ port: 'http', interval: '30s' }] },
        },
        {
          apiVersion: 'networking.istio.io/v1beta1',
          kind: 'VirtualService',
          metadata: { name },
          spec: {
            hosts: [name],
            gateways: ['shop/gateway'],
            http: [{ route: [{ destination: { host: name, port: { number: 80 } } }] }],
          },
        },
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          metadata: { name: `${name}-tick` },
          spec: {
            schedule: '*/5 * * * *',
            jobTemplate: {
              spec: {
                template: {
                  spec: {
                    restartPolicy: 'OnFailure',
                    containers: [{ name: 'tick', image: `shop/${name}`, envFrom: [{ configMapRef: config }] }],
                  },
                },
              },
            },
          },
        },
        {
          apiVersion: 'apps.openshift.io/v1',
          kind: 'DeploymentConfig',
          metadata: { name: `${name}-dc` },
          spec: {
            triggers: [{ type: 'ConfigChange' }],
            template: {
              spec: { containers: [{ name, image: `shop/${name}:1.0`, envFrom: [{ configMapRef: config }] }] },
            },
          },
        },
        {
          apiVersion: 'route.openshift.io/v1',
          kind: 'Route',
          metadata: { name },
          spec: { to: { kind: 'Service', name }, port: { targetPort: 'http' } },
        },
      ],
      45,
    ),
  ];
}

function generators(dice: Dice, name: string, behavior: string | undefined): Fields {
  const options = maybe(dice, 30, () => ({
    disableNameSuffixHash: dice.chance(60),
    labels: maybe(dice, 50, () => ({ gen: 'x' })),
    annotations: maybe(dice, 30, () => ({ 'example.com/n': '1' })),
  }));
  return {
    configMapGenerator: [
      {
        name: `${name}-config`,
        behavior,
        literals: [
          'LEVEL=info',
          `WORD=${word(dice).replaceAll('\n', ' ')}`,
          ...dice.some(['PORT=8080', 'EMPTY=', "QUOTED='a'"], 50),
        ],
        options,
      },
    ],
    secretGenerator: maybe(dice, behavior === undefined ? 100 : 50, () => [
      { name: `${name}-secret`, behavior, literals: ['PASSWORD=x'], type: maybe(dice, 30, () => 'Opaque'), options },
    ]),
  };
}

function environmentPatches(dice: Dice, name: string): readonly Fields[] {
  const body: readonly Fields[] = [
    { spec: { replicas: dice.roll(5) } },
    {
      spec: {
        template: {
          spec: {
            containers: [
              {
                name,
                resources: { limits: { cpu: '2', memory: '1Gi' } },
                env: [
                  { name: 'A', value: word(dice) },
                  { name: 'NEW', valueFrom: { secretKeyRef: { name: `${name}-secret`, key: 'PASSWORD' } } },
                ],
              },
            ],
          },
        },
      },
    },
    {
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'proxy', image: 'envoy:1', ports: [{ containerPort: 9901 }] },
              { name, envFrom: null },
            ],
            $setElementOrder: null,
          },
        },
      },
    },
    {
      spec: {
        template: {
          spec: {
            volumes: [
              { name: 'data', persistentVolumeClaim: null, emptyDir: {} },
              { name: 'all', $patch: 'delete' },
            ],
          },
        },
      },
    },
    { spec: { template: { spec: { volumes: [{ name: 'data', $patch: 'replace', emptyDir: {} }] } } } },
    { spec: { template: { spec: { containers: [{ $patch: 'replace' }, { name: 'only', image: 'x' }] } } } },
    { metadata: { name, annotations: { note: word(dice) } } },
  ];
  const smp = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, ...dice.pick(body) };
  const target = dice.pick<Fields>([
    { kind: 'Deployment|StatefulSet|DaemonSet' },
    { name, group: 'apps' },
    { labelSelector: `app=${name}` },
    { kind: 'Deployment', name: `${name}.*` },
  ]);
  return [
    { target, patch: yamlOf(dice, smp) },
    {
      target: { kind: 'Ingress', name },
      patch: yamlOf(dice, [
        { op: 'replace', path: '/spec/rules/0/host', value: 'other.example.com' },
        { op: 'add', path: '/metadata/annotations/example.com~1x', value: 'y' },
      ]),
    },
    {
      target: { kind: 'Service' },
      patch: JSON.stringify([{ op: 'add', path: '/spec/ports/-', value: { name: 'metrics', port: 9090 } }]),
    },
    {
      target: { kind: 'PersistentVolumeClaim|PodDisruptionBudget' },
      patch: '$patch: delete\napiVersion: v1\nkind: X\nmetadata: {name: x}\n',
    },
    {
      target: { kind: 'DeploymentConfig' },
      patch: yamlOf(dice, {
        apiVersion: 'v1',
        kind: 'X',
        metadata: { name: 'x' },
        spec: { template: { spec: { containers: [{ name, env: [{ name: 'Z', value: '1' }] }] } } },
      }),
    },
    {
      target: { kind: 'Service', name },
      options: { allowNameChange: true },
      patch: yamlOf(dice, { apiVersion: 'v1', kind: 'Service', metadata: { name: `${name}-renamed` } }),
    },
  ];
}

function component(project: Project, name: string, of: string): string {
  const { dice } = project;
  write(project, `components/${name}`, {
    ...COMPONENT,
    patches: dice.some(environmentPatches(dice, of), 25),
    configMapGenerator: maybe(dice, 30, () => [
      { name: `${of}-config`, behavior: 'merge', literals: [`FROM_${name.toUpperCase()}=1`] },
    ]),
    namePrefix: maybe(dice, 15, () => `${name}-`),
    labels: maybe(dice, 30, () => [
      { pairs: { [`with-${name}`]: 'enabled' }, includeSelectors: dice.chance(20), includeTemplates: dice.chance(50) },
    ]),
    commonAnnotations: maybe(dice, 20, () => ({ [`example.com/${name}`]: 'true' })),
    images: maybe(dice, 20, () => [{ name: `shop/${of}`, newTag: name }]),
    components: maybe(dice, 15, () => ['../nested']),
  });
  return `../../components/${name}`;
}

/** Returns the folder to build. */
export function environments(project: Project): string {
  const { dice, files } = project;
  const names = ['web', ...dice.some(['api'], 60)];
  for (const name of names) {
    const objects = service(dice, name);
    const half = dice.roll(objects.length) + 1;
    const resources = [put(project, `apps/${name}/base/main.yaml`, ...objects.slice(0, half))];
    if (half < objects.length) resources.push(put(project, `apps/${name}/base/more.yaml`, ...objects.slice(half)));
    write(project, `apps/${name}/base`, {
      resources,
      ...generators(dice, name, undefined),
      commonLabels: maybe(dice, 20, () => ({ team: 'a' })),
      labels: maybe(dice, 30, () => [{ pairs: { 'app.kubernetes.io/name': name }, includeSelectors: dice.chance(40) }]),
    });
  }
  write(project, 'components/nested', { ...COMPONENT, commonAnnotations: { nested: 'x' } });
  const overlays = ['staging', 'production'].map((environment) => {
    const of = dice.pick(names);
    write(project, `envs/${environment}`, {
      resources: names.map((name) => `../../apps/${name}/base`),
      components: dice.some(['tls', 'debug'], 40).map((name) => component(project, name, of)),
      namespace: maybe(dice, 70, () => environment),
      namePrefix: maybe(dice, 30, () => `${environment}-`),
      nameSuffix: maybe(dice, 20, () => '-v2'),
      ...(dice.chance(60) ? generators(dice, of, dice.pick(['merge', 'replace'])) : {}),
      patches: dice.some(environmentPatches(dice, of), 35),
      images: maybe(dice, 50, () => [
        { name: `shop/${of}`, newTag: dice.pick(['1.5', '2', 'v3-x']), newName: maybe(dice, 30, () => `reg.io/${of}`) },
      ]),
      replicas: undefined,
      commonAnnotations: maybe(dice, 20, () => ({ env: environment })),
      replacements: maybe(dice, 30, () => [
        {
          source: { kind: 'ConfigMap', name: `${of}-config`, fieldPath: dice.pick(['data.LEVEL', 'metadata.name']) },
          targets: [
            {
              select: { kind: dice.pick(['Deployment', 'StatefulSet', 'Service', 'DaemonSet']) },
              reject: maybe(dice, 20, () => [{ name: of }]),
              fieldPaths: ['metadata.annotations.from', 'spec.made.on.the.way'],
              options: { create: true },
            },
          ],
        },
      ]),
      sortOptions: maybe(dice, 15, () => ({ order: dice.pick(['fifo', 'legacy']) })),
      buildMetadata: maybe(dice, 15, () => ['originAnnotations', 'transformerAnnotations']),
      openapi: maybe(dice, 25, () => ({ path: 'schema.json' })),
    });
    files[`envs/${environment}/schema.json`] = SCHEMA;
    return environment;
  });
  if (dice.chance(65)) return `envs/${dice.pick(overlays)}`;
  write(project, 'envs/all', {
    resources: overlays.map((name) => `../${name}`),
    commonAnnotations: maybe(dice, 30, () => ({ all: 'x' })),
    namePrefix: maybe(dice, 30, () => 'all-'),
    labels: maybe(dice, 30, () => [{ pairs: { all: 'enabled' } }]),
  });
  return 'envs/all';
}

/** Merge keys for a kind that Kustomize does not know, partly by reference to types that the document does not hold. */
const SCHEMA = JSON.stringify({
  definitions: {
    'com.example.DeploymentConfig': {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: {
            template: { $ref: '#/definitions/io.k8s.api.core.v1.PodTemplateSpec' },
            triggers: {
              type: 'array',
              items: { type: 'object' },
              'x-kubernetes-patch-merge-key': 'type',
              'x-kubernetes-patch-strategy': 'merge',
            },
          },
        },
      },
      'x-kubernetes-group-version-kind': [{ group: 'apps.openshift.io', kind: 'DeploymentConfig', version: 'v1' }],
    },
  },
});
