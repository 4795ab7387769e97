/** The flags that describe an Application, as `app create`, `set`, `add-source` and `admin app generate-spec` take them. */

export interface ApplicationFlag {
  /** As it stands on the command line, without dashes. */
  readonly name: string;
  readonly short?: string;
  /** `texts` may be given several times; `switch` takes `=false`. */
  readonly kind: 'text' | 'texts' | 'integer' | 'duration' | 'switch';
  readonly description: string;
}

function text(name: string, description: string): ApplicationFlag {
  return { name, kind: 'text', description };
}

function texts(name: string, description: string, short?: string): ApplicationFlag {
  return { name, kind: 'texts', description, ...(short === undefined ? {} : { short }) };
}

function flag(name: string, description: string): ApplicationFlag {
  return { name, kind: 'switch', description };
}

const SOURCE: readonly ApplicationFlag[] = [
  text('repo', 'address of the repository'),
  text('path', 'folder in it'),
  text('helm-chart', 'chart, of a chart repository'),
  text('revision', 'branch, tag, commit or version'),
  text('tag-prefix', 'only tags that begin so count for version ranges'),
  text('ref', 'name by which value files of other sources find this one'),
  text('source-name', 'name of the source'),
  text('env', 'accepted; it has no meaning any more'),
];

const HELM: readonly ApplicationFlag[] = [
  texts('parameter', 'name=value of a chart', 'p'),
  texts('helm-set', 'name=value of a chart'),
  texts('helm-set-string', 'name=value, always a text'),
  texts('helm-set-file', 'name=path of the file that holds the value'),
  texts('values', 'values file'),
  text('values-literal-file', 'file or address of values that become part of the application'),
  flag('ignore-missing-value-files', 'values files may be missing'),
  text('release-name', 'name of the release'),
  text('helm-version', 'version of Helm'),
  flag('helm-pass-credentials', 'credentials go to other hosts too'),
  flag('helm-skip-crds', 'without the folder crds'),
  flag('helm-skip-schema-validation', 'values are not checked against the schema'),
  flag('helm-skip-tests', 'without tests'),
  text('helm-namespace', 'namespace that templates see'),
  text('helm-kube-version', 'version of Kubernetes that templates see'),
  texts('helm-api-versions', '[group/]version/kind that templates see'),
];

const KUSTOMIZE: readonly ApplicationFlag[] = [
  text('nameprefix', 'before all names'),
  text('namesuffix', 'after all names'),
  texts('kustomize-image', '[name=]image:tag or @digest'),
  texts('kustomize-replica', 'name=count'),
  text('kustomize-version', 'version of Kustomize'),
  text('kustomize-namespace', 'namespace of everything'),
  text('kustomize-kube-version', 'version of Kubernetes that charts see'),
  texts('kustomize-api-versions', '[group/]version/kind that charts see'),
  texts('kustomize-common-label', 'name=value'),
  texts('kustomize-common-annotation', 'name=value'),
  flag('kustomize-label-without-selector', 'labels do not go into selectors'),
  flag('kustomize-label-include-templates', 'labels go into templates'),
  flag('kustomize-force-common-label', 'labels replace those that are there'),
  flag('kustomize-force-common-annotation', 'annotations replace those that are there'),
  flag('ignore-missing-components', 'components may be missing'),
];

const DIRECTORY: readonly ApplicationFlag[] = [
  flag('directory-recurse', 'with the folders in it'),
  flag('directory-disable-extension-filter', 'files of any extension'),
  text('directory-include', 'pattern of files'),
  text('directory-exclude', 'pattern of files that are left out'),
  texts('jsonnet-ext-var-str', 'name=text'),
  texts('jsonnet-ext-var-code', 'name=code'),
  texts('jsonnet-tla-str', 'name=text'),
  texts('jsonnet-tla-code', 'name=code'),
  texts('jsonnet-libs', 'folder of libraries'),
];

const PLUGIN: readonly ApplicationFlag[] = [
  text('config-management-plugin', 'name of the plugin'),
  texts('plugin-env', 'name=value'),
];

const HYDRATOR: readonly ApplicationFlag[] = [
  text('dry-source-repo', 'repository of the templates'),
  text('dry-source-path', 'folder of the templates'),
  text('dry-source-revision', 'revision of the templates'),
  text('sync-source-branch', 'branch of the manifests'),
  text('sync-source-path', 'folder of the manifests'),
  text('hydrate-to-branch', 'branch that manifests are pushed to first'),
];

const SPECIFICATION: readonly ApplicationFlag[] = [
  text('project', 'project'),
  text('dest-server', 'address of the cluster'),
  text('dest-name', 'name of the cluster'),
  text('dest-namespace', 'namespace'),
  { name: 'revision-history-limit', kind: 'integer', description: 'entries of the history that are kept' },
  text('sync-policy', 'none (manual) or automated (auto, automatic)'),
  texts('sync-option', 'Name=value; with ! before it, it is removed'),
  flag('auto-prune', 'automated: remove what is no longer in the source'),
  flag('self-heal', 'automated: undo changes in the cluster'),
  flag('allow-empty', 'automated: a source without objects removes everything'),
  { name: 'sync-retry-limit', kind: 'integer', description: 'so many tries more when it fails' },
  { name: 'sync-retry-backoff-duration', kind: 'duration', description: 'pause before the first of them (5s)' },
  { name: 'sync-retry-backoff-max-duration', kind: 'duration', description: 'longest pause (3m0s)' },
  { name: 'sync-retry-backoff-factor', kind: 'integer', description: 'how much longer each pause is (2)' },
  flag('sync-retry-refresh', 'try again with the newest revision'),
  flag('validate', 'check repository and destination first (true)'),
];

export const APPLICATION_FLAGS: readonly ApplicationFlag[] = [
  ...SOURCE,
  ...HELM,
  ...KUSTOMIZE,
  ...DIRECTORY,
  ...PLUGIN,
  ...HYDRATOR,
  ...SPECIFICATION,
];
