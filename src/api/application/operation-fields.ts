/** An operation asked for, and its journal in `status.operationState`. */

import { HOOK_TYPES, OPERATION_PHASES, RESULT_CODES, SYNC_PHASES } from '../enumerations.ts';
import type { Infer } from '../schema/field.ts';
import {
  always,
  choice,
  embedded,
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
} from '../schema/notation.ts';
import { applicationSource } from './source-fields.ts';
import { info, managedNamespaceMetadata, retryStrategy } from './spec-fields.ts';

export const operationInitiator = struct('OperationInitiator', {
  username: text(1, 'User or token subject'),
  automated: flag(2, 'True for the controller'),
});
export type OperationInitiator = Infer<typeof operationInitiator>;

export const syncOperationResource = struct('SyncOperationResource', {
  group: text(1, 'Group'),
  kind: text(2, 'Kind', always),
  name: text(3, 'Name', always),
  namespace: text(4, 'Namespace'),
});
export type SyncOperationResource = Infer<typeof syncOperationResource>;

export const syncStrategyApply = struct('SyncStrategyApply', {
  force: flag(1, 'Delete and re-create on conflict'),
});
export type SyncStrategyApply = Infer<typeof syncStrategyApply>;

export const syncStrategyHook = struct('SyncStrategyHook', {
  apply: embedded(1, syncStrategyApply),
});
export type SyncStrategyHook = Infer<typeof syncStrategyHook>;

export const syncStrategy = struct('SyncStrategy', {
  apply: optional(1, syncStrategyApply, 'Plain apply, no hooks'),
  hook: optional(2, syncStrategyHook, 'Apply with hooks and waves'),
});
export type SyncStrategy = Infer<typeof syncStrategy>;

export const syncOperation = struct('SyncOperation', {
  revision: text(1, "Revision to deploy; empty = app's target"),
  prune: flag(2, 'Delete extra'),
  dryRun: flag(3, 'Only check'),
  syncStrategy: optional(4, syncStrategy, 'apply or hook (default hook)'),
  resources: list(6, syncOperationResource, 'Only these'),
  source: optional(7, applicationSource, 'Override source (rollback)'),
  manifests: texts(8, 'Manifests sent by the CLI (--local)'),
  syncOptions: texts(9, 'Options for this sync only'),
  sources: list(10, applicationSource, 'Override sources'),
  revisions: texts(11, 'Per-source revisions'),
  autoHealAttemptsCount: integer(12, 'Self-heal tries for the same revision (Go name SelfHealAttemptsCount)'),
});
export type SyncOperation = Infer<typeof syncOperation>;

export const operation = struct('Operation', {
  sync: optional(1, syncOperation, 'Sync request'),
  initiatedBy: value(2, operationInitiator, 'Who'),
  info: list(3, info, 'Name/value notes kept with the operation'),
  retry: value(4, retryStrategy, 'Retry rule for this operation'),
});
export type Operation = Infer<typeof operation>;

export const resourceResult = struct('ResourceResult', {
  group: text(1, 'Group', always),
  version: text(2, 'Version', always),
  kind: text(3, 'Kind', always),
  namespace: text(4, 'Namespace', always),
  name: text(5, 'Name', always),
  status: choice(6, RESULT_CODES, 'Synced/SyncFailed/Pruned/PruneSkipped; empty for hooks and not-yet'),
  message: text(7, 'kubectl-like text or error'),
  hookType: choice(8, HOOK_TYPES, 'PreSync/Sync/PostSync/SyncFail/…'),
  hookPhase: choice(
    9,
    OPERATION_PHASES,
    'Running/Succeeded/Failed/Error; also used for normal resources while waiting',
  ),
  syncPhase: choice(10, SYNC_PHASES, 'PreSync/Sync/PostSync/SyncFail'),
  images: texts(11, 'Images in the object'),
});
export type ResourceResult = Infer<typeof resourceResult>;

export const syncOperationResult = struct('SyncOperationResult', {
  resources: list(1, resourceResult, 'Per-resource results'),
  revision: text(2, 'Resolved revision', always),
  source: value(3, applicationSource, 'Source used'),
  sources: list(4, applicationSource, 'Sources used'),
  revisions: texts(5, 'Per source'),
  managedNamespaceMetadata: optional(6, managedNamespaceMetadata, 'What was set on the namespace'),
});
export type SyncOperationResult = Infer<typeof syncOperationResult>;

export const operationState = struct('OperationState', {
  operation: required(1, operation, 'Copy of the request'),
  phase: choice(2, OPERATION_PHASES, 'Running/Terminating/Succeeded/Failed/Error', always),
  message: text(3, 'Human text'),
  syncResult: optional(4, syncOperationResult, 'Details'),
  startedAt: timeValue(6, 'Start', always),
  finishedAt: time(7, 'End; absent while running'),
  retryCount: integer(8, 'Tries done'),
});
export type OperationState = Infer<typeof operationState>;
