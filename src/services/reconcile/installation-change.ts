/** Which Applications a new snapshot of the installation concerns. */
import { projectName } from '../../engine/project/validate-application.ts';
import type { ClusterRecord, Installation } from '../../ports/settings.ts';
import type { ApplicationView } from './application-view.ts';
import { isSkipMark } from './skip-reconcile.ts';

/**
 * True where settings, the Application's project, its repositories or clusters changed. A project that vanished concerns nobody
 * at once (as in Argo CD): it may be on its way back, and the next look at the Application sees it anyway.
 */
export function concerns(before: Installation, after: Installation, view: ApplicationView): boolean {
  if (before.settings !== after.settings) return true;
  // Signatures are judged by them.
  if (before.gpgKeys.join('\n') !== after.gpgKeys.join('\n')) return true;
  const name = projectName(view.app.spec);
  const project = after.projects.get(name);
  if (project !== undefined && project !== before.projects.get(name)) return true;
  if (clustersText(before.clusters) !== clustersText(after.clusters)) return true;
  return repositoriesText(before, view) !== repositoriesText(after, view);
}

function clustersText(clusters: readonly ClusterRecord[]): string {
  return clusters
    .map(({ server, name, project, namespaces, annotations }) =>
      [server, name, project, isSkipMark(annotations), ...namespaces].join(' '),
    )
    .join('\n');
}

/** Which repositories are known, not their credentials: those are the manifest service's. */
function repositoriesText(installation: Installation, view: ApplicationView): string {
  const name = projectName(view.app.spec);
  return installation.repositories
    .filter((repository) => repository.project === '' || repository.project === name)
    .map((repository) => `${repository.type} ${repository.url} ${repository.project}`)
    .join('\n');
}
