/** An Application's source: where manifests come from and how they are rendered. */
import type { Infer } from '../schema/field.ts';
import {
  always,
  embedded,
  flag,
  flagMap,
  intOrString,
  list,
  optional,
  pointer,
  rawObject,
  struct,
  text,
  textMap,
  texts,
  value,
} from '../schema/notation.ts';

export const helmParameter = struct('HelmParameter', {
  name: text(1, 'Dotted value path'),
  value: text(2, 'Text'),
  forceString: flag(3, 'Treat as string (--set-string)'),
});
export type HelmParameter = Infer<typeof helmParameter>;

export const helmFileParameter = struct('HelmFileParameter', {
  name: text(1, 'Value path'),
  path: text(2, 'File that holds the value'),
});
export type HelmFileParameter = Infer<typeof helmFileParameter>;

export const applicationSourceHelm = struct('ApplicationSourceHelm', {
  valueFiles: texts(1, 'Value file paths, $ref/… paths or URLs; globs allowed'),
  parameters: list(2, helmParameter, '--set style overrides'),
  releaseName: text(3, 'Default: application name'),
  values: text(4, 'Inline values YAML text'),
  fileParameters: list(5, helmFileParameter, '--set-file style overrides'),
  version: text(6, 'v3 only; legacy field'),
  passCredentials: flag(7, 'Send repo credentials to other hosts'),
  ignoreMissingValueFiles: flag(8, 'Skip value files that are absent'),
  skipCrds: flag(9, "Leave out the chart's crds folder"),
  valuesObject: rawObject(10, 'Inline values as an object; wins over values'),
  namespace: text(11, 'Namespace given to helm template. Default: destination namespace'),
  kubeVersion: text(12, "Version given to helm. Default: cluster's"),
  apiVersions: texts(13, "API versions given to helm. Default: cluster's"),
  skipTests: flag(14, 'Leave out test hooks'),
  skipSchemaValidation: flag(15, 'Do not check values.schema.json'),
});
export type ApplicationSourceHelm = Infer<typeof applicationSourceHelm>;

export const kustomizeReplica = struct('KustomizeReplica', {
  name: text(1, 'Workload name', always),
  count: intOrString(2, 'Replica number', always),
});
export type KustomizeReplica = Infer<typeof kustomizeReplica>;

export const kustomizeGvk = struct('KustomizeGvk', {
  group: text(1, 'Group'),
  version: text(2, 'Version'),
  kind: text(3, 'Kind'),
});
export type KustomizeGvk = Infer<typeof kustomizeGvk>;

export const kustomizeResId = struct('KustomizeResId', {
  gvk: embedded(1, kustomizeGvk),
  name: text(2, 'Name'),
  namespace: text(3, 'Namespace'),
});
export type KustomizeResId = Infer<typeof kustomizeResId>;

export const kustomizeSelector = struct('KustomizeSelector', {
  resId: embedded(1, kustomizeResId),
  annotationSelector: text(2, 'Selector text'),
  labelSelector: text(3, 'Selector text'),
});
export type KustomizeSelector = Infer<typeof kustomizeSelector>;

export const kustomizePatch = struct('KustomizePatch', {
  path: text(1, 'Patch file'),
  patch: text(2, 'Inline patch text'),
  target: optional(3, kustomizeSelector, 'Which objects'),
  options: flagMap(4, 'allowNameChange / allowKindChange'),
});
export type KustomizePatch = Infer<typeof kustomizePatch>;

export const applicationSourceKustomize = struct('ApplicationSourceKustomize', {
  namePrefix: text(1, 'Prefix for names'),
  nameSuffix: text(2, 'Suffix for names'),
  images: texts(3, 'Image overrides [old=]new:tag or @digest'),
  commonLabels: textMap(4, 'Labels added to all'),
  version: text(5, 'Named kustomize version from argocd-cm'),
  commonAnnotations: textMap(6, 'Annotations added to all'),
  forceCommonLabels: flag(7, 'Overwrite existing labels'),
  forceCommonAnnotations: flag(8, 'Overwrite existing annotations'),
  namespace: text(9, 'Namespace set by kustomize'),
  commonAnnotationsEnvsubst: flag(10, 'Substitute $ARGOCD_APP_* in annotation values'),
  replicas: list(11, kustomizeReplica, 'Replica overrides'),
  patches: list(12, kustomizePatch, 'Inline/file patches'),
  components: texts(13, 'Component paths to add'),
  ignoreMissingComponents: flag(17, 'Skip absent components'),
  labelWithoutSelector: flag(14, 'Do not add labels to selectors'),
  kubeVersion: text(15, 'For helm inflation'),
  apiVersions: texts(16, 'For helm inflation'),
  labelIncludeTemplates: flag(18, 'Also label pod templates'),
});
export type ApplicationSourceKustomize = Infer<typeof applicationSourceKustomize>;

export const jsonnetVar = struct('JsonnetVar', {
  name: text(1, 'Name', always),
  value: text(2, 'Text or code', always),
  code: flag(3, 'True: value is Jsonnet code'),
});
export type JsonnetVar = Infer<typeof jsonnetVar>;

export const applicationSourceJsonnet = struct('ApplicationSourceJsonnet', {
  extVars: list(1, jsonnetVar, 'External variables'),
  tlas: list(2, jsonnetVar, 'Top-level arguments'),
  libs: texts(3, 'Library folders'),
});
export type ApplicationSourceJsonnet = Infer<typeof applicationSourceJsonnet>;

export const applicationSourceDirectory = struct('ApplicationSourceDirectory', {
  recurse: flag(1, 'Walk sub-folders. Default false'),
  jsonnet: value(2, applicationSourceJsonnet, 'Jsonnet variables and library paths'),
  exclude: text(3, 'Glob of files to skip'),
  include: text(4, 'Glob of files to keep ({a,b} allowed)'),
  disableExtensionFilter: flag(5, 'Also read files not ending in yaml/yml/json/jsonnet'),
});
export type ApplicationSourceDirectory = Infer<typeof applicationSourceDirectory>;

export const envEntry = struct('EnvEntry', {
  name: text(1, 'Name', always),
  value: text(2, 'Value', always),
});
export type EnvEntry = Infer<typeof envEntry>;

export const optionalMap = struct('OptionalMap', {
  map: textMap(1, 'Map value', pointer),
});
export type OptionalMap = Infer<typeof optionalMap>;

export const optionalArray = struct('OptionalArray', {
  array: texts(1, 'List value', pointer),
});
export type OptionalArray = Infer<typeof optionalArray>;

export const applicationSourcePluginParameter = struct('ApplicationSourcePluginParameter', {
  name: text(1, 'Parameter name'),
  string: text(5, 'Text value', pointer),
  optionalMap: embedded(3, optionalMap, pointer),
  optionalArray: embedded(4, optionalArray, pointer),
});
export type ApplicationSourcePluginParameter = Infer<typeof applicationSourcePluginParameter>;

export const applicationSourcePlugin = struct('ApplicationSourcePlugin', {
  name: text(1, 'Plugin name[-version]; empty: found by its discovery rule'),
  env: list(2, envEntry, 'Variables, passed with the prefix ARGOCD_ENV_'),
  parameters: list(3, applicationSourcePluginParameter, 'Typed parameters'),
});
export type ApplicationSourcePlugin = Infer<typeof applicationSourcePlugin>;

export const applicationSource = struct('ApplicationSource', {
  repoURL: text(1, 'Git, Helm or oci:// address', always),
  path: text(2, 'Folder in git (or in the OCI artifact)'),
  targetRevision: text(
    4,
    'Branch, tag, commit, semver range; chart version for Helm. Empty = HEAD (git), newest (Helm)',
  ),
  helm: optional(7, applicationSourceHelm, 'Helm options'),
  kustomize: optional(8, applicationSourceKustomize, 'Kustomize options'),
  directory: optional(10, applicationSourceDirectory, 'Plain directory / Jsonnet options'),
  plugin: optional(11, applicationSourcePlugin, 'Config management plugin options'),
  chart: text(12, 'Chart name; set only for Helm repositories'),
  ref: text(13, "Name by which other sources' value files refer to this one as $name/path"),
  name: text(14, 'Label for the source in UI and CLI flags'),
  tagPrefix: text(15, 'Only consider git tags with this prefix when matching semver; prefix cut before comparing'),
});
export type ApplicationSource = Infer<typeof applicationSource>;
