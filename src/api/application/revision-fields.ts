/** What is known of a revision: commit, chart or OCI artifact. */
import type { Infer } from '../schema/field.ts';
import { always, list, nullable, optional, struct, text, texts, timeValue } from '../schema/notation.ts';

export const sourceIntegrityCheckResultItem = struct('SourceIntegrityCheckResultItem', {
  Name: text(1, 'Name of the check', always),
  Problems: texts(2, 'What it found', always),
});
export type SourceIntegrityCheckResultItem = Infer<typeof sourceIntegrityCheckResultItem>;

export const sourceIntegrityCheckResult = struct('SourceIntegrityCheckResult', {
  Checks: list(1, sourceIntegrityCheckResultItem, 'Checks done', always),
});
export type SourceIntegrityCheckResult = Infer<typeof sourceIntegrityCheckResult>;

export const commitMetadata = struct('CommitMetadata', {
  author: text(1, 'RFC 5322 name+mail'),
  date: text(2, 'RFC 3339 or empty'),
  subject: text(3, 'First line'),
  body: text(4, 'Rest'),
  sha: text(5, 'Hash'),
  repoUrl: text(6, 'Repository'),
});
export type CommitMetadata = Infer<typeof commitMetadata>;

export const revisionReference = struct('RevisionReference', {
  commit: optional(1, commitMetadata, 'Linked commit facts'),
});
export type RevisionReference = Infer<typeof revisionReference>;

export const revisionMetadata = struct('RevisionMetadata', {
  author: text(1, 'Name and email'),
  date: timeValue(2, 'Time of the commit', nullable),
  tags: texts(3, 'Tags at the commit'),
  message: text(4, 'Commit message'),
  signatureInfo: text(5, 'Old signature text'),
  references: list(6, revisionReference, 'Related commits (hydrator trailers)'),
  sourceIntegrityResult: optional(7, sourceIntegrityCheckResult, 'Signature check report'),
});
export type RevisionMetadata = Infer<typeof revisionMetadata>;

export const chartDetails = struct('ChartDetails', {
  description: text(1, 'Text'),
  home: text(2, 'URL'),
  maintainers: texts(3, 'Names'),
});
export type ChartDetails = Infer<typeof chartDetails>;

export const ociMetadata = struct('OCIMetadata', {
  createdAt: text(1, 'Time text'),
  authors: text(2, 'Text'),
  imageUrl: text(3, 'URL'),
  docsUrl: text(4, 'URL'),
  sourceUrl: text(5, 'URL'),
  version: text(6, 'Text'),
  description: text(7, 'Text'),
});
export type OCIMetadata = Infer<typeof ociMetadata>;
