/** What an Application that is to be created is refused for, before it is stored (surface §1.6, recorded: app/create). */
import type { Application } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import { effectiveProject, projectName, resolveDestination, validateApplication } from '../../engine/project/index.ts';
import type { ApplicationsDependencies } from './index.ts';
import { projectFacts } from './project-facts.ts';

/**
 * Throws `api.invalid-argument` (user). Project and destination are always looked at; sources and what the project permits
 * only with `validate`.
 */
export function checkSpecification(
  deps: Pick<ApplicationsDependencies, 'installation' | 'namespace'>,
  app: Application,
  { validate }: { readonly validate: boolean },
): void {
  const facts = projectFacts(deps);
  const { name = '', namespace = deps.namespace } = app.metadata;
  const project = projectName(app.spec);
  if (effectiveProject(project, facts) === undefined) {
    throw invalid(`app is not allowed in project "${project}", or the project does not exist`);
  }
  const destination = resolveDestination(app.spec.destination ?? {}, facts.clusters, facts);
  if (destination.kind === 'unresolved') {
    throw invalid(`application destination spec for ${name} is invalid: ${destination.message}`);
  }
  if (!validate) return;
  const placed = { ...app, metadata: { ...app.metadata, namespace } };
  const result = validateApplication(placed, facts);
  if (result.kind === 'valid') return;
  const texts = result.conditions.map(({ type, message }) => `${type}: ${message}`);
  throw invalid(`application spec for ${name} is invalid: ${texts.join(';')}`);
}

function invalid(message: string): AppError {
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message });
}
