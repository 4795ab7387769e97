/** Conditions of an Application that cannot be compared because of its own specification (InvalidSpecError). */
import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import { effectiveSources, isSourceList } from '../../api/application/effective-sources.ts';
import type { Application, ApplicationSource, ApplicationSpec, SourceHydrator } from '../../api/application/fields.ts';
import { DEFAULT_PROJECT } from '../../api/enumerations.ts';
import type { ConditionText } from '../conditions/merge-conditions.ts';
import { isDestinationPermitted } from './destination-permitted.ts';
import { effectiveProject, ownClusters, type ProjectSurroundings } from './effective-project.ts';
import { isAppNamespacePermitted } from './namespace-permitted.ts';
import { type KnownCluster, resolveDestination } from './resolve-destination.ts';
import { isSourcePermitted } from './source-permitted.ts';
import { sourceText } from './source-text.ts';

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
      /** Nothing stands against its sources: what they are now may be asked. */
      readonly mayAsk: boolean;
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
  const incomplete = incompleteSources(app.spec);
  if (incomplete.length > 0) {
    const mayAsk = sourcesOf(app.spec).every(({ repoURL }) => repoURL && isSourcePermitted(project, repoURL));
    return { ...invalid(incomplete), mayAsk };
  }
  return checkPermissions(app.spec, { project, name, facts });
}

/** Name of the project: `default` where the field is empty. */
export function projectName(spec: Pick<ApplicationSpec, 'project'>): string {
  return spec.project === undefined || spec.project === '' ? DEFAULT_PROJECT : spec.project;
}

/** Sources in effect; an incomplete one where there is none. */
export function sourcesOf(spec: Pick<ApplicationSpec, 'source' | 'sources' | 'sourceHydrator'>) {
  const sources = effectiveSources(spec);
  return sources.length === 0 ? [{ repoURL: '' }] : sources;
}

interface ProjectInEffect {
  readonly project: AppProjectSpec;
  readonly name: string;
  readonly facts: InstallationFacts;
}

function checkPermissions(spec: ApplicationSpec, { project, name, facts }: ProjectInEffect): ValidationResult {
  const refused = refusedSources(spec, project, name);
  const resolved = resolveDestination(spec.destination, facts.clusters, facts);
  if (resolved.kind === 'unresolved') return { ...invalid([...refused, resolved.message]), nowhere: true };
  const { cluster } = resolved;
  const namespace = spec.destination.namespace ?? '';
  const destination = { server: cluster.server, name: cluster.name, namespace };
  const messages = [...refused];
  if (!isDestinationPermitted(project, destination, ownClusters(name, facts.clusters))) {
    messages.push(
      `application destination server '${spec.destination.name ? cluster.name : cluster.server}' and namespace '${namespace}' do not match any of the allowed destinations in project '${name}'`,
    );
  }
  if (messages.length === 0) return { kind: 'valid', project, cluster };
  return { ...invalid(messages), mayAsk: refused.length === 0 };
}

/** What a hydrator reads and what it writes are both the project's concern; elsewhere it says so in other words. */
function refusedSources(spec: ApplicationSpec, project: AppProjectSpec, name: string): readonly string[] {
  const { sourceHydrator } = spec;
  if (!sourceHydrator) return sourceRefusals(sourcesOf(spec), { project, name });
  const read = sourceHydrator.drySource;
  const written = sourcesOf(spec).filter(
    ({ repoURL }) => repoURL !== read.repoURL && !isSourcePermitted(project, repoURL),
  );
  return [
    ...sourceRefusals([read], { project, name }),
    ...written.map(({ repoURL }) => `sync source repo ${repoURL} is not permitted in project '${name}'`),
  ];
}

/** Why a project does not permit sources, one text for each that it refuses. */
export function sourceRefusals(
  sources: readonly Pick<ApplicationSource, 'repoURL'>[],
  { project, name }: { readonly project: AppProjectSpec; readonly name: string },
): readonly string[] {
  return sources
    .filter(({ repoURL }) => !isSourcePermitted(project, repoURL))
    .map(({ repoURL }) => `application repo ${repoURL} is not permitted in project '${name}'`);
}

function incompleteSources(spec: ApplicationSpec): readonly string[] {
  if (spec.sourceHydrator) return incompleteHydrator(spec.sourceHydrator);
  return sourcesOf(spec).flatMap((source) => incompleteSource(source, isSourceList(spec)));
}

function incompleteHydrator(hydrator: SourceHydrator): readonly string[] {
  const { drySource, syncSource, hydrateTo } = hydrator;
  const field = 'spec.sourceHydrator';
  return [
    ...(drySource.repoURL ? [] : [`${field}.drySource.repoURL is required`]),
    ...(syncSource.targetBranch ? [] : [`${field}.syncSource.targetBranch is required`]),
    ...(hydrateTo === undefined || hydrateTo.targetBranch
      ? []
      : [`when ${field}.hydrateTo is set, ${field}.hydrateTo.targetBranch is required`]),
  ];
}

function incompleteSource(source: ApplicationSource, several: boolean): readonly string[] {
  const { repoURL = '', path = '', chart = '', ref = '', targetRevision = '' } = source;
  if (repoURL === '' || (path === '' && chart === '' && (!several || ref === ''))) {
    return [
      several
        ? `spec.source.repoURL and either source.path, source.chart, or source.ref are required for source ${sourceText(source)}`
        : 'spec.source.repoURL and either spec.source.path or spec.source.chart are required',
    ];
  }
  return chart !== '' && targetRevision === ''
    ? ['spec.source.targetRevision is required if the manifest source is a helm chart']
    : [];
}

function invalid(messages: readonly string[]): Extract<ValidationResult, { kind: 'invalid' }> {
  const conditions = messages.map((message): ConditionText => ({ type: 'InvalidSpecError', message }));
  return { kind: 'invalid', conditions, nowhere: false, mayAsk: false };
}
