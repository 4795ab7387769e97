/** A text that is equal for equal credentials and tells nothing about them. */
import { createHash } from 'node:crypto';
import type { GitCredentials } from '../../ports/git.ts';

export function fingerprint(credentials: GitCredentials | undefined): string {
  return createHash('sha256')
    .update(JSON.stringify(partsOf(credentials)))
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
    case 'client-certificate':
      return ['client-certificate', credentials.certificate, credentials.key.reveal()];
  }
}
