/** Servers that an installation has repositories on, and that of the source itself: what content names may lead there, wherever they are. */
import { isOfServers, nearness, refusedFor } from '../../base/near-address.ts';
import type { Installation, RepositoryRecord } from '../../ports/settings.ts';
import type { BaseAsker } from './base-repositories.ts';
import { sourceFault } from './source-fault.ts';

/** URLs of the source, and of the repositories that are everybody's or its project's. */
export function serversFor({ repositories }: Installation, { project, sourceUrl }: BaseAsker): readonly string[] {
  return [sourceUrl, ...repositories.filter((one) => one.project === '' || one.project === project).map(withScheme)];
}

/**
 * A source itself is what its project permits, and may be on this machine. Throws `source.not-reached` (user) where it is on its link or a
 * metadata address, and no repository is configured there.
 */
export function requireOffLink(installation: Installation, url: string, project: string): void {
  if (nearness(url) !== 'link') return;
  const known = serversFor(installation, { project, sourceUrl: '' });
  if (isOfServers(url, known)) return;
  const message = `${url.replace(/[?#].*$|(?<=:\/\/)[^/]*@/gs, '')}: ${refusedFor('link')}`;
  throw sourceFault('source.not-reached', 'user', message);
}

/** Registries are often written without a scheme in their Secrets. */
export function withScheme({ url, isOci }: Pick<RepositoryRecord, 'url' | 'isOci'>): string {
  return isOci && !url.includes('://') ? `oci://${url}` : url;
}
