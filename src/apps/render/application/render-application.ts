/**
 * `tiphys render PATH` and `tiphys render --repo URL`: the manifests of Applications, made by the product's own source
 * service. Exit code 1 where something could not be rendered; with `--diff` 1 for a difference and 2 for that.
 */
import { AppError } from '../../../base/errors.ts';
import type { Renderer } from '../../../render/contract.ts';
import { offlineCapabilities } from '../../../render/helm/capabilities/capabilities.ts';
import { createRenderSource } from '../../../render/render-source.ts';
import { createBench, explainApplication } from '../explain/explain-application.ts';
import type { ExplainedPath } from '../explain/explained-path.ts';
import { createPluginBench } from '../explain/plugin-bench.ts';
import { printExplanation } from '../explain/print-explanation.ts';
import type { Streams } from '../render-helm.ts';
import { applicationSetsIn, type MetApplicationSet, unexpandedText } from './application-sets.ts';
import { findSubject, type Subject, type SubjectContents } from './find-subject.ts';
import { type FileInstallation, installationOfFiles } from './installation-of-files.ts';
import { createLocalGit } from './local-git.ts';
import type { LocalRepository } from './local-repositories.ts';
import { printDifferences } from './print-differences.ts';
import { applicationLine, type PrintedGroup, printGroups } from './print-rendered.ts';
import { printTrace } from './print-trace.ts';
import { type AroundPlugins, type Machinery, openMachinery } from './render-engine.ts';
import { parseRenderFlags, RENDER_USAGE, type RenderFlags } from './render-flags.ts';
import { type RenderedApplication, type RenderSide, renderApplications } from './render-side.ts';
import { commitAt } from './user-git.ts';
import { sourceText, type WantedApplication } from './wanted-application.ts';

interface Run {
  readonly flags: RenderFlags;
  readonly streams: Streams;
  readonly machinery: Machinery;
  readonly installation: FileInstallation;
  readonly subject: Subject;
}

export interface RenderPlace {
  /** Where standard input counts as lying. */
  readonly workingFolder: string;
  /** Ends the command early, mirrors removed. */
  readonly signal?: AbortSignal;
}

const INTERRUPTED = 130;

/** Returns the exit code. */
export async function runRenderApplication(
  argv: readonly string[],
  streams: Streams,
  { workingFolder, signal }: RenderPlace,
): Promise<number> {
  let faultCode = 1;
  try {
    const flags = parseRenderFlags(argv);
    if (flags.help) {
      streams.print(RENDER_USAGE);
      return 0;
    }
    faultCode = flags.diff === undefined ? 1 : 2;
    const installation = installationOfFiles(flags.settings);
    const subject = await findSubject(flags, workingFolder);
    await using machinery = await openMachinery(flags);
    const run = { flags, streams, machinery, installation, subject };
    const work = workOf(run);
    return await Promise.race([work, interrupted(signal)]);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    streams.complain(`Error: ${error.message}\n`);
    return faultCode;
  }
}

function workOf(run: Run): Promise<number> {
  const { diff, explain } = run.flags;
  if (explain !== undefined) return explainEach(run, explain);
  return diff === undefined ? printManifests(run) : compare(run, diff);
}

/** Never resolves without a signal. */
async function interrupted(signal: AbortSignal | undefined): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const end = (): void => resolve(INTERRUPTED);
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end, { once: true });
  return await promise;
}

async function printManifests(run: Run): Promise<number> {
  const { all, notes } = await rendered(run, run.flags.revision);
  const made = all.flatMap((one) => (one.kind === 'rendered' ? [{ application: one, objects: one.objects }] : []));
  run.streams.complain(notes + made.map(emptyText).join(''));
  run.streams.print(printGroups(made, { format: run.flags.output, headed: all.length > 1 }));
  return complainOf(run, all) ? 1 : 0;
}

/** Exit code 1 where no Application makes the object, or one that might could not be rendered. */
async function explainEach(run: Run, path: ExplainedPath): Promise<number> {
  const { flags, streams } = run;
  const render = createRenderSource();
  const bench = createBench(render);
  const plugins = createPluginBench();
  const { contents, side } = await sideAt(run, flags.revision, { renderer: bench.renderer, around: plugins.wrap });
  const wanted = flags.recursive ? await everyLevel(side, contents.applications) : contents.applications;
  let code = 1;
  for (const one of wanted) {
    const outcome = await explainApplication({ side, bench, plugins, render }, one, path);
    if (outcome.kind === 'failed')
      streams.complain(`Error: Application ${one.name} (${one.origin}): ${outcome.message}\n`);
    if (outcome.kind !== 'explained') continue;
    if (wanted.length > 1) streams.print(`# ${applicationLine(one)}\n`);
    streams.print(printExplanation(path, outcome.explanation));
    code = 0;
  }
  if (code !== 0) streams.complain(`Error: no Application makes ${path.kind}/${path.name}\n`);
  return code;
}

/** With the Applications among the manifests, each once. */
async function everyLevel(
  side: RenderSide,
  wanted: readonly WantedApplication[],
): Promise<readonly WantedApplication[]> {
  const all: WantedApplication[] = [];
  for await (const one of renderApplications(side, wanted)) all.push(one);
  return all;
}

async function compare(run: Run, revision: string): Promise<number> {
  const { streams } = run;
  const { all: after, notes } = await rendered(run, run.flags.revision);
  const { all: before } = await rendered(run, revision);
  streams.complain(notes);
  const absent = (one: RenderedApplication): boolean => one.kind === 'failed' && one.code === 'render.path-missing';
  const isKnown = new Set([...before, ...after].flatMap((one) => (one.kind === 'rendered' ? [one.name] : [])));
  const shown = (one: RenderedApplication): boolean => !(absent(one) && isKnown.has(one.name));
  const failed = [complainOf(run, after.filter(shown)), complainOf(run, before.filter(shown))].includes(true);
  const names = { before: revision, after: run.flags.revision ?? 'working tree' };
  const applications = new Map([...after, ...before].map((one) => [one.name, one] as const));
  // What could not be rendered is no deletion.
  const broken = new Set(
    [...before, ...after].flatMap((one) => (one.kind === 'failed' && shown(one) ? [one.name] : [])),
  );
  const texts = [...applications.values()].flatMap((application) => {
    if (broken.has(application.name)) return [];
    const objects = (side: readonly RenderedApplication[]) =>
      side.flatMap((one) => (one.name === application.name && one.kind === 'rendered' ? one.objects : []));
    const text = printDifferences(objects(before), objects(after), names);
    return text === '' ? [] : [applications.size > 1 ? `# ${applicationLine(application)}\n${text}` : text];
  });
  streams.print(texts.join(''));
  if (failed) return 2;
  return texts.length > 0 ? 1 : 0;
}

/** Whether there was anything to complain of. */
function complainOf({ streams, flags }: Run, all: readonly RenderedApplication[]): boolean {
  const failed = all.flatMap((one) => (one.kind === 'failed' ? [one] : []));
  for (const one of failed) {
    const source = one.sources.length === 0 ? '' : `, source ${sourceText(one)}`;
    streams.complain(
      `Error: Application ${one.name} (${one.origin})${source}: ${one.message}${adviceFor(one.code, flags)}\n`,
    );
  }
  return failed.length > 0;
}

/** Who mistypes a folder shall not take silence for success. */
function emptyText({ application, objects }: PrintedGroup): string {
  if (objects.length > 0) return '';
  const source = sourceText(application);
  return `Note: Application ${application.name} (${application.origin}), source ${source}: there are no manifests\n`;
}

interface RenderedAll {
  readonly all: readonly RenderedApplication[];
  /** What is left out, for people. */
  readonly notes: string;
}

function adviceFor(code: string, { plugins, pluginSockets }: RenderFlags): string {
  if (code !== 'plugin.not-found' || plugins !== undefined || pluginSockets !== undefined) return '';
  return ' (--plugins DIR or --plugin-sockets DIR says which plugins there are)';
}

/** Everything as it is at a revision; undefined: as it is on disk, and as sources say. */
async function rendered(run: Run, revision: string | undefined): Promise<RenderedAll> {
  const { contents, side } = await sideAt(run, revision, { renderer: tracingRenderer(run) });
  const all: RenderedApplication[] = [];
  for await (const one of renderApplications(side, contents.applications)) all.push(one);
  const made = run.flags.recursive ? all.flatMap(applicationSetsOf) : [];
  return { all, notes: unexpandedText([...contents.applicationSets, ...made]) };
}

function applicationSetsOf(one: RenderedApplication): readonly MetApplicationSet[] {
  if (one.kind === 'failed') return [];
  const found = one.objects.map((object) => ({ object }));
  return applicationSetsIn(found, () => `a manifest of Application ${one.name}`);
}

function tracingRenderer({ flags, streams }: Run): Renderer {
  const render = createRenderSource();
  return (request, inputs) => {
    const outcome = render(request, inputs);
    if (flags.trace && outcome.kind !== 'needs') streams.complain(printTrace(request, outcome.reads));
    return outcome;
  };
}

interface SideWithSubjects {
  readonly contents: SubjectContents;
  readonly side: RenderSide;
}

interface SideTools {
  readonly renderer: Renderer;
  readonly around?: AroundPlugins;
}

async function sideAt(run: Run, revision: string | undefined, tools: SideTools): Promise<SideWithSubjects> {
  const commits = new Map<LocalRepository, Promise<string>>();
  const commitOf = async (local: LocalRepository): Promise<string | undefined> => {
    const wanted = revision ?? local.revision;
    if (wanted === undefined) return undefined;
    if (!local.isClone) throw notAClone(local, wanted);
    const commit = commits.get(local) ?? commitAt(local.folder, wanted);
    commits.set(local, commit);
    return await commit;
  };
  const contents = await run.subject.contents(commitOf);
  return { contents, side: openSide(run, { revision, commitOf, wanted: contents.applications, ...tools }) };
}

interface SideState extends SideTools {
  readonly revision: string | undefined;
  readonly commitOf: (local: LocalRepository) => Promise<string | undefined>;
  readonly wanted: readonly WantedApplication[];
}

function openSide(run: Run, { revision, commitOf, wanted, renderer, around }: SideState): RenderSide {
  const { flags, machinery, installation, subject } = run;
  const git = createLocalGit({ ...machinery, locals: subject.locals, commitOf });
  const service = machinery.service(git.port, installation, renderer, around);
  // Where nothing lies here, the revision is one of the repositories that the given Applications name.
  const named = new Set(
    subject.locals.all.length > 0 && flags.subject.kind === 'path'
      ? []
      : wanted.flatMap(({ sources }) => sources.map(({ repoURL }) => repoURL)),
  );
  const helm = offlineCapabilities(4, { kubeVersion: flags.kubeVersion, apiVersions: flags.apiVersions });
  return {
    git,
    service,
    admit: installation.admit,
    remoteRevision: (repoUrl) => (named.has(repoUrl) ? revision : undefined),
    kubeVersion: helm.kubeVersion.version,
    apiVersions: helm.apiVersions,
    recursive: flags.recursive,
  };
}

function notAClone({ folder }: LocalRepository, revision: string): AppError {
  const message = `${folder} is no Git clone: it cannot be read at ${revision}`;
  return new AppError({ code: 'cli.revision', kind: 'user', message });
}
