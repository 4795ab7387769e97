/** The generators of an ApplicationSet, and the two forms that may stand inside matrix and merge. */

import { labelSelector } from '../kube/meta-fields.ts';
import type { Infer } from '../schema/field.ts';
import {
  always,
  flag,
  integer,
  list,
  optional,
  pointer,
  raw,
  rawMap,
  raws,
  required,
  struct,
  text,
  textMap,
  texts,
  value,
} from '../schema/notation.ts';
import { pullRequestGenerator } from './pull-request-fields.ts';
import { scmProviderGenerator } from './scm-provider-fields.ts';
import { applicationSetTemplate } from './template-fields.ts';

export const listGenerator = struct('ListGenerator', {
  elements: raws(1, 'Objects', always),
  template: value(2, applicationSetTemplate, 'Override'),
  elementsYaml: text(3, 'Templated YAML text'),
});
export type ListGenerator = Infer<typeof listGenerator>;

export const clusterGenerator = struct('ClusterGenerator', {
  selector: value(1, labelSelector, 'On the cluster Secret labels; empty includes in-cluster'),
  template: value(2, applicationSetTemplate, 'Override'),
  values: textMap(3, 'Extra'),
  flatList: flag(4, 'One result with clusters array'),
});
export type ClusterGenerator = Infer<typeof clusterGenerator>;

export const duckTypeGenerator = struct('DuckTypeGenerator', {
  configMapRef: text(1, 'Describes the kind', always),
  name: text(2, 'Object name'),
  requeueAfterSeconds: integer(3, 'Default 180', pointer),
  labelSelector: value(4, labelSelector, 'Alternative'),
  template: value(5, applicationSetTemplate, 'Override'),
  values: textMap(6, 'Extra'),
});
export type DuckTypeGenerator = Infer<typeof duckTypeGenerator>;

export const gitDirectoryGeneratorItem = struct('GitDirectoryGeneratorItem', {
  path: text(1, 'Glob', always),
  exclude: flag(2, 'Invert'),
});
export type GitDirectoryGeneratorItem = Infer<typeof gitDirectoryGeneratorItem>;

export const gitFileGeneratorItem = struct('GitFileGeneratorItem', {
  path: text(1, 'Glob', always),
  exclude: flag(2, 'Invert'),
});
export type GitFileGeneratorItem = Infer<typeof gitFileGeneratorItem>;

export const gitGenerator = struct('GitGenerator', {
  repoURL: text(1, 'Repo', always),
  directories: list(2, gitDirectoryGeneratorItem, 'Path globs'),
  files: list(3, gitFileGeneratorItem, 'File globs'),
  revision: text(4, 'Branch…', always),
  requeueAfterSeconds: integer(5, 'Default 180', pointer),
  template: value(6, applicationSetTemplate, 'Override'),
  pathParamPrefix: text(7, 'Prefix for path params'),
  values: textMap(8, 'Extra'),
});
export type GitGenerator = Infer<typeof gitGenerator>;

export const pluginConfigMapRef = struct('PluginConfigMapRef', {
  name: text(1, 'Name of the ConfigMap', always),
});
export type PluginConfigMapRef = Infer<typeof pluginConfigMapRef>;

export const pluginInput = struct('PluginInput', {
  parameters: rawMap(1, 'Values sent to the plugin'),
});
export type PluginInput = Infer<typeof pluginInput>;

export const pluginGenerator = struct('PluginGenerator', {
  configMapRef: required(1, pluginConfigMapRef, 'ConfigMap with token + baseUrl'),
  input: value(2, pluginInput, 'parameters map sent'),
  requeueAfterSeconds: integer(3, 'Default 1800', pointer),
  template: value(4, applicationSetTemplate, 'Override'),
  values: textMap(5, 'Extra'),
});
export type PluginGenerator = Infer<typeof pluginGenerator>;

export const applicationSetTerminalGenerator = struct('ApplicationSetTerminalGenerator', {
  list: optional(1, listGenerator, 'Fixed items'),
  clusters: optional(2, clusterGenerator, 'Registered clusters'),
  git: optional(3, gitGenerator, 'Folders or files in git'),
  scmProvider: optional(4, scmProviderGenerator, 'Repos of an organisation'),
  clusterDecisionResource: optional(5, duckTypeGenerator, 'Duck-typed placement object'),
  pullRequest: optional(6, pullRequestGenerator, 'Open PRs'),
  plugin: optional(7, pluginGenerator, 'HTTP plugin'),
  selector: optional(8, labelSelector, 'Filter the parameters by label selector'),
});
export type ApplicationSetTerminalGenerator = Infer<typeof applicationSetTerminalGenerator>;

export const nestedMatrixGenerator = struct('NestedMatrixGenerator', {
  generators: list(1, applicationSetTerminalGenerator, 'Exactly two', always),
});
export type NestedMatrixGenerator = Infer<typeof nestedMatrixGenerator>;

export const nestedMergeGenerator = struct('NestedMergeGenerator', {
  generators: list(1, applicationSetTerminalGenerator, 'Two or more; first is base', always),
  mergeKeys: texts(2, 'Join keys', always),
});
export type NestedMergeGenerator = Infer<typeof nestedMergeGenerator>;

export const applicationSetNestedGenerator = struct('ApplicationSetNestedGenerator', {
  list: optional(1, listGenerator, 'Fixed items'),
  clusters: optional(2, clusterGenerator, 'Registered clusters'),
  git: optional(3, gitGenerator, 'Folders or files in git'),
  scmProvider: optional(4, scmProviderGenerator, 'Repos of an organisation'),
  clusterDecisionResource: optional(5, duckTypeGenerator, 'Duck-typed placement object'),
  pullRequest: optional(6, pullRequestGenerator, 'Open PRs'),
  matrix: raw(7, 'Product of two, terminal generators only'),
  merge: raw(8, 'Join by keys, terminal generators only'),
  selector: optional(9, labelSelector, 'Filter the parameters by label selector'),
  plugin: optional(10, pluginGenerator, 'HTTP plugin'),
});
export type ApplicationSetNestedGenerator = Infer<typeof applicationSetNestedGenerator>;

export const matrixGenerator = struct('MatrixGenerator', {
  generators: list(1, applicationSetNestedGenerator, 'Exactly two', always),
  template: value(2, applicationSetTemplate, 'Override'),
});
export type MatrixGenerator = Infer<typeof matrixGenerator>;

export const mergeGenerator = struct('MergeGenerator', {
  generators: list(1, applicationSetNestedGenerator, 'Two or more; first is base', always),
  mergeKeys: texts(2, 'Join keys', always),
  template: value(3, applicationSetTemplate, 'Override'),
});
export type MergeGenerator = Infer<typeof mergeGenerator>;

export const applicationSetGenerator = struct('ApplicationSetGenerator', {
  list: optional(1, listGenerator, 'Fixed items'),
  clusters: optional(2, clusterGenerator, 'Registered clusters'),
  git: optional(3, gitGenerator, 'Folders or files in git'),
  scmProvider: optional(4, scmProviderGenerator, 'Repos of an organisation'),
  clusterDecisionResource: optional(5, duckTypeGenerator, 'Duck-typed placement object'),
  pullRequest: optional(6, pullRequestGenerator, 'Open PRs'),
  matrix: optional(7, matrixGenerator, 'Product of two'),
  merge: optional(8, mergeGenerator, 'Join by keys'),
  selector: optional(9, labelSelector, 'Filter the parameters by label selector'),
  plugin: optional(10, pluginGenerator, 'HTTP plugin'),
});
export type ApplicationSetGenerator = Infer<typeof applicationSetGenerator>;
