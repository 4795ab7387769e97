/** The closed sets of texts that Argo CD's types use. Go reads any text in these fields; we write only these. */

export const SYNC_STATUS_CODES = ['Unknown', 'Synced', 'OutOfSync'] as const;
export type SyncStatusCode = (typeof SYNC_STATUS_CODES)[number];

/** From best to worst, the order in which an Application's health is rolled up. */
export const HEALTH_STATUS_CODES = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'] as const;
export type HealthStatusCode = (typeof HEALTH_STATUS_CODES)[number];

export const OPERATION_PHASES = ['Running', 'Terminating', 'Failed', 'Error', 'Succeeded'] as const;
export type OperationPhase = (typeof OPERATION_PHASES)[number];

export const RESULT_CODES = ['Synced', 'SyncFailed', 'Pruned', 'PruneSkipped'] as const;
export type ResultCode = (typeof RESULT_CODES)[number];

export const SYNC_PHASES = ['PreSync', 'Sync', 'PostSync', 'SyncFail'] as const;
export type SyncPhase = (typeof SYNC_PHASES)[number];

export const HOOK_TYPES = ['PreSync', 'Sync', 'PostSync', 'SyncFail', 'Skip', 'PreDelete', 'PostDelete'] as const;
export type HookType = (typeof HOOK_TYPES)[number];

export const HOOK_DELETE_POLICIES = ['HookSucceeded', 'HookFailed', 'BeforeHookCreation'] as const;
export type HookDeletePolicy = (typeof HOOK_DELETE_POLICIES)[number];

export const SOURCE_TYPES = ['Helm', 'Kustomize', 'Directory', 'Plugin'] as const;
export type ApplicationSourceType = (typeof SOURCE_TYPES)[number];

export const TRACKING_METHODS = ['annotation', 'label', 'annotation+label'] as const;
export type TrackingMethod = (typeof TRACKING_METHODS)[number];

/** Names ending in `Error` are errors, in `Warning` warnings. */
export const APPLICATION_CONDITION_TYPES = [
  'DeletionError',
  'InvalidSpecError',
  'ComparisonError',
  'SyncError',
  'UnknownError',
  'SharedResourceWarning',
  'RepeatedResourceWarning',
  'ExcludedResourceWarning',
  'OrphanedResourceWarning',
] as const;
export type ApplicationConditionType = (typeof APPLICATION_CONDITION_TYPES)[number];

export const APPLICATION_SET_CONDITION_TYPES = [
  'ErrorOccurred',
  'ParametersGenerated',
  'ResourcesUpToDate',
  'RolloutProgressing',
  'InvalidRolloutConfig',
] as const;
export type ApplicationSetConditionType = (typeof APPLICATION_SET_CONDITION_TYPES)[number];

export const PROGRESSIVE_SYNC_STATUSES = ['Waiting', 'Pending', 'Progressing', 'Healthy'] as const;
export type ProgressiveSyncStatus = (typeof PROGRESSIVE_SYNC_STATUSES)[number];

export const APPLICATIONS_SYNC_POLICIES = ['create-only', 'create-update', 'create-delete', 'sync'] as const;
export type ApplicationsSyncPolicy = (typeof APPLICATIONS_SYNC_POLICIES)[number];

export const HYDRATE_PHASES = ['Hydrating', 'Hydrated', 'Failed'] as const;
export type HydrateOperationPhase = (typeof HYDRATE_PHASES)[number];

export const GPG_MODES = ['none', 'head', 'strict'] as const;
export type GpgMode = (typeof GPG_MODES)[number];

export const CONNECTION_STATUSES = ['Successful', 'Failed', 'Unknown'] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

export const RBAC_RESOURCES = [
  'applications',
  'applicationsets',
  'clusters',
  'projects',
  'repositories',
  'write-repositories',
  'certificates',
  'accounts',
  'gpgkeys',
  'logs',
  'exec',
  'extensions',
] as const;
export type RbacResource = (typeof RBAC_RESOURCES)[number];

export const RBAC_ACTIONS = [
  'get',
  'create',
  'update',
  'delete',
  'sync',
  'rollback',
  'override',
  'action',
  'invoke',
] as const;
export type RbacAction = (typeof RBAC_ACTIONS)[number];

export const DEFAULT_PROJECT = 'default';
export const DEFAULT_HISTORY_LIMIT = 10;
export const IN_CLUSTER_SERVER = 'https://kubernetes.default.svc';
export const IN_CLUSTER_NAME = 'in-cluster';
