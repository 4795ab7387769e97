/**
 * A world for every way of rendering: repositories, charts, a registry, a web server, a plugin, facts and settings. Services over it
 * render sources of each kind, and tell what their renders asked and were answered.
 */
import { createHash } from 'node:crypto';
import type { RenderResult } from '../ports/manifest-service.ts';
import type { NamedEntry, PathEntry, Renderer, RenderInputs } from '../render/contract.ts';
import { createRenderSource } from '../render/render-source.ts';
import { createManifestService } from '../services/source/index.ts';
import { FakeClock } from './fake-clock.ts';
import type { TestFile } from './git-repository.ts';
import { createMemoryGit } from './memory-git.ts';
import { memoryInstallation } from './memory-installation.ts';
import { memoryLog } from './memory-log.ts';
import { memoryMetrics } from './memory-metrics.ts';
import { createMemoryOutside } from './memory-outside.ts';
import { memoryPlugins } from './memory-plugins.ts';
import { packChart, packTarGz } from './pack-tar.ts';
import { sourceRequest } from './real-sources.ts';
import { openProject } from './reconcile-environment.ts';
import { CHARTS, KINDS, type Kind, REGISTRY, REPOSITORIES, TEMPLATE } from './reuse-sources.ts';

/** What can be otherwise; what servers say is, a day later. */
export type Change =
  | { readonly kind: 'file'; readonly repository: string; readonly path: string; readonly to: TestFile }
  | { readonly kind: 'branch'; readonly repository: string; readonly isThere: boolean }
  | { readonly kind: 'facts'; readonly kubeVersion?: string; readonly apiVersions?: readonly string[] }
  | { readonly kind: 'chart'; readonly name: string; readonly version: string }
  | { readonly kind: 'artifact'; readonly value: string }
  | { readonly kind: 'page'; readonly content: string }
  | { readonly kind: 'plugin'; readonly identity: string }
  | { readonly kind: 'settings'; readonly cm: Readonly<Record<string, string>> }
  /** The Application's own specification. */
  | { readonly kind: 'sources'; readonly of: string; readonly sources: Kind };

/** A question with its answer, as told by the inputs themselves. */
export interface Asked {
  readonly question: string;
  readonly answer: string;
  /** Where it was about a path. */
  readonly at?: { readonly path: string; readonly reference: string | undefined };
}

export interface ReuseService {
  /** One kind as it is now. `asked` is there where it was rendered, and not where it was reused. */
  render(kind: string): Promise<{ readonly result: unknown; readonly asked: readonly Asked[] | undefined }>;
}

export interface ReuseWorld {
  change(change: Change): Promise<void>;
  /** Everything in the repositories as it was at the beginning. */
  restore(): Promise<void>;
  /** All that is no question: a record of one text is of no use to another. */
  requestText(kind: string): string;
  service(): ReuseService;
}

export async function reuseWorld(): Promise<ReuseWorld> {
  const clock = new FakeClock();
  const [git, outside] = [createMemoryGit(), createMemoryOutside(clock)];
  const state = { kubeVersion: '1.35.4', apiVersions: ['v1'] as readonly string[], page: 'v: page\n', identity: '1' };
  const kinds = new Map<string, Kind>(Object.entries(KINDS));
  const projects = [openProject('default')];
  const installation = memoryInstallation({ projects, cm: SETTINGS });
  const page = outside.web.serve(() => ({ status: 200, body: state.page }));
  const publish = (name: string, version: string): void => {
    const archive = packChart(name, version, { 'templates/a.yaml': TEMPLATE, 'values.yaml': `v: ${version}\n` });
    outside.charts.add(CHARTS, [{ name, version, archive }]);
  };
  const push = (value: string): void => {
    const content = packTarGz({ 'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: '${value}'}\n` });
    const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
    outside.registry.push(REGISTRY, '1.0.0', { layers: [{ mediaType, content }] });
  };
  for (const version of ['1.0.0', '2.0.0']) for (const name of ['lamp', 'bulb']) publish(name, version);
  push('first');
  const commit = (repository: string, files: Readonly<Record<string, TestFile>>, orphan = false) =>
    git.repository(repository).commit({ files, orphan });
  const restore = async (): Promise<void> => {
    for (const [name, files] of Object.entries(REPOSITORIES)) {
      const oid = await commit(name, files, true);
      if (name === 'library') await commit('app', { 'deep/library': { submodule: oid } });
    }
  };
  await restore();
  const tips = new Map<string, string>();
  const point = async ({ repository, isThere }: Extract<Change, { kind: 'branch' }>): Promise<void> => {
    if (!isThere) tips.set(repository, await commit(repository, {}));
    await git.repository(repository).setRef('refs/heads/main', isThere ? tips.get(repository) : undefined);
  };
  const requestOf = (kind: string) => {
    const { sources = [], isMultiSource } = kinds.get(kind) ?? {};
    const shown = sources.map((source) => JSON.parse(JSON.stringify(source).replaceAll('PAGE', page)));
    const many = isMultiSource === undefined ? {} : { isMultiSource };
    const { kubeVersion, apiVersions } = state;
    const [first] = shown;
    return { ...sourceRequest(first, { appName: nameOf(kind), kubeVersion, apiVersions, ...many }), sources: shown };
  };
  return {
    async change(change) {
      if (change.kind === 'file') {
        const { repository, path, to } = change;
        await commit(repository, { [path]: null });
        if (to !== null) await commit(repository, { [path]: to });
        return;
      }
      if (change.kind === 'branch') await point(change);
      else if (change.kind === 'chart') publish(change.name, change.version);
      else if (change.kind === 'artifact') push(change.value);
      else if (change.kind === 'page') state.page = change.content;
      else if (change.kind === 'plugin') state.identity = change.identity;
      else if (change.kind === 'settings') installation.set({ projects, cm: { ...SETTINGS, ...change.cm } });
      else if (change.kind === 'sources') kinds.set(change.of, change.sources);
      else {
        state.kubeVersion = change.kubeVersion ?? state.kubeVersion;
        state.apiVersions = change.apiVersions ?? state.apiVersions;
      }
      // What may change by itself is asked again after a day.
      if (['chart', 'artifact', 'page', 'plugin'].includes(change.kind)) await clock.advance(DAY);
    },
    restore,
    requestText: (kind) => {
      const { sources, isMultiSource } = requestOf(kind);
      return JSON.stringify([sources, isMultiSource, installation.current().settings.cm]);
    },
    service() {
      const asked = new Map<string, readonly Asked[]>();
      const plugins = memoryPlugins({
        tool: {
          get identity() {
            return state.identity;
          },
          generate: (run) => [
            `kind: ConfigMap\napiVersion: v1\nmetadata: {name: p}\ndata: {v: '${textOf(run.files)} ${state.identity === LOUD}'}\n`,
          ],
        },
      });
      const made = createManifestService({
        ...{ git: git.port, installation, clock, metrics: memoryMetrics(), log: memoryLog(), random: () => 0.5 },
        ...outside.ports,
        plugins: plugins.port,
        // A pause answers by design with what was, in other words.
        failurePause: { attempts: 0, time: 0, answers: 0 },
        renderer: telling(createRenderSource(), (name, questions) => asked.set(name, questions)),
      });
      return {
        async render(kind) {
          asked.delete(nameOf(kind));
          const result = essence(await made.render(requestOf(kind)));
          return { result, asked: asked.get(nameOf(kind)) };
        },
      };
    },
  };
}

function nameOf(kind: string): string {
  return kind.replaceAll(' ', '-');
}

/** A make of the plugin that prints something else. */
export const LOUD = 'loud';
const DAY = 25 * 3_600_000;
const SETTINGS = { 'kustomize.buildOptions': '--enable-helm' };

function textOf(files: Readonly<Record<string, string>>): string {
  return createHash('sha1').update(JSON.stringify(files)).digest('hex');
}

/** What of a result must be equal, whichever way it came. */
function essence(result: RenderResult): unknown {
  if (result.kind === 'failed') return { message: result.message, error: result.error };
  return result.sources.map(({ revision, sourceType, digest, manifests }) => {
    const objects = manifests.map(({ object, file, document }) => ({ object, file, document }));
    return { revision, sourceType, digest, objects };
  });
}

type Answered = { readonly kind: 'known'; readonly value: unknown } | { readonly kind: 'needed' };

/** Tells of every render that came to an end what its attempts asked the inputs, and what they said. */
function telling(renderer: Renderer, tell: (name: string, asked: readonly Asked[]) => void): Renderer {
  const open = new Map<string, Map<string, Asked>>();
  return (request, inputs) => {
    const asked = open.get(request.appName) ?? new Map<string, Asked>();
    open.set(request.appName, asked);
    const outcome = renderer(
      request,
      tellingInputs(inputs, (one) => asked.set(one.question, one)),
    );
    if (outcome.kind === 'needs') return outcome;
    open.delete(request.appName);
    tell(request.appName, [...asked.values()]);
    return outcome;
  };
}

function tellingInputs(inputs: RenderInputs, tell: (asked: Asked) => void): RenderInputs {
  const noted = <A>(question: string, answer: A, told: (answer: A) => string): A => {
    const isNeeded = (answer as Answered | undefined)?.kind === 'needed';
    if (!isNeeded) tell({ question, answer: told(answer) });
    return answer;
  };
  const value = (answer: unknown): unknown => (answer as { readonly value?: unknown }).value;
  return {
    ...inputs,
    entry(path, reference) {
      const answer = inputs.entry(path, reference);
      if (answer.kind === 'needed') return answer;
      const at = { path, reference };
      tell({ question: `entry ${reference}:${path}`, answer: entryText(answer.value), at });
      return answer;
    },
    listing(path, reference) {
      const answer = inputs.listing(path, reference);
      if (answer.kind === 'needed') return answer;
      const at = { path, reference };
      tell({ question: `listing ${reference}:${path}`, answer: listingText(answer.value), at });
      return answer;
    },
    chart: (question, asker) => noted(`chart ${JSON.stringify(question)}`, inputs.chart(question, asker), shown),
    remoteFile: (url, limit) => noted(`file ${url}`, inputs.remoteFile(url, limit), shown),
    remote: (url, limit) => noted(`remote ${url}`, inputs.remote(url, limit), shown),
    plugin: (question) => noted(`plugin ${JSON.stringify(question)}`, inputs.plugin(question), shown),
    repository: (question) =>
      // Which commit it is says nothing: what is read of it are questions of their own.
      noted(`repository ${JSON.stringify(question)}`, inputs.repository(question), (answer) => {
        return (value(answer) as { readonly kind?: string } | undefined)?.kind ?? '';
      }),
    moment() {
      tell({ question: 'moment', answer: shown(inputs.entry('')) });
      return inputs.moment();
    },
    variable: (name) => noted(`variable ${name}`, inputs.variable(name), shown),
    kubeVersion: () => noted('kube-version', inputs.kubeVersion(), shown),
    hasApiVersion: (name) => noted(`api-version ${name}`, inputs.hasApiVersion(name), shown),
    apiVersions: () => noted('api-versions', inputs.apiVersions(), shown),
  };
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined';
}

/** Of a folder only that it is one. */
function entryText(entry: PathEntry | undefined): string {
  if (entry === undefined) return 'absent';
  return entry.mode === 'tree' ? 'tree' : `${entry.mode} ${entry.oid}`;
}

function listingText(listing: readonly NamedEntry[] | undefined): string {
  return listing?.map(({ name, mode }) => `${mode} ${name}`).join('\n') ?? 'absent';
}
