/**
 * Plugins at work: which one is for a source, what it printed, kept for a day or until a hard refresh (design: answers of what
 * may change by itself). Each plugin has its own places, so that one which hangs delays no other.
 */
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { Places } from '../../base/places.ts';
import { oldPluginAdvice } from '../../engine/settings/index.ts';
import type { GitCredentials } from '../../ports/git.ts';
import type { InstalledPlugin, PluginCredentials, PluginInput, PluginPort } from '../../ports/plugins.ts';
import type { Installation, InstallationPort } from '../../ports/settings.ts';
import type { PluginAnswer, PluginQuestion } from '../../render/contract.ts';
import { pluginKey } from '../../render/trace/read.ts';
import { KeptAnswers } from './kept-answers.ts';
import { ANSWER_KEPT } from './outside-files.ts';
import { findPlugin } from './plugin-discovery.ts';
import { filesRoot } from './plugin-files-root.ts';
import { fitPluginText } from './plugin-text.ts';
import { hashOf } from './render-cache.ts';
import { pluginSettings } from './source-settings.ts';
import { type TreeFiles, workingFiles } from './working-files.ts';

export interface PluginRunsDeps {
  readonly plugins: PluginPort;
  readonly installation: InstallationPort;
  readonly clock: Clock;
}

export interface PluginAsker {
  readonly appName: string;
  readonly project: string;
  readonly repoURL: string;
  /** Whether answers that were given before may have changed. */
  readonly isHard: boolean;
  /** What the source depends on beside its folder, from the root; patterns where they have stars. Empty: everything. */
  readonly paths: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of what plugins printed. */
const TEXTS_KEPT = 64 * 1024 * 1024;
/** Sources that one plugin works for at the same time. */
const AT_ONCE = 6;
/** Milliseconds that it is known which plugins find their folders themselves. */
const CONFIGURATION_KEPT = 60_000;

export class PluginRuns {
  readonly #deps: PluginRunsDeps;
  readonly #answers: KeptAnswers<PluginAnswer>;
  readonly #discovering: KeptAnswers<boolean>;
  readonly #places = new Map<string, Places>();

  constructor(deps: PluginRunsDeps) {
    this.#deps = deps;
    this.#answers = new KeptAnswers(deps.clock, { bytesOf, budget: TEXTS_KEPT });
    this.#discovering = new KeptAnswers(deps.clock);
  }

  /** Whether any plugin says by itself which folders it is for. One that does not answer does not. */
  async discovers(): Promise<boolean> {
    const installed = await this.#deps.plugins.installed();
    const asked = installed.map((plugin) =>
      this.#discovering.get(`${plugin.label} ${plugin.identity}`, CONFIGURATION_KEPT, async () => {
        const configuration = await plugin.configuration().catch(() => undefined);
        return configuration?.isDiscoveryConfigured === true;
      }),
    );
    return (await Promise.all(asked)).includes(true);
  }

  /** Throws `plugin.*` in the words of the condition, and faults of reading the files. */
  async answer(question: PluginQuestion, files: TreeFiles, asker: PluginAsker): Promise<PluginAnswer> {
    const installed = await this.#deps.plugins.installed();
    const identities = installed.map(({ label, identity }) => `${label} ${identity}`);
    const settings = pluginSettings(this.#deps.installation.current().settings);
    const root = settings.usesGeneratePaths ? filesRoot(question.folder, asker.paths) : '';
    const place = [files.root, root, asker.repoURL, asker.project];
    const parts = [pluginKey(question), ...place, ...settings.excluded, ...identities];
    const key = hashOf(JSON.stringify(parts));
    const job = { question, files, asker, installed };
    return await this.#answers.get(key, asker.isHard ? 0 : ANSWER_KEPT, () => this.#run(job));
  }

  async #run(job: Job): Promise<PluginAnswer> {
    const { question, asker } = job;
    try {
      if (question.task === 'match') return { kind: 'match', isSupported: await this.#isFor(job) };
      const found = await findPlugin(question, job.installed, (plugin) => this.#matches(job, plugin));
      if (found.kind === 'none') throw this.#notFound(question, found.reason);
      if (question.task === 'parameters') return await this.#parameters(job, found.plugin);
      return await this.#generate(job, found.plugin);
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'terminal' || !error.code.startsWith('plugin.')) throw error;
      const text = fitPluginText(error.message, secretsOf(this.#deps.installation.current()));
      const message = `CMP processing failed for application ${JSON.stringify(asker.appName)}: ${text}`;
      throw new AppError({ code: error.code, kind: error.kind, message });
    }
  }

  /** A plugin that fails here is not for the folder (Argo CD: discovery without a name). */
  async #isFor(job: Job): Promise<boolean> {
    const found = await findPlugin(job.question, job.installed, (plugin) => this.#matches(job, plugin));
    return found.kind === 'found';
  }

  async #matches(job: Job, plugin: InstalledPlugin) {
    return await this.#in(plugin, () => plugin.matches(this.#inputOf(job, undefined), job.asker.signal));
  }

  async #generate(job: Job, plugin: InstalledPlugin): Promise<PluginAnswer> {
    const { wantsCredentials } = await plugin.configuration(job.asker.signal);
    const credentials = wantsCredentials ? this.#credentialsFor(job) : undefined;
    try {
      const texts = await this.#in(plugin, () => plugin.generate(this.#inputOf(job, credentials), job.asker.signal));
      return { kind: 'manifests', plugin: plugin.name, texts };
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('plugin.')) throw error;
      const message = `error generating manifests in cmp: ${error.message}`;
      throw new AppError({ code: error.code, kind: error.kind, message, cause: error });
    }
  }

  async #parameters(job: Job, plugin: InstalledPlugin): Promise<PluginAnswer> {
    const input = this.#inputOf(job, undefined);
    const announcements = await this.#in(plugin, () => plugin.parameters(input, job.asker.signal));
    return { kind: 'parameters', announcements };
  }

  async #in<T>(plugin: InstalledPlugin, work: () => Promise<T>): Promise<T> {
    let places = this.#places.get(plugin.label);
    if (places === undefined) {
      places = new Places(AT_ONCE);
      this.#places.set(plugin.label, places);
    }
    return await places.with(work);
  }

  #inputOf({ question, files, asker }: Job, credentials: PluginCredentials | undefined): PluginInput {
    const settings = pluginSettings(this.#deps.installation.current().settings);
    const { excluded, permitsLinksOut, timeout, usesGeneratePaths } = settings;
    const { environment } = question;
    const root = usesGeneratePaths ? filesRoot(question.folder, asker.paths) : '';
    const folder = root === '' ? question.folder : question.folder.slice(root.length + 1);
    const selected = workingFiles(files, { folder: root, excluded, permitsLinksOut });
    return { folder, environment, files: selected, credentials, timeout };
  }

  /** Those of the source's own repository; files that somebody sent are nobody's. */
  #credentialsFor({ files, asker }: Job): PluginCredentials | undefined {
    if (!files.isRepository) return undefined;
    const { remote } = this.#deps.installation.current().repositoryFor(asker.repoURL, asker.project);
    const { credentials } = remote;
    if (credentials?.kind !== 'basic') return undefined;
    return { origin: originOf(remote.url), username: credentials.username, password: credentials.password };
  }

  #notFound({ name }: PluginQuestion, reason: string | undefined): AppError {
    const what = name === '' ? 'plugin' : `cmp-server plugin with name ${JSON.stringify(name)}`;
    const advice = oldPluginAdvice(this.#deps.installation.current().settings.cm, name);
    const more = [reason, advice].filter((text) => text !== undefined).map((text) => `: ${text}`);
    const told = `could not find ${what} supporting the given repository${more.join('')}`;
    return new AppError({ code: 'plugin.not-found', kind: 'user', message: told });
  }
}

interface Job {
  readonly question: PluginQuestion;
  readonly files: TreeFiles;
  readonly asker: PluginAsker;
  readonly installed: readonly InstalledPlugin[];
}

/** Where git sends the credentials; empty where the address is none of HTTP. */
function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}

function bytesOf(answer: PluginAnswer): number {
  if (answer.kind === 'match') return 0;
  const texts = answer.kind === 'manifests' ? answer.texts : [JSON.stringify(answer.announcements)];
  return texts.reduce((sum, { length }) => sum + 2 * length, 0);
}

/** Everything that a plugin could have come across and print. */
function secretsOf({ repositories }: Installation): readonly string[] {
  return repositories.flatMap(({ remote: { credentials, clientCertificate } }) => [
    ...secretsIn(credentials),
    ...(clientCertificate === undefined ? [] : [clientCertificate.key.reveal()]),
  ]);
}

function secretsIn(credentials: GitCredentials | undefined): readonly string[] {
  switch (credentials?.kind) {
    case 'basic':
      return [credentials.password.reveal()];
    case 'bearer':
      return [credentials.token.reveal()];
    case 'ssh':
      return [credentials.privateKey.reveal()];
    default:
      return [];
  }
}
