/** Requests and replies of the session, settings, version, account, project, cluster and events messages. */
import { listMeta, objectMeta } from '../kube/meta-fields.ts';
import type { Infer } from '../schema/field.ts';
import {
  always,
  flag,
  list,
  optional,
  pointer,
  rawObject,
  required,
  smallInteger,
  struct,
  text,
  texts,
  time,
  timeValue,
} from '../schema/notation.ts';

export const empty = struct('Empty', {});

export const sessionCreateRequest = struct('SessionCreateRequest', {
  username: text(1, 'User'),
  password: text(2, 'Password'),
  token: text(3, 'No longer supported'),
});

export const sessionResponse = struct('SessionResponse', { token: text(1, 'Session token') });

export const userInfoResponse = struct('GetUserInfoResponse', {
  loggedIn: flag(1, 'A token stands behind the call'),
  username: text(2, 'User'),
  iss: text(3, 'Issuer'),
  groups: texts(4, 'Groups'),
});
export type UserInfoResponse = Infer<typeof userInfoResponse>;

export const versionMessage = struct('VersionMessage', {
  Version: text(1, 'Version of this server', pointer),
  BuildDate: text(2, 'When it was built'),
  GitCommit: text(3, 'Commit it was built from'),
  Platform: text(8, 'Operating system and processor'),
  KustomizeVersion: text(10, 'Kustomize semantics'),
  HelmVersion: text(11, 'Helm semantics'),
  KubectlVersion: text(12, 'kubectl semantics'),
  JsonnetVersion: text(13, 'Jsonnet semantics'),
});

const settingsPlugin = struct('Plugin', { name: text(1, 'As Applications name it') });
export const settingsPluginsResponse = struct('SettingsPluginsResponse', {
  plugins: list(1, settingsPlugin, 'Config management plugins of the installation'),
});

export const canIRequest = struct('CanIRequest', {
  resource: text(1, 'Resource'),
  action: text(2, 'Action'),
  subresource: text(3, 'Object'),
});
export const canIResponse = struct('CanIResponse', { value: text(1, 'yes or no') });

const objectReference = struct('ObjectReference', {
  kind: text(1, 'Kind'),
  namespace: text(2, 'Namespace'),
  name: text(3, 'Name'),
  uid: text(4, 'UID'),
  apiVersion: text(5, 'API version'),
  resourceVersion: text(6, 'Version'),
  fieldPath: text(7, 'Part of the object'),
});

const eventSource = struct('EventSource', {
  component: text(1, 'Who reports'),
  host: text(2, 'From which node'),
});

const event = struct('Event', {
  metadata: required(1, objectMeta, 'Object metadata'),
  involvedObject: required(2, objectReference, 'What it is about'),
  reason: text(3, 'Short reason'),
  message: text(4, 'Sentence'),
  source: optional(5, eventSource, 'Who reports'),
  firstTimestamp: timeValue(6, 'First time', 'always'),
  lastTimestamp: timeValue(7, 'Last time', 'always'),
  count: smallInteger(8, 'How often'),
  type: text(9, 'Normal or Warning'),
  eventTime: time(10, 'When'),
  action: text(12, 'What was done'),
  reportingComponent: text(14, 'Controller', always),
  reportingInstance: text(15, 'Instance', always),
});

export const eventList = struct('EventList', {
  metadata: required(1, listMeta, 'List metadata'),
  items: list(2, event, 'Events', always),
});

export const projectQuery = struct('ProjectQuery', { name: text(1, 'Name') });

const help = struct('Help', { chatUrl: text(1, 'Where to ask'), chatText: text(2, 'Label of the link') });
const googleAnalytics = struct('GoogleAnalyticsConfig', {
  trackingID: text(1, 'Tracking id'),
  anonymizeUsers: flag(2, 'Leave user names out'),
});
const kustomizeVersion = struct('KustomizeVersion', {
  Name: text(1, 'Version', always),
  Path: text(2, 'Path of the binary', always),
  BuildOptions: text(3, 'Build options', always),
});

const kustomizeOptions = struct('KustomizeOptions', {
  BuildOptions: text(1, 'Build options', pointer),
  BinaryPath: text(2, 'Path of the binary', pointer),
  Versions: list(3, kustomizeVersion, 'Binaries to choose from', always),
});

export const settings = struct('Settings', {
  url: text(1, 'External address of this server'),
  appLabelKey: text(4, 'Tracking label'),
  resourceOverrides: rawObject(5, 'How kinds are compared, by group/Kind'),
  statusBadgeEnabled: flag(6, 'Badges are served'),
  googleAnalytics: optional(7, googleAnalytics, 'Analytics'),
  kustomizeOptions: optional(8, kustomizeOptions, 'Kustomize'),
  help: optional(9, help, 'Help links'),
  userLoginsDisabled: flag(11, 'Only single sign-on'),
  uiCssURL: text(14, 'Extra style sheet'),
  uiBannerContent: text(15, 'Banner text'),
  uiBannerURL: text(16, 'Banner link'),
  passwordPattern: text(17, 'What a password must match'),
  trackingMethod: text(18, 'Resource tracking method'),
  execEnabled: flag(22, 'The web terminal is on'),
  controllerNamespace: text(23, 'Namespace of the control plane'),
  appsInAnyNamespaceEnabled: flag(24, 'Applications may live in other namespaces'),
  impersonationEnabled: flag(25, 'Syncs impersonate'),
  installationID: text(26, 'Installation id'),
  hydratorEnabled: flag(28, 'The source hydrator is on'),
  syncWithReplaceAllowed: flag(29, 'Replace may be asked for'),
  uiLoginButtonText: text(30, 'Label of the single sign-on button'),
  resourceViewEnabled: flag(31, 'The resources view is on'),
});

export const clusterId = struct('ClusterID', {
  type: text(1, 'server (default) or name'),
  value: text(2, 'Address or name'),
});

export const clusterQuery = struct('ClusterQuery', {
  server: text(1, 'Address'),
  name: text(2, 'Name'),
  id: optional(3, clusterId, 'One of both'),
});
export type ClusterQuery = Infer<typeof clusterQuery>;
