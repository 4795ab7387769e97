/** Whether Applications of a project may use a repository: global projects and repositories of its own counted in (F3, F7). */
import { effectiveProject, isSourcePermitted } from '../../engine/project/index.ts';
import { globalProjectRules } from '../../engine/settings/index.ts';
import type { Installation } from '../../ports/settings.ts';

export function isRepositoryPermitted(installation: Installation, name: string, url: string): boolean {
  const { settings, projects, clusters, repositories } = installation;
  const globalProjects = rulesOf(settings.cm);
  const project = effectiveProject(name, { projects, clusters, repositories, globalProjects });
  return project !== undefined && isSourcePermitted(project, url);
}

/** What cannot be read adds nothing. */
function rulesOf(cm: Installation['settings']['cm']): ReturnType<typeof globalProjectRules> {
  try {
    return globalProjectRules(cm);
  } catch {
    return [];
  }
}
