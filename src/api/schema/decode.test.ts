import { describe, expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { appProject } from '../app-project/fields.ts';
import { application } from '../application/fields.ts';
import { applicationSet } from '../application-set/fields.ts';
import { decode, tryDecode } from './decode.ts';
import { encodeJson } from './encode.ts';
import type { AnyStruct } from './field.ts';

const MANIFEST = `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd, labels: {tier: front}}
spec:
  project: default
  sources:
  - repoURL: https://git.example.com/shop.git
    path: overlays/prod
    targetRevision: main
    kustomize: {replicas: [{name: web, count: 3}, {name: job, count: "2"}]}
  - repoURL: https://charts.example.com
    chart: cache
    targetRevision: 1.2.3
    helm: {valuesObject: {a: {b: [1, null]}}, parameters: [{name: x, value: "y"}]}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  syncPolicy:
    automated: {prune: true, selfHeal: false}
    syncOptions: [CreateNamespace=true]
    retry: {limit: 9223372036854775807, backoff: {duration: 5s, factor: 2}}
  oldField: {kept: true}
`;

/** Manifests as they stand in guides, in old and new spellings. */
const MANIFESTS: readonly (readonly [reason: string, table: AnyStruct, yaml: string])[] = [
  [
    'a project with roles, windows and old signature keys',
    appProject,
    `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: team}
spec:
  description: "A team's project"
  sourceRepos: ['https://git.example.com/team/*', '!https://git.example.com/team/secret']
  destinations: [{namespace: 'team-*', server: 'https://kubernetes.default.svc'}, {namespace: '*', name: prod}]
  clusterResourceWhitelist: [{group: '', kind: Namespace}, {group: '*', kind: '*', name: team-*}]
  namespaceResourceBlacklist: [{group: '', kind: ResourceQuota}]
  orphanedResources: {warn: false, ignore: [{kind: ConfigMap, name: kube-root-ca.crt}]}
  roles:
  - {name: dev, policies: ['p, proj:team:dev, applications, sync, team/*, allow'], groups: [devs], jwtTokens: [{iat: 1535390316}]}
  syncWindows: [{kind: deny, schedule: '0 22 * * *', duration: 1h, applications: ['*'], manualSync: true, timeZone: Europe/Amsterdam}]
  signatureKeys: [{keyID: 4AEE18F83AFDEB23}]
`,
  ],
  [
    'an Application with inline values, a plugin and automation switched on by an empty block',
    application,
    `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: legacy, finalizers: [resources-finalizer.argocd.argoproj.io]}
spec:
  project: default
  source:
    repoURL: https://git.example.com/legacy.git
    targetRevision: HEAD
    path: chart
    helm: {version: v3, releaseName: legacy, values: "replicas: 2\n", fileParameters: [{name: a, path: a.txt}]}
    plugin: {name: tool-v1.0, env: [{name: FOO, value: bar}], parameters: [{name: p, map: {a: b}}, {name: q, string: ''}]}
    ksonnet: {environment: default}
  destination: {name: in-cluster, namespace: legacy}
  syncPolicy: {automated: {}, managedNamespaceMetadata: {labels: {team: a}}}
  ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas], managedFieldsManagers: [hpa]}]
  info: [{name: url, value: https://example.com}]
`,
  ],
  [
    'an ApplicationSet of nested generators with progressive syncs',
    applicationSet,
    `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: fleet}
spec:
  goTemplate: true
  goTemplateOptions: ['missingkey=error']
  generators:
  - matrix:
      generators:
      - git: {repoURL: https://git.example.com/fleet.git, revision: main, directories: [{path: 'apps/*'}, {path: apps/old, exclude: true}]}
      - merge:
          mergeKeys: [server]
          generators: [{clusters: {selector: {matchLabels: {env: prod}}, values: {r: '3'}}}, {list: {elements: [{server: a, n: 1}]}}]
  - scmProvider: {github: {organization: example, tokenRef: {secretName: s, key: k}}, filters: [{repositoryMatch: ^app}]}
    selector: {matchExpressions: [{key: team, operator: In, values: [a]}]}
  strategy: {type: RollingSync, rollingSync: {steps: [{matchExpressions: [{key: env, operator: In, values: [dev]}], maxUpdate: 50%}]}}
  syncPolicy: {applicationsSync: create-update, preserveResourcesOnDeletion: true}
  template:
    metadata: {name: '{{.path.basename}}', labels: {env: '{{.env}}'}}
    spec:
      project: default
      source: {repoURL: https://git.example.com/fleet.git, path: '{{.path.path}}'}
      destination: {server: '{{.server}}', namespace: '{{.path.basename}}'}
`,
  ],
];

describe('decode', () => {
  test('a manifest, with what tables do not know kept', () => {
    const manifest = readYaml(MANIFEST) as never;
    const decoded = decode(application, manifest);
    expect(decoded.spec.sources?.[0]?.kustomize?.replicas).toEqual([
      { name: 'web', count: 3 },
      { name: 'job', count: '2' },
    ]);
    expect(decoded.spec.syncPolicy?.automated?.selfHeal).toBe(false);
    expect(decoded.spec.syncPolicy?.retry?.limit).toBe(2 ** 63);
    expect(decoded.spec).toHaveProperty('oldField', { kept: true });
    expect(decoded.metadata).toBe((manifest as { metadata: Json }).metadata);
  });

  test.each(MANIFESTS)('%s', (_, table, yaml) => {
    const value = readYaml(yaml);
    expect(tryDecode(table, value)).toEqual({ kind: 'decoded', value });
  });

  test("what Go fills in is filled in, null is absence, and Go's decoder asks for nothing", () => {
    const bare = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {},
      spec: { source: { path: null } },
    };
    expect(decode(application, bare)).toEqual({
      ...bare,
      spec: { project: '', destination: {}, source: { repoURL: '' } },
    });
  });

  test('parameters of plugins keep empty collections', () => {
    const value = {
      source: {
        repoURL: '',
        plugin: {
          parameters: [
            { name: 'a', array: [] },
            { name: 'b', map: {} },
          ],
        },
      },
    };
    const text = encodeJson(application, { spec: value } as never);
    expect(text).toContain('"parameters":[{"name":"a","array":[]},{"name":"b","map":{}}]');
  });

  test('every problem is named by its path, and no value is shown', () => {
    const wrong = {
      kind: 'Application',
      metadata: { labels: { 'a.b/c': 1 }, creationTimestamp: 'yesterday' },
      spec: {
        project: 7,
        sources: [{ repoURL: 'x', helm: { valueFiles: 'values.yaml', skipCrds: 'yes' } }, []],
        syncPolicy: { retry: { limit: 1.5 } },
        destination: null,
      },
    };
    const decoded = tryDecode(application, wrong);
    expect(decoded).toEqual({
      kind: 'invalid',
      problems: [
        { path: 'metadata.creationTimestamp', expected: 'a time like 2006-01-02T15:04:05Z', found: 'text' },
        { path: 'metadata.labels["a.b/c"]', expected: 'text', found: 'an integer' },
        { path: 'spec.project', expected: 'text', found: 'an integer' },
        { path: 'spec.syncPolicy.retry.limit', expected: 'an integer', found: 'a number' },
        { path: 'spec.sources[0].helm.valueFiles', expected: 'a list', found: 'text' },
        { path: 'spec.sources[0].helm.skipCrds', expected: 'true or false', found: 'text' },
        { path: 'spec.sources[1]', expected: 'an object', found: 'a list' },
      ],
    });
    expect(() => decode(application, { metadata: {}, spec: { project: {} } })).toThrow(
      expect.objectContaining({
        code: 'api.invalid-field',
        kind: 'user',
        message: 'invalid Application: spec.project: expected text, found an object',
      }),
    );
    expect(() => decode(application, 'text')).toThrow(
      'invalid Application: the whole value: expected an object, found text',
    );
  });
});

describe("Go's JSON", () => {
  test('structs by value are written even when empty', () => {
    const bare = { metadata: { name: 'a' }, spec: { project: '', destination: {} } };
    expect(encodeJson(application, bare as never)).toBe(
      '{"metadata":{"name":"a"},"spec":{"destination":{},"project":""},"status":{"sync":{"status":"","comparedTo":' +
        '{"source":{"repoURL":""},"destination":{}}},"health":{},"summary":{},"sourceHydrator":{}}}',
    );
  });

  test('maps are in byte order, integer-like keys too, and text is escaped', () => {
    const labels = { b: '<x>', 10: '1', 9: '2' };
    expect(encodeJson(appProject, { metadata: { labels }, spec: {} } as never)).toContain(
      '"labels":{"10":"1","9":"2","b":"\\u003cx\\u003e"}',
    );
  });

  test('absent lists without omitempty are null, integers keep their digits', () => {
    const set = { metadata: { generation: 9007199254740993n }, spec: { template: {} } };
    const text = encodeJson(applicationSet, set as never);
    expect(text).toContain('"generation":9007199254740993');
    expect(text).toContain(
      '"spec":{"generators":null,"template":{"metadata":{},"spec":{"destination":{},"project":""}}}',
    );
  });

  test('fractions of a second are cut off, times are in UTC', () => {
    const value = { metadata: { creationTimestamp: '2024-02-01T01:00:00.999+01:00' }, spec: {} };
    expect(encodeJson(appProject, value as never)).toContain('"creationTimestamp":"2024-02-01T00:00:00Z"');
  });
});
