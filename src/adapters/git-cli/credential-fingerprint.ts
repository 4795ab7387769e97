/** A text that is equal for equal credentials and tells nothing about them. */
import { createHash } from 'node:crypto';
import type { GitCredentials, GitRemote } from '../../ports/git.ts';

/** `credentials`: those of the remote, or of its URL. */
export function fingerprint(
  credentials: GitCredentials | undefined,
  certificate: GitRemote['clientCertificate'],
): string {
  const shown = certificate === undefined ? [] : [certificate.certificate, certificate.key.reveal()];
  return createHash('sha256')
    .update(JSON.stringify([partsOf(credentials), shown]))
    .digest('hex');
}

function partsOf(credentials: GitCredentials | undefined): readonly string[] {
  switch (credentials?.kind) {
    case undefined:
      return [];
    case 'basic':
      return ['basic', credentials.username, credentials.password.reveal()];
    case 'bearer':
      return ['bearer', credentials.token.reveal()];
    case 'ssh':
      return ['ssh', credentials.privateKey.reveal()];
  }
}
