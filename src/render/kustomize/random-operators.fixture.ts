/** Operators at random, as their tools lay them out: definitions, roles, a manager, webhooks and what puts them together. */

import { maybe, type Project, put, write } from './random-project.fixture.ts';
import { container, type Dice, type Fields, type Value } from './random-world.fixture.ts';
import { yamlOf } from './random-yaml.fixture.ts';

const RBAC = 'rbac.authorization.k8s.io';

function crd(dice: Dice, plural: string, kind: string): Fields {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.shop.example.com`,
      annotations: maybe(dice, 50, () => ({ 'controller-gen.kubebuilder.io/version': 'v0.14.0' })),
    },
    spec: {
      group: 'shop.example.com',
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              description: 'An example:\nof two lines',
              type: 'object',
              properties: { spec: { type: 'object', properties: { size: { type: 'integer', minimum: 0 } } } },
            },
          },
          subresources: maybe(dice, 50, () => ({ status: {} })),
        },
      ],
    },
  };
}

const webhookPatch = (plural: string): Fields => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.shop.example.com` },
  spec: {
    conversion: {
      strategy: 'Webhook',
      webhook: {
        clientConfig: { service: { namespace: 'system', name: 'webhook-service', path: '/convert' } },
        conversionReviewVersions: ['v1'],
      },
    },
  },
});

const caPatch = (kind: string, apiVersion: string, name: string, variables: boolean): Fields => ({
  apiVersion,
  kind,
  metadata: {
    name,
    annotations: {
      'cert-manager.io/inject-ca-from': variables
        ? '$(CERTIFICATE_NAMESPACE)/$(CERTIFICATE_NAME)'
        : 'CERTIFICATE_NAMESPACE/CERTIFICATE_NAME',
    },
  },
});

const WEBHOOK_CONFIG: Fields = {
  nameReference: [
    {
      kind: 'Service',
      version: 'v1',
      fieldSpecs: [
        {
          kind: 'MutatingWebhookConfiguration',
          group: 'admissionregistration.k8s.io',
          path: 'webhooks/clientConfig/service/name',
        },
        {
          kind: 'ValidatingWebhookConfiguration',
          group: 'admissionregistration.k8s.io',
          path: 'webhooks/clientConfig/service/name',
        },
      ],
    },
  ],
  namespace: [
    {
      kind: 'MutatingWebhookConfiguration',
      group: 'admissionregistration.k8s.io',
      path: 'webhooks/clientConfig/service/namespace',
      create: true,
    },
    {
      kind: 'ValidatingWebhookConfiguration',
      group: 'admissionregistration.k8s.io',
      path: 'webhooks/clientConfig/service/namespace',
      create: true,
    },
  ],
  varReference: [{ path: 'metadata/annotations' }],
};

const CRD_CONFIG: Fields = {
  nameReference: [
    {
      kind: 'Service',
      version: 'v1',
      fieldSpecs: [
        {
          kind: 'CustomResourceDefinition',
          version: 'v1',
          group: 'apiextensions.k8s.io',
          path: 'spec/conversion/webhook/clientConfig/service/name',
        },
      ],
    },
  ],
  namespace: [
    {
      kind: 'CustomResourceDefinition',
      version: 'v1',
      group: 'apiextensions.k8s.io',
      path: 'spec/conversion/webhook/clientConfig/service/namespace',
      create: false,
    },
  ],
  varReference: [{ path: 'metadata/annotations' }],
};

function crdFolder(project: Project): void {
  const { dice, files } = project;
  const kinds = [['widgets', 'Widget'] as const, ...dice.some([['gadgets', 'Gadget'] as const], 50)];
  for (const [plural, kind] of kinds)
    put(project, `config/crd/bases/shop.example.com_${plural}.yaml`, crd(dice, plural, kind));
  const patches = kinds.flatMap(([plural]) =>
    dice.some([put(project, `config/crd/patches/webhook_in_${plural}.yaml`, webhookPatch(plural))], 70),
  );
  files['config/crd/kustomizeconfig.yaml'] = yamlOf(dice, CRD_CONFIG);
  const old = dice.chance(30);
  write(project, 'config/crd', {
    resources: kinds.map(([plural]) => `bases/shop.example.com_${plural}.yaml`),
    [old ? 'patchesStrategicMerge' : 'patches']: patches.map((name) =>
      old ? `patches/${name}` : { path: `patches/${name}` },
    ),
    configurations: maybe(dice, 70, () => ['kustomizeconfig.yaml']),
  });
}

function rbacFolder(project: Project): void {
  const { dice } = project;
  const files = [
    put(project, 'config/rbac/service_account.yaml', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'controller-manager', namespace: maybe(dice, 80, () => 'system') },
    }),
    put(
      project,
      'config/rbac/role.yaml',
      {
        apiVersion: `${RBAC}/v1`,
        kind: 'ClusterRole',
        metadata: { name: 'manager-role' },
        rules: [
          { apiGroups: ['shop.example.com'], resources: ['widgets', 'widgets/status'], verbs: ['get', 'list', '*'] },
        ],
      },
      {
        apiVersion: `${RBAC}/v1`,
        kind: 'Role',
        metadata: { name: 'leader-election-role', namespace: maybe(dice, 60, () => 'system') },
        rules: [{ apiGroups: ['', 'coordination.k8s.io'], resources: ['configmaps', 'leases'], verbs: ['get'] }],
      },
    ),
    put(
      project,
      'config/rbac/role_binding.yaml',
      {
        apiVersion: `${RBAC}/v1`,
        kind: 'ClusterRoleBinding',
        metadata: { name: 'manager-rolebinding' },
        roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'manager-role' },
        subjects: [{ kind: 'ServiceAccount', name: dice.pick(['controller-manager', 'default']), namespace: 'system' }],
      },
      {
        apiVersion: `${RBAC}/v1`,
        kind: 'RoleBinding',
        metadata: { name: 'leader-election-rolebinding', namespace: maybe(dice, 60, () => 'system') },
        roleRef: { apiGroup: RBAC, kind: 'Role', name: 'leader-election-role' },
        subjects: [{ kind: 'ServiceAccount', name: 'controller-manager', namespace: 'system' }],
      },
    ),
  ];
  write(project, 'config/rbac', { resources: files });
}

function managerFolder(project: Project): void {
  const { dice } = project;
  const labels = { 'control-plane': 'controller-manager' };
  const manager = put(
    project,
    'config/manager/manager.yaml',
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'system', labels } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'controller-manager', namespace: 'system', labels },
      spec: {
        selector: { matchLabels: labels },
        replicas: 1,
        template: {
          metadata: {
            labels,
            annotations: maybe(dice, 50, () => ({ 'kubectl.kubernetes.io/default-container': 'manager' })),
          },
          spec: {
            securityContext: { runAsNonRoot: true },
            containers: [
              {
                ...container(dice, 'manager'),
                image: 'controller:latest',
                args: ['--leader-elect', '--config=controller_manager_config.yaml'],
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
              },
            ],
            serviceAccountName: 'controller-manager',
            terminationGracePeriodSeconds: 10,
          },
        },
      },
    },
  );
  project.files['config/manager/controller_manager_config.yaml'] = 'apiVersion: x/v1\nhealth: {bind: ":8081"}\n';
  write(project, 'config/manager', {
    resources: [manager],
    images: maybe(dice, 70, () => [
      { name: 'controller', newName: 'reg.io/shop/controller', newTag: dice.pick(['v1', '1.0', 'latest']) },
    ]),
    configMapGenerator: maybe(dice, 50, () => [{ name: 'manager-config', files: ['controller_manager_config.yaml'] }]),
    generatorOptions: maybe(dice, 40, () => ({ disableNameSuffixHash: dice.chance(50) })),
  });
}

function webhookFolders(project: Project): void {
  const { dice, files } = project;
  const hook = (kind: string, name: string): Fields => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: { name },
    webhooks: ['a', 'b'].map((each) => ({
      name: `${each}${kind.toLowerCase()}.example.com`,
      admissionReviewVersions: ['v1'],
      clientConfig: { service: { name: 'webhook-service', namespace: 'system', path: `/${each}` } },
      failurePolicy: 'Fail',
      rules: [
        {
          apiGroups: ['shop.example.com'],
          apiVersions: ['v1'],
          operations: ['CREATE', 'UPDATE'],
          resources: ['widgets'],
        },
      ],
      sideEffects: 'None',
    })),
  });
  put(
    project,
    'config/webhook/manifests.yaml',
    hook('MutatingWebhookConfiguration', 'mutating-webhook-configuration'),
    hook('ValidatingWebhookConfiguration', 'validating-webhook-configuration'),
  );
  put(project, 'config/webhook/service.yaml', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'webhook-service', namespace: 'system' },
    spec: {
      ports: [{ port: 443, protocol: 'TCP', targetPort: 9443 }],
      selector: { 'control-plane': 'controller-manager' },
    },
  });
  files['config/webhook/kustomizeconfig.yaml'] = yamlOf(dice, WEBHOOK_CONFIG);
  write(project, 'config/webhook', {
    resources: ['manifests.yaml', 'service.yaml'],
    configurations: ['kustomizeconfig.yaml'],
  });
  put(
    project,
    'config/certmanager/certificate.yaml',
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Issuer',
      metadata: { name: 'selfsigned-issuer', namespace: 'system' },
      spec: { selfSigned: {} },
    },
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'serving-cert', namespace: 'system' },
      spec: {
        dnsNames: ['$(SERVICE_NAME).$(SERVICE_NAMESPACE).svc', 'SERVICE_NAME.SERVICE_NAMESPACE.svc.cluster.local'],
        issuerRef: { kind: 'Issuer', name: 'selfsigned-issuer' },
        secretName: 'webhook-server-cert',
      },
    },
  );
  files['config/certmanager/kustomizeconfig.yaml'] = yamlOf(dice, {
    nameReference: [
      {
        kind: 'Issuer',
        group: 'cert-manager.io',
        fieldSpecs: [{ kind: 'Certificate', group: 'cert-manager.io', path: 'spec/issuerRef/name' }],
      },
    ],
    varReference: [
      { kind: 'Certificate', group: 'cert-manager.io', path: 'spec/commonName' },
      { kind: 'Certificate', group: 'cert-manager.io', path: 'spec/dnsNames' },
    ],
  });
  write(project, 'config/certmanager', { resources: ['certificate.yaml'], configurations: ['kustomizeconfig.yaml'] });
}

const CERTIFICATE = { kind: 'Certificate', group: 'cert-manager.io', version: 'v1', name: 'serving-cert' };
const SERVICE = { kind: 'Service', version: 'v1', name: 'webhook-service' };
const HOOKS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'CustomResourceDefinition'];

function caReplacements(dice: Dice): readonly Fields[] {
  const path = 'metadata.annotations.[cert-manager.io/inject-ca-from]';
  const targets = (index: number): readonly Fields[] =>
    dice.some(HOOKS, 80).map((kind) => ({
      select: { kind },
      fieldPaths: [path],
      options: { delimiter: '/', index, create: dice.chance(90) },
    }));
  const dns = (index: number): readonly Fields[] => [
    {
      select: { kind: 'Certificate', group: 'cert-manager.io', version: 'v1' },
      fieldPaths: dice.some(['spec.dnsNames.0', 'spec.dnsNames.1', 'spec.dnsNames.*'], 60),
      options: { delimiter: '.', index, create: dice.chance(80) },
    },
  ];
  return [
    { source: { ...CERTIFICATE, fieldPath: 'metadata.namespace' }, targets: targets(0) },
    {
      source: { ...CERTIFICATE, fieldPath: dice.pick<Value | undefined>([undefined, 'metadata.name']) },
      targets: targets(1),
    },
    { source: { ...SERVICE, fieldPath: '.metadata.name' }, targets: dns(0) },
    { source: { ...SERVICE, fieldPath: 'metadata.namespace' }, targets: dns(1) },
  ].map((each) => ({
    ...each,
    source: { ...each.source, fieldPath: each.source.fieldPath?.toString().replace(/^\./, '') },
  }));
}

function caVariables(): readonly Fields[] {
  const { kind, group, version, name } = CERTIFICATE;
  return [
    {
      name: 'CERTIFICATE_NAMESPACE',
      objref: { kind, group, version, name },
      fieldref: { fieldpath: 'metadata.namespace' },
    },
    { name: 'CERTIFICATE_NAME', objref: { kind, group, version, name } },
    { name: 'SERVICE_NAMESPACE', objref: SERVICE, fieldref: { fieldpath: 'metadata.namespace' } },
    { name: 'SERVICE_NAME', objref: SERVICE },
  ];
}

/** Returns the folder to build. */
export function operator(project: Project): string {
  const { dice, files } = project;
  crdFolder(project);
  rbacFolder(project);
  managerFolder(project);
  webhookFolders(project);
  const variables = dice.chance(40);
  const hooks = dice
    .some(HOOKS.slice(0, 2), 80)
    .map((kind) =>
      caPatch(
        kind,
        'admissionregistration.k8s.io/v1',
        `${kind.startsWith('M') ? 'mutating' : 'validating'}-webhook-configuration`,
        variables,
      ),
    );
  if (hooks.length > 0) put(project, 'config/default/webhookcainjection_patch.yaml', ...hooks);
  put(project, 'config/default/manager_webhook_patch.yaml', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'controller-manager', namespace: 'system' },
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: 'manager',
              ports: [{ containerPort: 9443, name: 'webhook-server', protocol: 'TCP' }],
              volumeMounts: [{ mountPath: '/tmp/certs', name: 'cert', readOnly: true }],
            },
          ],
          volumes: [{ name: 'cert', secret: { defaultMode: 420, secretName: 'webhook-server-cert' } }],
        },
      },
    },
  });
  files['config/default/manager_metrics_patch.yaml'] = yamlOf(dice, [
    { op: 'add', path: '/spec/template/spec/containers/0/args/0', value: '--metrics-bind-address=:8443' },
  ]);
  const patches = [
    { path: 'manager_webhook_patch.yaml' },
    { path: 'manager_metrics_patch.yaml', target: { kind: 'Deployment' } },
    ...(hooks.length > 0 ? [{ path: 'webhookcainjection_patch.yaml' }] : []),
  ];
  write(project, 'config/default', {
    namespace: maybe(dice, 85, () => 'shop-system'),
    namePrefix: maybe(dice, 85, () => 'shop-'),
    [dice.chance(50) ? 'resources' : 'bases']: ['../crd', '../rbac', '../manager', '../webhook', '../certmanager'],
    patches: dice.some(patches, 85),
    replacements: variables ? undefined : caReplacements(dice),
    vars: variables ? caVariables() : undefined,
    commonLabels: maybe(dice, 20, () => ({ 'app.kubernetes.io/part-of': 'shop' })),
    labels: maybe(dice, 40, () => [
      {
        pairs: { 'app.kubernetes.io/managed-by': 'kustomize' },
        includeSelectors: dice.chance(50),
        includeTemplates: dice.chance(50),
      },
    ]),
  });
  if (dice.chance(50)) return 'config/default';
  write(project, 'deploy', {
    resources: ['../config/default'],
    namespace: maybe(dice, 60, () => 'elsewhere'),
    nameSuffix: maybe(dice, 40, () => '-blue'),
    images: maybe(dice, 60, () => [
      { name: dice.pick(['controller', 'reg.io/shop/controller']), newTag: '2', digest: undefined },
    ]),
    replicas: maybe(dice, 50, () => [{ name: dice.pick(['controller-manager', 'shop-controller-manager']), count: 3 }]),
    patches: maybe(dice, 50, () => [
      {
        target: { kind: 'Deployment', labelSelector: 'control-plane=controller-manager' },
        patch: '- {op: replace, path: /spec/replicas, value: 2}',
      },
    ]),
  });
  return 'deploy';
}
