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
  if (nearness(url) !== 'link' || isConfigured(installation, url, project)) return;
  const message = `${url.replace(/[?#].*$|(?<=:\/\/)[^/]*@/gs, '')}: ${refusedFor('link')}`;
  throw sourceFault('source.not-reached', 'user', message);
}

/** Whether a repository of this server is configured, everybody's or the project's. */
export function isConfigured(installation: Installation, url: string, project: string): boolean {
  return isOfServers(url, serversFor(installation, { project, sourceUrl: '' }));
}

/** How a source is reached: what is not configured is not on the link of the machine, whatever its name means. */
export function sourceReach(installation: Installation, url: string, project: string): { readonly offLink?: true } {
  return isConfigured(installation, url, project) ? {} : { offLink: true };
}

/** The same for a registry or a repository of charts. */
export function reachedAsSource(
  installation: Installation,
  record: RepositoryRecord,
  project: string,
): RepositoryRecord {
  const { access } = record;
  const reach = sourceReach(installation, withScheme(record), project);
  return { ...record, access: { ...access, route: { ...access.route, ...reach } } };
}

/** Registries are often written without a scheme in their Secrets. */
export function withScheme({ url, isOci }: Pick<RepositoryRecord, 'url' | 'isOci'>): string {
  return isOci && !url.includes('://') ? `oci://${url}` : url;
}
