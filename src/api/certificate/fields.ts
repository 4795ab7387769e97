/** Certificates and SSH host keys of repositories. */

import { listMeta } from '../kube/meta-fields.ts';
import type { Infer } from '../schema/field.ts';
import { always, bytes, list, struct, text, value } from '../schema/notation.ts';

export const repositoryCertificate = struct('RepositoryCertificate', {
  serverName: text(1, 'Host', always),
  certType: text(2, 'https / ssh', always),
  certSubType: text(3, 'Key type', always),
  certData: bytes(4, 'PEM or key bytes', always),
  certInfo: text(5, 'Fingerprint or CN', always),
});
export type RepositoryCertificate = Infer<typeof repositoryCertificate>;

export const repositoryCertificateList = struct('RepositoryCertificateList', {
  metadata: value(1, listMeta, 'List metadata'),
  items: list(2, repositoryCertificate, 'Certificates', always),
});
export type RepositoryCertificateList = Infer<typeof repositoryCertificateList>;
