/** Sources of every kind and the files that they are made of, small, and with everything in them that a render may look at. */
import type { ApplicationSource } from '../api/application/fields.ts';
import type { TestFile } from './git-repository.ts';
import { valueMap } from './real-sources.ts';

export interface Kind {
  readonly sources: readonly ApplicationSource[];
  readonly isMultiSource?: boolean;
}

export const CHARTS = 'https://charts.example.com';
export const REGISTRY = { registry: 'registry.example.com', name: 'team/app' };

export const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata: {name: '{{ .Release.Name }}-{{ .Chart.Name }}-{{ .Chart.Version }}'}
data: {v: '{{ .Values.v }}', kube: '{{ .Capabilities.KubeVersion.Minor }}'}
`;

export function repositoryUrl(name: string): string {
  return `https://git.example.com/${name}.git`;
}

export const REPOSITORIES: Readonly<Record<string, Readonly<Record<string, TestFile>>>> = {
  values: { 'prod.yaml': 'v: prod\n', 'file.txt': 'of values', 'other.yaml': 'v: unread\n' },
  base: {
    'kustomization.yaml': 'resources: [m.yaml]\n',
    'm.yaml': valueMap('base', 'm'),
    'README.md': 'read me',
  },
  app: {
    'unread.txt': 'nobody',
    'plain/a.yaml': valueMap('a'),
    'plain/b.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b"}}',
    'plain/link.yaml': { link: '../shared/linked.yaml' },
    'plain/deep/c.yml': valueMap('c', 'c'),
    'plain/notes.txt': 'notes',
    'shared/linked.yaml': valueMap('linked', 'linked'),
    '.gitmodules': '[submodule "x"]\n\tpath = deep/library\n\turl = ../library.git\n',
    'deep/a.yaml': valueMap('deep', 'deep'),
    'chart/Chart.yaml':
      "apiVersion: v2\nname: own\nversion: 1.0.0\ndependencies: [{name: sub, version: 1.0.0, repository: 'file://../sub'}]\n",
    'chart/.helmignore': 'ignored\n',
    'chart/values.yaml': 'v: own\n',
    'chart/values-prod.yaml': 'v: prod\n',
    'chart/values.schema.json': '{"type": "object"}',
    'chart/crds/crd.yaml':
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a.example.com}\n',
    'chart/templates/_helpers.tpl': '{{ define "name" }}named{{ end }}',
    'chart/templates/a.yaml': TEMPLATE,
    'chart/templates/b.yaml': `{{ if .Capabilities.APIVersions.Has "example.com/v1" }}
apiVersion: v1
kind: ConfigMap
metadata: {name: '{{ include "name" . }}'}
{{ end }}{{ range $path, $_ := .Files.Glob "files/*" }}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: '{{ base $path }}'}
data: {v: '{{ $.Files.Get $path }}'}
{{ end }}`,
    'chart/files/one': '1',
    'sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.0.0\n',
    'sub/templates/a.yaml': TEMPLATE.replace('data: {', `data: {apis: '{{ .Capabilities.APIVersions | join " " }}', `),
    'parent/Chart.yaml': `apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies: [{name: bulb, version: 1.x.x, repository: '${CHARTS}'}]\n`,
    'parent/values.yaml': 'bulb: {v: parent}\n',
    'random/Chart.yaml': 'apiVersion: v2\nname: random\nversion: 1.0.0\n',
    'random/templates/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: r}\ndata: {v: {{ randAlpha 5 }}, at: "{{ now }}"}\n',
    'overlay/kustomization.yaml': `resources: [../local, own.yaml, '${repositoryUrl('base')}?ref=main']
components: [../component]
configMapGenerator: [{name: g, files: [f.txt], envs: [e.env]}]
patches: [{path: patch.yaml}]
helmCharts: [{name: lamp, version: 1.0.0, repo: '${CHARTS}', releaseName: r, valuesFile: lamp.yaml}]
`,
    'overlay/own.yaml': valueMap('own', 'own'),
    'overlay/f.txt': 'f',
    'overlay/e.env': 'E=1\n',
    'overlay/lamp.yaml': 'v: lit\n',
    'overlay/patch.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\ndata: {patched: "yes"}\n',
    'local/kustomization.yaml': 'resources: [l.yaml]\nnamePrefix: l-\n',
    'local/l.yaml': valueMap('local', 'l'),
    'component/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -component\n',
    'jsonnet/main.jsonnet': `local l = import 'lib.libsonnet'; l.map(importstr 'text') + {data+: {e: std.extVar('e')}}`,
    'jsonnet/lib.libsonnet': `(import 'deeper.libsonnet') + {map(v):: {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: $.name}, data: {v: v}}}`,
    'jsonnet/text': 'text',
    'vendor/deeper.libsonnet': `{name:: 'vendored'}`,
    'vendor/other.libsonnet': '{}',
    'plug/input': '1',
    'lent/Chart.yaml': 'apiVersion: v2\nname: lent\nversion: 1.0.0\n',
    'lent/templates/a.yaml':
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: l}\ndata: {v: '{{ .Values.v }}', f: '{{ .Values.f }}'}\n",
  },
  library: { 'inside.yaml': valueMap('inside', 'of-library') },
};

function own(source: Partial<ApplicationSource>): ApplicationSource {
  return { repoURL: repositoryUrl('app'), targetRevision: 'main', path: '.', ...source };
}

export const LENDER: ApplicationSource = { repoURL: repositoryUrl('values'), targetRevision: 'main', ref: 'values' };

export const LENT = own({
  path: 'lent',
  helm: { valueFiles: ['$values/prod.yaml'], fileParameters: [{ name: 'f', path: '$values/file.txt' }] },
});

export const KINDS: Readonly<Record<string, Kind>> = {
  'a folder': { sources: [own({ path: 'plain' })] },
  'a folder with those below it': {
    sources: [own({ path: 'plain', directory: { recurse: true, include: '*.y*ml', exclude: 'x*' } })],
  },
  'a folder with a submodule': { sources: [own({ path: 'deep', directory: { recurse: true } })] },
  'a chart': {
    sources: [
      own({
        path: 'chart',
        helm: { valueFiles: ['values-prod.yaml', 'values-none.yaml', 'more/*.yaml'], ignoreMissingValueFiles: true },
      }),
    ],
  },
  'a chart with a dependency of a repository': { sources: [own({ path: 'parent' })] },
  'a chart that is random': { sources: [own({ path: 'random' })] },
  'a chart with values of the web': { sources: [own({ path: 'sub', helm: { valueFiles: ['PAGE/values.yaml'] } })] },
  'a chart of a repository': { sources: [{ repoURL: CHARTS, chart: 'lamp', targetRevision: '1.*' }] },
  'an artifact': {
    sources: [{ repoURL: `oci://${REGISTRY.registry}/${REGISTRY.name}`, path: '.', targetRevision: '1.0.0' }],
  },
  kustomize: { sources: [own({ path: 'overlay', kustomize: { namePrefix: 'k-' } })] },
  jsonnet: {
    sources: [
      own({
        path: 'jsonnet',
        directory: { jsonnet: { libs: ['vendor'], extVars: [{ name: 'e', value: '$ARGOCD_APP_NAME' }] } },
      }),
    ],
  },
  'a plugin': { sources: [own({ path: 'plug', plugin: { name: 'tool' } })] },
  'values of another source': { sources: [LENT, LENDER] },
};
