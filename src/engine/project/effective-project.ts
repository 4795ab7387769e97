/** A project as it takes effect: with what global projects and its own clusters and repositories add (features F7). */
import type { AppProject, AppProjectSpec } from '../../api/app-project/fields.ts';
import type { Json } from '../../base/json-value.ts';
import { labelSelectorOf, matchesLabels } from '../../kube/selector/label-selector.ts';

/** One entry of `globalProjects` in argocd-cm. */
export interface GlobalProjectRule {
  readonly projectName: string;
  /** metav1.LabelSelector as written. */
  readonly labelSelector: Json;
}

export interface ProjectSurroundings {
  readonly projects: ReadonlyMap<string, AppProject>;
  readonly globalProjects: readonly GlobalProjectRule[];
  /** Clusters with the project they are scoped to; empty for none. */
  readonly clusters: readonly {
    readonly server: string;
    readonly project: string;
    readonly namespaces: readonly string[];
  }[];
  readonly repositories: readonly { readonly url: string; readonly project: string }[];
}

/**
 * The project of this name with everything it inherits; undefined where it does not exist. Lists are appended, so a
 * global project can widen and (by blacklists and windows) narrow, never replace.
 */
export function effectiveProject(name: string, surroundings: ProjectSurroundings): AppProjectSpec | undefined {
  const project = surroundings.projects.get(name);
  if (project === undefined) return undefined;
  const inherited = globalProjectsOf(project, surroundings).reduce(
    (spec, global) => inherit(spec, global.spec),
    project.spec,
  );
  return withOwnClustersAndRepositories(inherited, name, surroundings);
}

/** Addresses of the clusters that are scoped to a project. */
export function ownClusters(name: string, clusters: ProjectSurroundings['clusters']): readonly string[] {
  return clusters.filter((cluster) => cluster.project === name).map((cluster) => cluster.server);
}

function globalProjectsOf(project: AppProject, surroundings: ProjectSurroundings): readonly AppProject[] {
  const globals: AppProject[] = [];
  for (const rule of surroundings.globalProjects) {
    const global = surroundings.projects.get(rule.projectName);
    const selector = labelSelectorOf(rule.labelSelector);
    if (global !== undefined && selector !== undefined && matchesLabels(selector, project.metadata.labels)) {
      globals.push(global);
    }
  }
  return globals;
}

const INHERITED = [
  'clusterResourceWhitelist',
  'clusterResourceBlacklist',
  'namespaceResourceWhitelist',
  'namespaceResourceBlacklist',
  'syncWindows',
  'sourceRepos',
  'destinations',
  'destinationServiceAccounts',
] as const;

function inherit(spec: AppProjectSpec, global: AppProjectSpec): AppProjectSpec {
  const added: Record<string, unknown> = {};
  for (const field of INHERITED) {
    const own: readonly unknown[] | undefined = spec[field];
    const more: readonly unknown[] = global[field] ?? [];
    if (more.length > 0) added[field] = [...(own ?? []), ...more];
  }
  return { ...spec, ...added };
}

function withOwnClustersAndRepositories(
  spec: AppProjectSpec,
  name: string,
  surroundings: ProjectSurroundings,
): AppProjectSpec {
  const clusters = surroundings.clusters.filter((cluster) => cluster.project === name);
  const repositories = surroundings.repositories.filter((repository) => repository.project === name);
  if (clusters.length === 0 && repositories.length === 0) return spec;
  const destinations = clusters.flatMap(({ server, namespaces }) =>
    (namespaces.length === 0 ? ['*'] : namespaces).map((namespace) => ({ server, namespace })),
  );
  return {
    ...spec,
    destinations: [...(spec.destinations ?? []), ...destinations],
    sourceRepos: [...(spec.sourceRepos ?? []), ...repositories.map(({ url }) => url)],
  };
}
