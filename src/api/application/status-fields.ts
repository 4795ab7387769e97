/** What the controller observed of an Application. */

import {
  APPLICATION_CONDITION_TYPES,
  HEALTH_STATUS_CODES,
  HYDRATE_PHASES,
  SOURCE_TYPES,
  SYNC_STATUS_CODES,
} from '../enumerations.ts';
import type { Infer } from '../schema/field.ts';
import {
  always,
  choice,
  flag,
  integer,
  list,
  optional,
  required,
  struct,
  text,
  texts,
  time,
  timeValue,
  value,
  written,
} from '../schema/notation.ts';
import { operationInitiator, operationState } from './operation-fields.ts';
import { applicationSource } from './source-fields.ts';
import { applicationDestination, resourceIgnoreDifferences, sourceHydrator } from './spec-fields.ts';

export const healthStatus = struct('HealthStatus', {
  status: choice(1, HEALTH_STATUS_CODES, 'Healthy, Progressing, Suspended, Degraded, Missing or Unknown'),
  message: text(2, 'Reason text'),
  lastTransitionTime: time(3, 'Deprecated, not set'),
});
export type HealthStatus = Infer<typeof healthStatus>;

export const appHealthStatus = struct('AppHealthStatus', {
  status: choice(1, HEALTH_STATUS_CODES, 'Healthy/Progressing/Suspended/Degraded/Missing/Unknown'),
  message: text(2, 'Free text (v3: usually empty; cause not kept)'),
  lastTransitionTime: time(3, 'When it changed'),
});
export type AppHealthStatus = Infer<typeof appHealthStatus>;

export const comparedTo = struct('ComparedTo', {
  source: value(1, applicationSource, 'Source'),
  destination: required(2, applicationDestination, 'Destination (always written)'),
  sources: list(3, applicationSource, 'Sources'),
  ignoreDifferences: list(4, resourceIgnoreDifferences, 'Rules'),
});
export type ComparedTo = Infer<typeof comparedTo>;

export const syncStatus = struct('SyncStatus', {
  status: choice(1, SYNC_STATUS_CODES, 'Synced / OutOfSync / Unknown', always),
  comparedTo: value(2, comparedTo, 'Spec parts used in comparison'),
  revision: text(3, 'Commit or chart version'),
  revisions: texts(4, 'Per source'),
});
export type SyncStatus = Infer<typeof syncStatus>;

export const resourceStatus = struct('ResourceStatus', {
  group: text(1, 'Group'),
  version: text(2, 'Version'),
  kind: text(3, 'Kind'),
  namespace: text(4, 'Namespace'),
  name: text(5, 'Name'),
  status: choice(6, SYNC_STATUS_CODES, 'Synced/OutOfSync/Unknown'),
  health: optional(7, healthStatus, 'Only when inline'),
  hook: flag(8, 'Is a hook'),
  requiresPruning: flag(9, 'Live but not in the target'),
  syncWave: integer(10, 'Wave number'),
  requiresDeletionConfirmation: flag(11, 'Delete=confirm or Prune=confirm'),
});
export type ResourceStatus = Infer<typeof resourceStatus>;

export const revisionHistory = struct('RevisionHistory', {
  revision: text(2, 'Deployed revision'),
  deployedAt: timeValue(4, 'End time', always),
  id: integer(5, 'Counter from 0', always),
  source: value(6, applicationSource, 'Source as deployed'),
  deployStartedAt: time(7, 'Start'),
  sources: list(8, applicationSource, 'Sources as deployed'),
  revisions: texts(9, 'Per source'),
  initiatedBy: value(10, operationInitiator, 'Who'),
});
export type RevisionHistory = Infer<typeof revisionHistory>;

export const applicationCondition = struct('ApplicationCondition', {
  type: choice(1, APPLICATION_CONDITION_TYPES, 'Which condition; …Error is an error, …Warning a warning', always),
  message: text(2, 'Text', always),
  lastTransitionTime: time(3, 'When'),
});
export type ApplicationCondition = Infer<typeof applicationCondition>;

export const applicationSummary = struct('ApplicationSummary', {
  externalURLs: texts(1, 'Ingress/LB URLs'),
  images: texts(2, 'All images'),
  isAppOfApps: flag(3, 'Has child Applications'),
});
export type ApplicationSummary = Infer<typeof applicationSummary>;

export const successfulHydrateOperation = struct('SuccessfulHydrateOperation', {
  drySHA: text(5, 'Input commit'),
  hydratedSHA: text(6, 'Output commit'),
  sourceHydrator: value(7, sourceHydrator, 'Config used'),
});
export type SuccessfulHydrateOperation = Infer<typeof successfulHydrateOperation>;

export const hydrateOperation = struct('HydrateOperation', {
  startedAt: timeValue(1, 'Start', written),
  finishedAt: time(2, 'End'),
  phase: choice(3, HYDRATE_PHASES, 'Hydrating/Hydrated/Failed', always),
  message: text(4, 'Text', always),
  drySHA: text(5, 'Input commit'),
  hydratedSHA: text(6, 'Output commit'),
  sourceHydrator: value(7, sourceHydrator, 'Config used'),
});
export type HydrateOperation = Infer<typeof hydrateOperation>;

export const sourceHydratorStatus = struct('SourceHydratorStatus', {
  lastSuccessfulOperation: optional(1, successfulHydrateOperation, 'Newest success'),
  currentOperation: optional(2, hydrateOperation, 'Last or running'),
  lastComparedDryRevision: text(3, 'Newest dry commit looked at, even when nothing changed'),
});
export type SourceHydratorStatus = Infer<typeof sourceHydratorStatus>;

export const applicationStatus = struct('ApplicationStatus', {
  resources: list(1, resourceStatus, 'One row per managed resource'),
  sync: value(2, syncStatus, 'Comparison result'),
  health: value(3, appHealthStatus, 'Rolled-up health'),
  history: list(4, revisionHistory, 'Successful deployments, oldest first'),
  conditions: list(5, applicationCondition, 'Warnings and errors'),
  reconciledAt: time(6, 'Last comparison that looked at the newest target'),
  operationState: optional(7, operationState, 'Last or running operation'),
  observedAt: time(8, 'Deprecated; never set now'),
  sourceType: choice(9, SOURCE_TYPES, 'Helm/Kustomize/Directory/Plugin'),
  summary: value(10, applicationSummary, 'Images, URLs, app-of-apps flag'),
  resourceHealthSource: text(11, 'appTree = per-resource health is only in the tree (v3 default); empty = inline'),
  sourceTypes: texts(12, 'Per source'),
  controllerNamespace: text(13, 'Namespace of the managing controller'),
  sourceHydrator: value(14, sourceHydratorStatus, 'Hydrator state'),
});
export type ApplicationStatus = Infer<typeof applicationStatus>;
