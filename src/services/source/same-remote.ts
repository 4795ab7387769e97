/** Whether a remote is reached the same way as before: then what is known of it stands. */
import type { GitCredentials, GitRemote } from '../../ports/git.ts';
import { identityText } from '../../ports/identity-text.ts';

export function sameRemote(a: GitRemote, b: GitRemote): boolean {
  return (
    a === b ||
    (a.url === b.url &&
      a.caBundle === b.caBundle &&
      a.insecureSkipVerify === b.insecureSkipVerify &&
      a.knownHosts === b.knownHosts &&
      a.proxy === b.proxy &&
      a.noProxy === b.noProxy &&
      a.lfs === b.lfs &&
      a.depth === b.depth &&
      a.farOnly === b.farOnly &&
      a.offLink === b.offLink &&
      sameCertificate(a.clientCertificate, b.clientCertificate) &&
      identityText(a.identity) === identityText(b.identity) &&
      sameCredentials(a.credentials, b.credentials))
  );
}

function sameCredentials(a: GitCredentials | undefined, b: GitCredentials | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'basic' && b.kind === 'basic') return a.username === b.username && a.password.equals(b.password);
  if (a.kind === 'bearer' && b.kind === 'bearer') return a.token.equals(b.token);
  if (a.kind === 'ssh' && b.kind === 'ssh') return a.privateKey.equals(b.privateKey);
  return false;
}

function sameCertificate(a: GitRemote['clientCertificate'], b: GitRemote['clientCertificate']): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.certificate === b.certificate && a.key.equals(b.key);
}
