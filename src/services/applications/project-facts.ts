/** What the rules of projects are judged by, from the newest settings. */
import type { InstallationFacts } from '../../engine/project/index.ts';
import { globalProjectRules, isInClusterEnabled } from '../../engine/settings/index.ts';
import type { ApplicationsDependencies } from './index.ts';

export function projectFacts({
  installation,
  namespace,
}: Pick<ApplicationsDependencies, 'installation' | 'namespace'>): InstallationFacts {
  const { projects, clusters, repositories, settings } = installation.current();
  return {
    projects,
    clusters,
    repositories,
    controlNamespace: namespace,
    globalProjects: globalProjectRules(settings.cm),
    inClusterEnabled: isInClusterEnabled(settings.cm),
  };
}
