/** What an Application that is to be created is refused for, before it is stored (surface §1.6, recorded: app/create). */
import type { Application } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import { effectiveProject, projectName, resolveDestination, validateApplication } from '../../engine/project/index.ts';
import type { ApplicationsDependencies } from './index.ts';
import { projectFacts } from './project-facts.ts';

/**
 * Throws `api.invalid-argument` and `api.patch` (user). What the project permits is always looked at (Argo CD 3.6):
 * `validate` is about reaching repositories, see `checkReach`.
 */
export function checkSpecification(
  deps: Pick<ApplicationsDependencies, 'installation' | 'namespace'>,
  app: Application,
): void {
  refuseSameNames(app);
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
  const placed = { ...app, metadata: { ...app.metadata, namespace } };
  const result = validateApplication(placed, facts);
  if (result.kind === 'valid') return;
  const texts = result.conditions.map(({ type, message }) => `${type}: ${message}`);
  throw invalid(`application spec for ${name} is invalid: ${texts.join(';')}`);
}

/** Flags name sources by their names. */
function refuseSameNames({ metadata, spec }: Application): void {
  const names = (spec.sources ?? []).flatMap(({ name = '' }) => (name === '' ? [] : [name]));
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice === undefined) return;
  const message = `error validating and normalizing app: application ${metadata.name ?? ''} has duplicate source name: ${twice}`;
  throw new AppError({ code: 'api.patch', kind: 'user', message });
}

function invalid(message: string): AppError {
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message });
}
