/** A text that is equal for equal identities, with their secrets: only for comparing and hashing, kept nowhere. */
import type { IssuedIdentity } from './issued-identity.ts';

export function identityText(identity: IssuedIdentity | undefined): string {
  switch (identity?.kind) {
    case undefined:
      return '';
    case 'github-app': {
      const { kind, appId, installationId, privateKey, baseUrl } = identity;
      return JSON.stringify([kind, appId, installationId, privateKey.reveal(), baseUrl]);
    }
    case 'google':
      return JSON.stringify([identity.kind, identity.accountKey.reveal()]);
    case 'azure-workload':
      return identity.kind;
    case 'azure-principal': {
      const { kind, tenantId, clientId, clientSecret, authority } = identity;
      return JSON.stringify([kind, tenantId, clientId, clientSecret.reveal(), authority]);
    }
  }
}
