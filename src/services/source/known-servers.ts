/** Servers that an installation has repositories on, and that of the source itself: what content names may lead there, wherever they are. */
import type { Installation, RepositoryRecord } from '../../ports/settings.ts';
import type { BaseAsker } from './base-repositories.ts';

/** URLs of the source, and of the repositories that are everybody's or its project's. */
export function serversFor({ repositories }: Installation, { project, sourceUrl }: BaseAsker): readonly string[] {
  return [sourceUrl, ...repositories.filter((one) => one.project === '' || one.project === project).map(withScheme)];
}

/** Registries are often written without a scheme in their Secrets. */
export function withScheme({ url, isOci }: Pick<RepositoryRecord, 'url' | 'isOci'>): string {
  return isOci && !url.includes('://') ? `oci://${url}` : url;
}
