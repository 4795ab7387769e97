/** The ApplicationSet, and every type of its parts. */
export * from './generator-fields.ts';
export * from './pull-request-fields.ts';
export * from './scm-provider-fields.ts';
export * from './template-fields.ts';

import { healthStatus, resourceStatus } from '../application/status-fields.ts';
import { resourceNode } from '../application/tree-fields.ts';
import {
  APPLICATION_SET_CONDITION_TYPES,
  APPLICATIONS_SYNC_POLICIES,
  PROGRESSIVE_SYNC_STATUSES,
} from '../enumerations.ts';
import { listMeta, objectMeta } from '../kube/meta-fields.ts';
import type { Infer } from '../schema/field.ts';
import {
  always,
  choice,
  enforcedChoice,
  flag,
  integer,
  intOrString,
  list,
  optional,
  pointer,
  required,
  stated,
  struct,
  text,
  texts,
  time,
  value,
} from '../schema/notation.ts';
import { applicationSetGenerator } from './generator-fields.ts';
import { applicationSetTemplate } from './template-fields.ts';

export const applicationSetSyncPolicy = struct('ApplicationSetSyncPolicy', {
  preserveResourcesOnDeletion: flag(1, 'Remove finalizers before delete'),
  applicationsSync: enforcedChoice(
    2,
    APPLICATIONS_SYNC_POLICIES,
    'create-only / create-update / create-delete / sync (default sync)',
    pointer,
  ),
});
export type ApplicationSetSyncPolicy = Infer<typeof applicationSetSyncPolicy>;

export const applicationMatchExpression = struct('ApplicationMatchExpression', {
  key: text(1, 'Label'),
  operator: text(2, 'In / NotIn'),
  values: texts(3, 'Values'),
});
export type ApplicationMatchExpression = Infer<typeof applicationMatchExpression>;

export const applicationSetRolloutStep = struct('ApplicationSetRolloutStep', {
  matchExpressions: list(1, applicationMatchExpression, 'Label rules'),
  maxUpdate: intOrString(2, 'Count or percent at once', pointer),
});
export type ApplicationSetRolloutStep = Infer<typeof applicationSetRolloutStep>;

export const applicationSetRolloutStrategy = struct('ApplicationSetRolloutStrategy', {
  steps: list(1, applicationSetRolloutStep, 'Ordered steps'),
});
export type ApplicationSetRolloutStrategy = Infer<typeof applicationSetRolloutStrategy>;

export const applicationSetStrategy = struct('ApplicationSetStrategy', {
  type: text(1, 'AllAtOnce (default) / RollingSync'),
  rollingSync: optional(2, applicationSetRolloutStrategy, 'Steps'),
  deletionOrder: text(3, 'AllAtOnce / Reverse'),
});
export type ApplicationSetStrategy = Infer<typeof applicationSetStrategy>;

export const applicationPreservedFields = struct('ApplicationPreservedFields', {
  annotations: texts(1, 'Keys'),
  labels: texts(2, 'Keys'),
});
export type ApplicationPreservedFields = Infer<typeof applicationPreservedFields>;

export const applicationSetResourceIgnoreDifferences = struct('ApplicationSetResourceIgnoreDifferences', {
  name: text(1, 'App name; empty = all'),
  jsonPointers: texts(2, 'Pointers'),
  jqPathExpressions: texts(3, 'jq'),
});
export type ApplicationSetResourceIgnoreDifferences = Infer<typeof applicationSetResourceIgnoreDifferences>;

export const applicationSetSpec = struct('ApplicationSetSpec', {
  goTemplate: flag(1, 'Go templates + sprig; default false = {{name}} fasttemplate'),
  generators: list(2, applicationSetGenerator, 'Sources of parameters', always),
  template: required(3, applicationSetTemplate, 'Application template (metadata + spec)'),
  syncPolicy: optional(4, applicationSetSyncPolicy, 'Create/update/delete policy'),
  strategy: optional(5, applicationSetStrategy, 'AllAtOnce / RollingSync'),
  preservedFields: optional(6, applicationPreservedFields, 'Metadata keys not to overwrite'),
  goTemplateOptions: texts(7, 'e.g. missingkey=error'),
  applyNestedSelectors: flag(8, 'Ignored now, always on'),
  ignoreApplicationDifferences: list(9, applicationSetResourceIgnoreDifferences, 'Live fields not to overwrite'),
  templatePatch: text(10, 'Templated YAML/JSON strategic-merge patch per app', pointer),
});
export type ApplicationSetSpec = Infer<typeof applicationSetSpec>;

export const applicationSetCondition = struct('ApplicationSetCondition', {
  type: choice(1, APPLICATION_SET_CONDITION_TYPES, 'Type', always),
  message: text(2, 'Text', always),
  lastTransitionTime: time(3, 'Time'),
  status: text(4, 'True/False/Unknown', always),
  reason: text(5, 'CamelCase', always),
});
export type ApplicationSetCondition = Infer<typeof applicationSetCondition>;

export const applicationSetApplicationStatus = struct('ApplicationSetApplicationStatus', {
  application: text(1, 'App name', always),
  lastTransitionTime: time(2, 'Time'),
  message: text(3, 'Text', always),
  status: choice(4, PROGRESSIVE_SYNC_STATUSES, 'Waiting/Pending/Progressing/Healthy', always),
  step: text(5, 'Step number as text; -1 none', always),
  targetRevisions: texts(6, 'Wanted revisions', always),
});
export type ApplicationSetApplicationStatus = Infer<typeof applicationSetApplicationStatus>;

export const applicationSetStatus = struct('ApplicationSetStatus', {
  conditions: list(1, applicationSetCondition, 'What the controller found'),
  applicationStatus: list(2, applicationSetApplicationStatus, 'Progressive sync rows'),
  resources: list(3, resourceStatus, 'Generated apps'),
  resourcesCount: integer(4, 'Total (list is capped)'),
  health: value(5, healthStatus, 'From conditions'),
});
export type ApplicationSetStatus = Infer<typeof applicationSetStatus>;

export const applicationSet = struct('ApplicationSet', {
  kind: text(0, 'ApplicationSet', stated),
  apiVersion: text(0, 'argoproj.io/v1alpha1', stated),
  metadata: required(1, objectMeta, 'Name, labels, annotations and the rest of Kubernetes object metadata'),
  spec: required(2, applicationSetSpec, 'Wanted'),
  status: value(3, applicationSetStatus, 'Observed'),
});
export type ApplicationSet = Infer<typeof applicationSet>;

export const applicationSetList = struct('ApplicationSetList', {
  metadata: required(1, listMeta, 'List metadata'),
  items: list(2, applicationSet, 'ApplicationSets', always),
});
export type ApplicationSetList = Infer<typeof applicationSetList>;

export const applicationSetWatchEvent = struct('ApplicationSetWatchEvent', {
  type: text(1, 'ADDED, MODIFIED or DELETED', always),
  applicationSet: required(2, applicationSet, 'The ApplicationSet'),
});
export type ApplicationSetWatchEvent = Infer<typeof applicationSetWatchEvent>;

export const applicationSetTree = struct('ApplicationSetTree', {
  nodes: list(1, resourceNode, 'Generated apps'),
});
export type ApplicationSetTree = Infer<typeof applicationSetTree>;
