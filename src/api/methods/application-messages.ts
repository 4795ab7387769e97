/** Requests and replies of ApplicationService (surface §1.9), for the methods in the table. */
import {
  application,
  applicationSpec,
  info,
  retryStrategy,
  syncOperationResource,
  syncStrategy,
} from '../application/fields.ts';
import { resourceDiff } from '../application/tree-fields.ts';
import { resourceAction } from '../resource/fields.ts';
import type { Infer } from '../schema/field.ts';
import { always, flag, integer, integers, list, optional, required, struct, text, texts } from '../schema/notation.ts';

export const applicationQuery = struct('ApplicationQuery', {
  name: text(1, 'Name of the application'),
  refresh: text(2, 'normal or hard: compare anew before answering'),
  projects: texts(3, 'Only of these projects'),
  resourceVersion: text(4, 'Watch: nothing older than this'),
  selector: text(5, 'Label selector'),
  repo: text(6, 'Only with this repository'),
  appNamespace: text(7, 'Namespace of the application'),
  project: texts(8, 'Only of these projects, under its other name'),
});
export type ApplicationQuery = Infer<typeof applicationQuery>;

export const applicationCreateRequest = struct('ApplicationCreateRequest', {
  application: required(1, application, 'What to create'),
  upsert: flag(2, 'Update one that exists'),
  validate: flag(3, 'Check repository and destination first (default true)'),
});

export const applicationUpdateRequest = struct('ApplicationUpdateRequest', {
  application: required(1, application, 'What it is to become: specification, labels, annotations, finalizers'),
  validate: flag(2, 'Check repository and destination first (default true)'),
  project: text(3, 'Project the caller expects'),
});

export const applicationUpdateSpecRequest = struct('ApplicationUpdateSpecRequest', {
  name: text(1, 'Name', always),
  spec: required(2, applicationSpec, 'The whole specification that it is to have'),
  validate: flag(3, 'Check repository and destination first (default true)'),
  appNamespace: text(4, 'Namespace of the application'),
  project: text(5, 'Project the caller expects'),
});

export const applicationPatchRequest = struct('ApplicationPatchRequest', {
  name: text(1, 'Name', always),
  patch: text(2, 'Text of the patch', always),
  patchType: text(3, 'json or merge; empty: json', always),
  appNamespace: text(5, 'Namespace of the application'),
  project: text(6, 'Project the caller expects'),
});
export type ApplicationPatchRequest = Infer<typeof applicationPatchRequest>;

export const applicationDeleteRequest = struct('ApplicationDeleteRequest', {
  name: text(1, 'Name', always),
  cascade: flag(2, 'Delete its objects too (default true)'),
  propagationPolicy: text(3, 'foreground or background'),
  appNamespace: text(4, 'Namespace of the application'),
  project: text(5, 'Project the caller expects'),
});
export type ApplicationDeleteRequest = Infer<typeof applicationDeleteRequest>;

export const applicationResponse = struct('ApplicationResponse', {});

export const syncOptions = struct('SyncOptions', { items: texts(1, 'Options as Key=value') });

export const applicationSyncRequest = struct('ApplicationSyncRequest', {
  name: text(1, 'Name', always),
  revision: text(2, 'Revision to deploy; empty: the target of the application'),
  dryRun: flag(3, 'Only check'),
  prune: flag(4, 'Delete what is no longer in the source'),
  strategy: optional(5, syncStrategy, 'Apply only, or with hooks'),
  resources: list(7, syncOperationResource, 'Only these resources'),
  manifests: texts(8, 'Manifests sent by the client'),
  infos: list(9, info, 'Notes kept with the operation'),
  retryStrategy: optional(10, retryStrategy, 'Retry rule'),
  syncOptions: optional(11, syncOptions, 'Options of this sync'),
  appNamespace: text(12, 'Namespace of the application'),
  project: text(13, 'Project the caller expects'),
  sourcePositions: integers(14, 'Sources, counted from 1, whose revisions follow'),
  revisions: texts(15, 'Revisions of those sources'),
});
export type ApplicationSyncRequest = Infer<typeof applicationSyncRequest>;

export const applicationRollbackRequest = struct('ApplicationRollbackRequest', {
  name: text(1, 'Name', always),
  id: integer(2, 'Id of the entry of the history', always),
  dryRun: flag(3, 'Only check'),
  prune: flag(4, 'Delete what that revision does not have'),
  appNamespace: text(6, 'Namespace of the application'),
  project: text(7, 'Project the caller expects'),
});
export type ApplicationRollbackRequest = Infer<typeof applicationRollbackRequest>;

export const operationTerminateRequest = struct('OperationTerminateRequest', {
  name: text(1, 'Name', always),
  appNamespace: text(2, 'Namespace of the application'),
  project: text(3, 'Project the caller expects'),
});

export const operationTerminateResponse = struct('OperationTerminateResponse', {});

export const resourcesQuery = struct('ResourcesQuery', {
  applicationName: text(1, 'Name', always),
  namespace: text(2, 'Only in this namespace'),
  name: text(3, 'Only of this name'),
  version: text(4, 'Only of this version'),
  group: text(5, 'Only of this group'),
  kind: text(6, 'Only of this kind'),
  appNamespace: text(7, 'Namespace of the application'),
  project: text(8, 'Project the caller expects'),
});
export type ResourcesQuery = Infer<typeof resourcesQuery>;

export const managedResourcesResponse = struct('ManagedResourcesResponse', {
  items: list(1, resourceDiff, 'Managed resources'),
});

export const explainQuery = struct('ExplainQuery', {
  name: text(1, 'Name', always),
  appNamespace: text(2, 'Namespace of the application'),
  project: text(3, 'Project the caller expects'),
});

export const applicationResourceRequest = struct('ApplicationResourceRequest', {
  name: text(1, 'Name of the application', always),
  namespace: text(2, 'Namespace of the resource'),
  resourceName: text(3, 'Name of the resource', always),
  version: text(4, 'Version', always),
  group: text(5, 'Group'),
  kind: text(6, 'Kind', always),
  appNamespace: text(7, 'Namespace of the application'),
  project: text(8, 'Project the caller expects'),
});
export type ApplicationResourceRequest = Infer<typeof applicationResourceRequest>;

export const applicationResourceResponse = struct('ApplicationResourceResponse', {
  manifest: text(1, 'JSON text', always),
});

export const resourceActionsListResponse = struct('ResourceActionsListResponse', {
  actions: list(1, resourceAction, 'What can be done with the resource'),
});

export const applicationResourcePatchRequest = struct('ApplicationResourcePatchRequest', {
  name: text(1, 'Name of the application', always),
  namespace: text(2, 'Namespace of the resource'),
  resourceName: text(3, 'Name of the resource', always),
  version: text(4, 'Version', always),
  group: text(5, 'Group'),
  kind: text(6, 'Kind', always),
  patch: text(7, 'Text of the patch', always),
  patchType: text(8, 'Its media type', always),
  appNamespace: text(9, 'Namespace of the application'),
  project: text(10, 'Project the caller expects'),
});
export type ApplicationResourcePatchRequest = Infer<typeof applicationResourcePatchRequest>;

export const applicationResourceDeleteRequest = struct('ApplicationResourceDeleteRequest', {
  name: text(1, 'Name of the application', always),
  namespace: text(2, 'Namespace of the resource'),
  resourceName: text(3, 'Name of the resource', always),
  version: text(4, 'Version', always),
  group: text(5, 'Group'),
  kind: text(6, 'Kind', always),
  force: flag(7, 'At once, without its time to end'),
  orphan: flag(8, 'What depends on it stays'),
  appNamespace: text(9, 'Namespace of the application'),
  project: text(10, 'Project the caller expects'),
});
export type ApplicationResourceDeleteRequest = Infer<typeof applicationResourceDeleteRequest>;

const resourceActionTarget = {
  name: text(1, 'Name of the application', always),
  namespace: text(2, 'Namespace of the resource'),
  resourceName: text(3, 'Name of the resource', always),
  version: text(4, 'Version', always),
  group: text(5, 'Group'),
  kind: text(6, 'Kind', always),
  action: text(7, 'Name of the action', always),
  appNamespace: text(8, 'Namespace of the application'),
  project: text(9, 'Project the caller expects'),
} as const;

/** Before actions had parameters. */
export const resourceActionRunRequest = struct('ResourceActionRunRequest', resourceActionTarget);

export const resourceActionParameters = struct('ResourceActionParameters', {
  name: text(1, 'Name of the parameter', always),
  value: text(2, 'Its value', always),
});

export const resourceActionRunRequestV2 = struct('ResourceActionRunRequestV2', {
  ...resourceActionTarget,
  resourceActionParameters: list(10, resourceActionParameters, 'What the action is to be done with'),
});
export type ResourceActionRunRequest = Infer<typeof resourceActionRunRequestV2>;

export const applicationResourceEventsQuery = struct('ApplicationResourceEventsQuery', {
  name: text(1, 'Name of the application', always),
  resourceNamespace: text(2, 'Namespace of the resource'),
  resourceName: text(3, 'Name of the resource'),
  resourceUID: text(4, 'UID of the resource'),
  appNamespace: text(5, 'Namespace of the application'),
  project: text(6, 'Project the caller expects'),
});
export type ApplicationResourceEventsQuery = Infer<typeof applicationResourceEventsQuery>;

export const revisionMetadataQuery = struct('RevisionMetadataQuery', {
  name: text(1, 'Name of the application', always),
  revision: text(2, 'Commit', always),
  appNamespace: text(3, 'Namespace of the application'),
  project: text(4, 'Project the caller expects'),
  sourceIndex: integer(5, 'Position of the source'),
  versionId: integer(6, 'Entry of the history'),
});
export type RevisionMetadataQuery = Infer<typeof revisionMetadataQuery>;
