/** Messages of ApplicationService about manifests (surface §1.9). */
import { resourceDiff } from '../application/tree-fields.ts';
import type { Infer } from '../schema/field.ts';
import { always, bytes, flag, integers, list, optional, struct, text, texts } from '../schema/notation.ts';

export const applicationManifestQuery = struct('ApplicationManifestQuery', {
  name: text(1, 'Name', always),
  revision: text(2, 'Revision instead of the target of the application'),
  appNamespace: text(3, 'Namespace of the application'),
  project: text(4, 'Project the caller expects'),
  sourcePositions: integers(5, 'Sources, counted from 1, whose revisions follow'),
  revisions: texts(6, 'Revisions of those sources'),
  noCache: flag(7, 'Render anew'),
});
export type ApplicationManifestQuery = Infer<typeof applicationManifestQuery>;

export const manifestResponse = struct('ManifestResponse', {
  manifests: texts(1, 'JSON texts'),
  namespace: text(2, 'Not told here'),
  server: text(3, 'Not told here'),
  revision: text(4, 'Where they were rendered from'),
  sourceType: text(6, 'Tool'),
  verifyResult: text(7, 'Not told here'),
  commands: texts(8, 'Commands that were run'),
});

export const applicationManifestQueryWithFiles = struct('ApplicationManifestQueryWithFiles', {
  name: text(1, 'Name', always),
  checksum: text(2, 'SHA-256 of the archive, hexadecimal', always),
  appNamespace: text(3, 'Namespace of the application'),
  project: text(4, 'Project the caller expects'),
});
export type ApplicationManifestQueryWithFiles = Infer<typeof applicationManifestQueryWithFiles>;

export const fileChunk = struct('FileChunk', { chunk: bytes(1, 'Part of a gzipped tar archive', always) });

/** One message of the stream: the query first, then the archive in parts. */
export const applicationManifestQueryWithFilesWrapper = struct('ApplicationManifestQueryWithFilesWrapper', {
  query: optional(1, applicationManifestQueryWithFiles, 'What is asked'),
  chunk: optional(2, fileChunk, 'The next part'),
});
export type ApplicationManifestQueryWithFilesWrapper = Infer<typeof applicationManifestQueryWithFilesWrapper>;

export const applicationServerSideDiffQuery = struct('ApplicationServerSideDiffQuery', {
  appName: text(1, 'Name', always),
  appNamespace: text(2, 'Namespace of the application'),
  project: text(3, 'Project the caller expects'),
  liveResources: list(4, resourceDiff, 'Resources as the caller knows them'),
  targetManifests: texts(5, 'Desired state of each, JSON texts'),
});
export type ApplicationServerSideDiffQuery = Infer<typeof applicationServerSideDiffQuery>;

export const applicationServerSideDiffResponse = struct('ApplicationServerSideDiffResponse', {
  items: list(1, resourceDiff, 'One for each resource'),
  modified: flag(2, 'One of them differs', always),
});
