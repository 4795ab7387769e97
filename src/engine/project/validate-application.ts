/** Conditions of an Application that cannot be compared because of its own specification (InvalidSpecError). */
import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import type { Application, ApplicationSource, ApplicationSpec } from '../../api/application/fields.ts';
import { DEFAULT_PROJECT } from '../../api/enumerations.ts';
import type { ConditionText } from '../conditions/merge-conditions.ts';
import { isDestinationPermitted } from './destination-permitted.ts';
import { effectiveProject, ownClusters, type ProjectSurroundings } from './effective-project.ts';
import { isAppNamespacePermitted } from './namespace-permitted.ts';
import { type KnownCluster, resolveDestination } from './resolve-destination.ts';
import { isSourcePermitted } from './source-permitted.ts';

export interface InstallationFacts extends ProjectSurroundings {
  readonly controlNamespace: string;
  readonly inClusterEnabled: boolean;
  readonly clusters: readonly (ProjectSurroundings['clusters'][number] & KnownCluster)[];
}

export type ValidationResult =
  | { readonly kind: 'valid'; readonly project: AppProjectSpec; readonly cluster: KnownCluster }
  | {
      readonly kind: 'invalid';
      readonly conditions: readonly ConditionText[];
      /** No cluster is known for its destination. */
      readonly nowhere: boolean;
    };

/**
 * Project, sources and destination of an Application, checked in Argo CD's order: a missing project hides all else, an
 * incomplete source hides what the project thinks of it. Valid: with the effective project and the cluster.
 */
export function validateApplication(app: Application, facts: InstallationFacts): ValidationResult {
  const name = projectName(app.spec);
  const project = effectiveProject(name, facts);
  if (project === undefined) return invalid([`Application referencing project ${name} which does not exist`]);
  const { namespace = '', name: appName = '' } = app.metadata;
  if (!isAppNamespacePermitted(project, namespace, facts.controlNamespace)) {
    return invalid([`application '${appName}' in namespace '${namespace}' is not allowed to use project ${name}`]);
  }
  const incomplete = sourcesOf(app.spec).flatMap((source) => incompleteSource(source, app.spec));
  if (incomplete.length > 0) return invalid(incomplete);
  return checkPermissions(app.spec, { project, name, facts });
}

/** Name of the project: `default` where the field is empty. */
export function projectName(spec: Pick<ApplicationSpec, 'project'>): string {
  return spec.project === undefined || spec.project === '' ? DEFAULT_PROJECT : spec.project;
}

/** Sources in effect: the list where there is one, else the single source. */
export function sourcesOf(spec: Pick<ApplicationSpec, 'source' | 'sources'>): readonly ApplicationSource[] {
  if (spec.sources !== undefined && spec.sources.length > 0) return spec.sources;
  return [spec.source ?? { repoURL: '' }];
}

interface ProjectInEffect {
  readonly project: AppProjectSpec;
  readonly name: string;
  readonly facts: InstallationFacts;
}

function checkPermissions(spec: ApplicationSpec, { project, name, facts }: ProjectInEffect): ValidationResult {
  const messages = sourcesOf(spec)
    .filter((source) => !isSourcePermitted(project, source.repoURL))
    .map((source) => `application repo ${source.repoURL} is not permitted in project '${name}'`);
  const resolved = resolveDestination(spec.destination, facts.clusters, facts);
  if (resolved.kind === 'unresolved') return { ...invalid([...messages, resolved.message]), nowhere: true };
  const { cluster } = resolved;
  const namespace = spec.destination.namespace ?? '';
  const destination = { server: cluster.server, name: cluster.name, namespace };
  if (!isDestinationPermitted(project, destination, ownClusters(name, facts.clusters))) {
    messages.push(
      `application destination server '${cluster.server}' and namespace '${namespace}' do not match any of the allowed destinations in project '${name}'`,
    );
  }
  return messages.length > 0 ? invalid(messages) : { kind: 'valid', project, cluster };
}

function incompleteSource(source: ApplicationSource, spec: ApplicationSpec): readonly string[] {
  const { repoURL = '', path = '', chart = '', ref = '', targetRevision = '' } = source;
  const several = spec.sources !== undefined && spec.sources.length > 0;
  if (repoURL === '' || (path === '' && chart === '' && (!several || ref === ''))) {
    return [
      several
        ? 'spec.source.repoURL and either source.path, source.chart, or source.ref are required'
        : 'spec.source.repoURL and either spec.source.path or spec.source.chart are required',
    ];
  }
  return chart !== '' && targetRevision === ''
    ? ['spec.source.targetRevision is required if the manifest source is a helm chart']
    : [];
}

function invalid(messages: readonly string[]): Extract<ValidationResult, { kind: 'invalid' }> {
  const conditions = messages.map((message): ConditionText => ({ type: 'InvalidSpecError', message }));
  return { kind: 'invalid', conditions, nowhere: false };
}
