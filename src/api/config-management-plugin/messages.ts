/**
 * What Argo CD's plugin sidecars are asked and answer: messages of `plugin.ConfigManagementPluginService` and of
 * `askpass.AskPassService` (Argo CD: plugin.proto, askpass.proto).
 */

import { envEntry } from '../application/source-fields.ts';
import type { Infer } from '../schema/field.ts';
import { bytes, flag, integer, list, optional, struct, text, texts } from '../schema/notation.ts';
import { parameterAnnouncement } from './fields.ts';

export const PLUGIN_SERVICE = 'plugin.ConfigManagementPluginService';
export const ASKPASS_SERVICE = 'askpass.AskPassService';

export const manifestRequestMetadata = struct('ManifestRequestMetadata', {
  appName: text(1, 'Last segment of the folder'),
  appRelPath: text(2, 'The folder, from the root of the archive'),
  checksum: text(3, 'SHA-256 of the archive in hex'),
  size: integer(4, 'Bytes of the archive'),
  env: list(5, envEntry, 'Variables for the commands'),
});
export type ManifestRequestMetadata = Infer<typeof manifestRequestMetadata>;

export const fileChunk = struct('File', { chunk: bytes(1, 'A piece of the archive') });

/** One of a stream: the metadata first, then the archive in pieces. */
export const appStreamRequest = struct('AppStreamRequest', {
  metadata: optional(1, manifestRequestMetadata, 'First message'),
  file: optional(2, fileChunk, 'Every further message'),
});

export const pluginManifestResponse = struct('ManifestResponse', {
  manifests: texts(1, 'YAML or JSON documents'),
  sourceType: text(2, 'Not used'),
});

export const repositoryResponse = struct('RepositoryResponse', {
  isSupported: flag(1, 'Whether the plugin is for this folder'),
  isDiscoveryEnabled: flag(2, 'Whether it looked at all'),
});

export const parametersAnnouncementResponse = struct('ParametersAnnouncementResponse', {
  parameterAnnouncements: list(1, parameterAnnouncement, 'All that the plugin takes'),
});

export const checkPluginConfigurationResponse = struct('CheckPluginConfigurationResponse', {
  isDiscoveryConfigured: flag(1, 'Whether it says which folders it is for'),
  provideGitCreds: flag(2, 'Whether it wants the credentials of the source'),
});

export const credentialsRequest = struct('CredentialsRequest', { nonce: text(1, 'Which credentials') });

export const credentialsResponse = struct('CredentialsResponse', {
  username: text(1, 'User'),
  password: text(2, 'Password or token'),
});
