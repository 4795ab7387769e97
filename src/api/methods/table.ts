/**
 * The method table: every call of the API with its REST path and its permission (surface §1.8). What is not here cannot
 * be called.
 */
import { appProject, appProjectList } from '../app-project/fields.ts';
import { applicationExplanation } from '../application/explanation-fields.ts';
import { application, applicationList, applicationSpec, applicationWatchEvent } from '../application/fields.ts';
import { chartDetails, ociMetadata, revisionMetadata } from '../application/revision-fields.ts';
import { applicationTree } from '../application/tree-fields.ts';
import { cluster } from '../cluster/fields.ts';
import * as app from './application-messages.ts';
import * as general from './general-messages.ts';
import * as manifests from './manifest-messages.ts';
import type { Method } from './method.ts';
import { repositoryMethods } from './repository-methods.ts';
import { trustMethods } from './trust-methods.ts';

const APPLICATIONS = 'application.ApplicationService';

function onApplication(action: string, nameField = 'name'): Method['permission'] {
  return { kind: 'application', action, nameField };
}

const RUN_ACTION: Method['permission'] = {
  kind: 'application',
  action: 'action',
  nameField: 'name',
  detail: ['group', 'kind', 'action'],
};

const sessionMethods: readonly Method[] = [
  {
    service: 'session.SessionService',
    name: 'Create',
    verb: 'POST',
    paths: ['/api/v1/session'],
    body: '*',
    request: general.sessionCreateRequest,
    reply: general.sessionResponse,
    permission: { kind: 'public' },
  },
  {
    service: 'session.SessionService',
    name: 'Delete',
    verb: 'DELETE',
    paths: ['/api/v1/session'],
    request: general.empty,
    reply: general.sessionResponse,
    permission: { kind: 'public' },
  },
  {
    service: 'session.SessionService',
    name: 'GetUserInfo',
    verb: 'GET',
    paths: ['/api/v1/session/userinfo'],
    request: general.empty,
    reply: general.userInfoResponse,
    permission: { kind: 'public' },
  },
];

const generalMethods: readonly Method[] = [
  {
    service: 'version.VersionService',
    name: 'Version',
    verb: 'GET',
    paths: ['/api/version'],
    request: general.empty,
    reply: general.versionMessage,
    permission: { kind: 'public' },
  },
  {
    service: 'cluster.SettingsService',
    name: 'Get',
    verb: 'GET',
    paths: ['/api/v1/settings'],
    request: general.empty,
    reply: general.settings,
    permission: { kind: 'public' },
  },
  {
    service: 'cluster.SettingsService',
    name: 'GetPlugins',
    verb: 'GET',
    paths: ['/api/v1/settings/plugins'],
    request: general.empty,
    reply: general.settingsPluginsResponse,
    permission: { kind: 'signed-in' },
  },
  {
    service: 'account.AccountService',
    name: 'CanI',
    verb: 'GET',
    paths: ['/api/v1/account/can-i/{resource}/{action}/{subresource=**}'],
    request: general.canIRequest,
    reply: general.canIResponse,
    permission: { kind: 'signed-in' },
  },
  {
    service: 'project.ProjectService',
    name: 'List',
    verb: 'GET',
    paths: ['/api/v1/projects'],
    request: general.projectQuery,
    reply: appProjectList,
    permission: { kind: 'items', resource: 'projects', action: 'get' },
  },
  {
    service: 'project.ProjectService',
    name: 'Get',
    verb: 'GET',
    paths: ['/api/v1/projects/{name}'],
    request: general.projectQuery,
    reply: appProject,
    permission: { kind: 'object', resource: 'projects', action: 'get', field: 'name' },
  },
  {
    service: 'cluster.ClusterService',
    name: 'Get',
    verb: 'GET',
    paths: ['/api/v1/clusters/{id.value}'],
    request: general.clusterQuery,
    reply: cluster,
    // Rules name clusters by address; the query may name one by its name.
    permission: { kind: 'checked-by-handler', resource: 'clusters', action: 'get' },
  },
];

const applicationMethods: readonly Method[] = [
  {
    service: APPLICATIONS,
    name: 'List',
    verb: 'GET',
    paths: ['/api/v1/applications'],
    request: app.applicationQuery,
    reply: applicationList,
    permission: { kind: 'items', resource: 'applications', action: 'get' },
  },
  {
    service: APPLICATIONS,
    name: 'Watch',
    verb: 'GET',
    paths: ['/api/v1/stream/applications'],
    request: app.applicationQuery,
    reply: applicationWatchEvent,
    stream: true,
    permission: { kind: 'items', resource: 'applications', action: 'get' },
  },
  {
    service: APPLICATIONS,
    name: 'Create',
    verb: 'POST',
    paths: ['/api/v1/applications'],
    body: 'application',
    request: app.applicationCreateRequest,
    reply: application,
    permission: { kind: 'checked-by-handler', resource: 'applications', action: 'create' },
  },
  {
    service: APPLICATIONS,
    name: 'Get',
    verb: 'GET',
    paths: ['/api/v1/applications/{name}'],
    request: app.applicationQuery,
    reply: application,
    permission: onApplication('get'),
  },
  {
    service: APPLICATIONS,
    name: 'Update',
    verb: 'PUT',
    paths: ['/api/v1/applications/{application.metadata.name}'],
    body: 'application',
    request: app.applicationUpdateRequest,
    reply: application,
    // Which Application it is stands in the body.
    permission: { kind: 'checked-by-handler', resource: 'applications', action: 'update' },
  },
  {
    service: APPLICATIONS,
    name: 'UpdateSpec',
    verb: 'PUT',
    paths: ['/api/v1/applications/{name}/spec'],
    body: 'spec',
    request: app.applicationUpdateSpecRequest,
    reply: applicationSpec,
    permission: onApplication('update'),
  },
  {
    service: APPLICATIONS,
    name: 'Patch',
    verb: 'PATCH',
    paths: ['/api/v1/applications/{name}'],
    body: '*',
    request: app.applicationPatchRequest,
    reply: application,
    permission: onApplication('update'),
  },
  {
    service: APPLICATIONS,
    name: 'Delete',
    verb: 'DELETE',
    paths: ['/api/v1/applications/{name}'],
    request: app.applicationDeleteRequest,
    reply: app.applicationResponse,
    permission: onApplication('delete'),
  },
  {
    service: APPLICATIONS,
    name: 'Sync',
    verb: 'POST',
    paths: ['/api/v1/applications/{name}/sync'],
    body: '*',
    request: app.applicationSyncRequest,
    reply: application,
    permission: onApplication('sync'),
  },
  {
    service: APPLICATIONS,
    name: 'Rollback',
    verb: 'POST',
    paths: ['/api/v1/applications/{name}/rollback'],
    body: '*',
    request: app.applicationRollbackRequest,
    reply: application,
    permission: { kind: 'checked-by-handler', resource: 'applications', action: 'sync' },
  },
  {
    service: APPLICATIONS,
    name: 'TerminateOperation',
    verb: 'DELETE',
    paths: ['/api/v1/applications/{name}/operation'],
    request: app.operationTerminateRequest,
    reply: app.operationTerminateResponse,
    permission: onApplication('sync'),
  },
  {
    service: APPLICATIONS,
    name: 'ManagedResources',
    verb: 'GET',
    paths: ['/api/v1/applications/{applicationName}/managed-resources'],
    request: app.resourcesQuery,
    reply: app.managedResourcesResponse,
    permission: onApplication('get', 'applicationName'),
  },
  {
    service: APPLICATIONS,
    name: 'Explain',
    verb: 'GET',
    paths: ['/api/v1/applications/{name}/explain'],
    request: app.explainQuery,
    reply: applicationExplanation,
    permission: onApplication('get'),
  },
  {
    service: APPLICATIONS,
    name: 'ResourceTree',
    verb: 'GET',
    paths: ['/api/v1/applications/{applicationName}/resource-tree'],
    request: app.resourcesQuery,
    reply: applicationTree,
    permission: onApplication('get', 'applicationName'),
  },
  {
    service: APPLICATIONS,
    name: 'WatchResourceTree',
    verb: 'GET',
    paths: ['/api/v1/stream/applications/{applicationName}/resource-tree'],
    request: app.resourcesQuery,
    reply: applicationTree,
    stream: true,
    permission: onApplication('get', 'applicationName'),
  },
  {
    service: APPLICATIONS,
    name: 'GetResource',
    verb: 'GET',
    paths: ['/api/v1/applications/{name}/resource'],
    request: app.applicationResourceRequest,
    reply: app.applicationResourceResponse,
    permission: onApplication('get'),
  },
  {
    service: APPLICATIONS,
    name: 'PatchResource',
    verb: 'POST',
    paths: ['/api/v1/applications/{name}/resource'],
    body: 'patch',
    request: app.applicationResourcePatchRequest,
    reply: app.applicationResourceResponse,
    // Rules may name the resource, too; whether they must depends on the settings.
    permission: { kind: 'checked-by-handler', resource: 'applications', action: 'update' },
  },
  {
    service: APPLICATIONS,
    name: 'DeleteResource',
    verb: 'DELETE',
    paths: ['/api/v1/applications/{name}/resource'],
    request: app.applicationResourceDeleteRequest,
    reply: app.applicationResponse,
    permission: { kind: 'checked-by-handler', resource: 'applications', action: 'delete' },
  },
  {
    service: APPLICATIONS,
    name: 'ListResourceActions',
    verb: 'GET',
    paths: ['/api/v1/applications/{name}/resource/actions'],
    request: app.applicationResourceRequest,
    reply: app.resourceActionsListResponse,
    permission: onApplication('get'),
  },
  {
    service: APPLICATIONS,
    name: 'RunResourceAction',
    verb: 'POST',
    paths: ['/api/v1/applications/{name}/resource/actions'],
    body: 'action',
    request: app.resourceActionRunRequest,
    reply: app.applicationResponse,
    permission: RUN_ACTION,
  },
  {
    service: APPLICATIONS,
    name: 'RunResourceActionV2',
    verb: 'POST',
    paths: ['/api/v1/applications/{name}/resource/actions/v2'],
    body: '*',
    request: app.resourceActionRunRequestV2,
    reply: app.applicationResponse,
    permission: RUN_ACTION,
  },
  {
    service: APPLICATIONS,
    name: 'ListResourceEvents',
    verb: 'GET',
    paths: ['/api/v1/applications/{name}/events'],
    request: app.applicationResourceEventsQuery,
    reply: general.eventList,
    permission: onApplication('get'),
  },
  {
    service: APPLICATIONS,
    name: 'RevisionMetadata',
    verb: 'GET',
    paths: ['/api/v1/applications/{name}/revisions/{revision}/metadata'],
    request: app.revisionMetadataQuery,
    reply: revisionMetadata,
    permission: onApplication('get'),
  },
  {
    service: APPLICATIONS,
    name: 'RevisionChartDetails',
    verb: 'GET',
    paths: ['/api/v1/applications/{name}/revisions/{revision}/chartdetails'],
    request: app.revisionMetadataQuery,
    reply: chartDetails,
    permission: onApplication('get'),
  },
  {
    service: APPLICATIONS,
    name: 'GetOCIMetadata',
    verb: 'GET',
    paths: ['/api/v1/applications/{name}/revisions/{revision}/ocimetadata'],
    request: app.revisionMetadataQuery,
    reply: ociMetadata,
    permission: onApplication('get'),
  },
];

const manifestMethods: readonly Method[] = [
  {
    service: APPLICATIONS,
    name: 'GetManifests',
    verb: 'GET',
    paths: ['/api/v1/applications/{name}/manifests'],
    request: manifests.applicationManifestQuery,
    reply: manifests.manifestResponse,
    permission: onApplication('get'),
  },
  {
    service: APPLICATIONS,
    name: 'GetManifestsWithFiles',
    verb: 'POST',
    paths: ['/api/v1/applications/manifestsWithFiles'],
    body: '*',
    request: manifests.applicationManifestQueryWithFilesWrapper,
    reply: manifests.manifestResponse,
    clientStream: true,
    // Which Application it is stands in the first message.
    permission: { kind: 'checked-by-handler', resource: 'applications', action: 'get' },
  },
];

export const METHODS: readonly Method[] = [
  ...sessionMethods,
  ...generalMethods,
  ...applicationMethods,
  ...manifestMethods,
  ...repositoryMethods,
  ...trustMethods,
];
