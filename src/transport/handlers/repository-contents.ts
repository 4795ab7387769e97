/** What is in repositories, for people who make an Application of it: refs, tags, charts, folders, what can be set there. */
import type { Application, ApplicationSource } from '../../api/application/fields.ts';
import type { RepoAppDetailsQuery, RepoAppsQuery, RepoQuery } from '../../api/methods/repository-messages.ts';
import { AppError } from '../../base/errors.ts';
import { sortedTexts } from '../../base/json/byte-order.ts';
import { canonicalJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';
import type { GitRefs } from '../../ports/git.ts';
import type { InstallationPort, RepositoryRecord } from '../../ports/settings.ts';
import type { SourceInspection } from '../../ports/source-inspection.ts';
import { sourcesOf } from '../../services/applications/index.ts';
import { findStored, isRepositoryPermitted, type RepositoriesDependencies } from '../../services/repositories/index.ts';
import type { Handler, HandlerContext } from '../dispatch.ts';
import { permissionDenied } from '../refusals.ts';
import { objectOf, orUnusable, place } from './repository-fields.ts';
import { read } from './request.ts';

export interface HelmChartVersions {
  readonly name: string;
  readonly versions: readonly string[];
}

export interface RepositoryContentDependencies extends RepositoriesDependencies {
  readonly installation: InstallationPort;
  readonly inspection: SourceInspection;
  readonly refs: (record: RepositoryRecord) => Promise<GitRefs>;
  readonly tags: (record: RepositoryRecord) => Promise<readonly string[]>;
  readonly charts: (record: RepositoryRecord) => Promise<readonly HelmChartVersions[]>;
  readonly findApplication: (qualifiedName: string) => Application | undefined;
}

const SERVICE = 'repository.RepositoryService';

export function repositoryContentHandlers(deps: RepositoryContentDependencies): Readonly<Record<string, Handler>> {
  return {
    async [`${SERVICE}/ListRefs`](context) {
      const record = await readable(deps, context);
      const { refs } = await orUnusable('', () => deps.refs(record));
      const names = (prefix: string): readonly string[] =>
        [...refs.keys()].flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
      return { branches: names('refs/heads/'), tags: names('refs/tags/') };
    },

    async [`${SERVICE}/ListOCITags`](context) {
      const record = await readable(deps, context);
      return { tags: sortedTexts(await orUnusable('', () => deps.tags(record))) };
    },

    async [`${SERVICE}/GetHelmCharts`](context) {
      const record = await readable(deps, context);
      return { items: await orUnusable('error loading repo index: ', () => deps.charts(record)) };
    },

    /** Rendering tools look at the repository here: only for who may make an Application of it. */
    async [`${SERVICE}/ListApps`](context) {
      const { repo = '', revision = '', appName = '', appProject = '' } = read<RepoAppsQuery>(context);
      await readable(deps, context);
      const may = (action: string): boolean => context.may('applications', action, `${appProject}/${appName}`);
      if (!may('create') && !may('update')) throw permissionDenied();
      checkProject(deps, appProject);
      checkPermitted(deps, repo, appProject);
      const source = { repoURL: repo, targetRevision: revision, path: '.' };
      const items = await orUnusable('', () => deps.inspection.folders(source, appProject, context.signal));
      return { items };
    },

    async [`${SERVICE}/GetAppDetails`](context) {
      const query = read<RepoAppDetailsQuery>(context);
      const { source, appName = '', appProject = '' } = query;
      if (source === undefined) throw invalid('missing payload in request');
      await readableAt(deps, context, { repo: source.repoURL, appProject });
      const object = appProject === '' ? appName : `${appProject}/${appName}`;
      context.authorize('applications', 'get', object);
      const app = deps.findApplication(appName);
      if (app === undefined) context.authorize('applications', 'create', object);
      else if (appProject !== app.spec.project || !isSourceOf(app, query)) throw permissionDenied();
      checkProject(deps, appProject);
      checkPermitted(deps, source.repoURL, appProject);
      const others = app === undefined ? [] : (app.spec.sources ?? []);
      const inspected = { appName, project: appProject, source, others };
      return await orUnusable('', () => deps.inspection.details(inspected, context.signal));
    },
  };
}

/** The repository that a call names, where the caller may see it. One that nobody has stored is its URL. */
async function readable(deps: RepositoryContentDependencies, context: HandlerContext): Promise<RepositoryRecord> {
  return await readableAt(deps, context, read<RepoQuery>(context));
}

async function readableAt(
  deps: RepositoryContentDependencies,
  context: HandlerContext,
  { repo: url = '', appProject }: Pick<RepoQuery, 'repo' | 'appProject'>,
): Promise<RepositoryRecord> {
  const own = await findStored(deps, 'repository', place(url, appProject));
  // One of no project is everybody's.
  const found = own ?? (await findStored(deps, 'repository', { url, project: '' }));
  const { repo, project = '' } = found?.fields ?? { repo: url };
  context.authorize('repositories', 'get', objectOf({ repo, project }));
  return deps.installation.current().repositoryFor(String(repo), String(project));
}

/** In the words of the original. Throws `api.not-found`. */
function checkProject({ installation }: RepositoryContentDependencies, project: string): void {
  if (installation.current().projects.has(project)) return;
  const name = JSON.stringify(project);
  const message = `error getting app project ${name}: appproject.argoproj.io ${name} not found`;
  throw new AppError({ code: 'api.not-found', kind: 'user', message });
}

function checkPermitted({ installation }: RepositoryContentDependencies, url: string, project: string): void {
  if (isRepositoryPermitted(installation.current(), project, url)) return;
  const message = `repository '${url}' not permitted in project '${project}'`;
  throw new AppError({ code: 'api.permission-denied', kind: 'user', message });
}

/**
 * Whether the Application has this source, or had it in its history at the revision that was synced: else anybody who may see one
 * Application could look into any repository of its project.
 */
function isSourceOf(app: Application, { source, sourceIndex = 0, versionId = 0 }: RepoAppDetailsQuery): boolean {
  if (source === undefined) return false;
  const isSame = (other: ApplicationSource | undefined): boolean => other !== undefined && same(other, source);
  if (sourcesOf(app).some(isSame)) return true;
  const past = (app.status?.history ?? []).filter(({ id }) => id === versionId);
  return past.some(({ source: one, revision, sources, revisions }) => {
    if (sources === undefined || sources.length === 0) return isSame(one && atRevision(one, revision));
    const chosen = sources[sourceIndex];
    return isSame(chosen && atRevision(chosen, revisions?.[sourceIndex]));
  });
}

function atRevision(source: ApplicationSource, revision: string | undefined): ApplicationSource {
  return revision === undefined ? source : { ...source, targetRevision: revision };
}

function same(left: ApplicationSource, right: ApplicationSource): boolean {
  const text = (source: ApplicationSource): string => canonicalJson(JSON.parse(JSON.stringify(source)) as Json);
  return text(left) === text(right);
}

function invalid(message: string): AppError {
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message });
}
