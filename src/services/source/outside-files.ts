/**
 * What a render needs from other servers: charts it depends on and value files by URL, with the credentials that its project
 * has for exactly that address. Answers are good for a day, or until a hard refresh.
 */
import type { Clock } from '../../base/clock.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import { isOfServers, nearnessRefused } from '../../base/near-address.ts';
import type { HttpPort, HttpRoute } from '../../ports/http.ts';
import type { InstallationPort, RepositoryRecord } from '../../ports/settings.ts';
import type { ChartQuestion, PluginAnswer, PluginQuestion, RemoteAnswer } from '../../render/contract.ts';
import type { BaseAsker, BaseTrees } from './base-repositories.ts';
import type { ChartPlace, ChartStore } from './chart-store.ts';
import { chosenVersion } from './chart-version.ts';
import type { TooLarge } from './git-objects.ts';
import { KeptAnswers } from './kept-answers.ts';
import { serversFor, sourceReach, withScheme } from './known-servers.ts';
import { isTemporary, remoteAnswer, type WantedFile } from './remote-answer.ts';
import type { OutsideFiles } from './render-world.ts';
import { reworded, sourceFault } from './source-fault.ts';
import type { TreeFiles } from './working-files.ts';

export interface OutsideDeps {
  readonly installation: InstallationPort;
  readonly charts: ChartStore;
  readonly http: HttpPort;
  readonly clock: Clock;
}

export interface Asker extends BaseAsker {
  /** Bases in other repositories. */
  readonly bases: BaseTrees;
  plugin(question: PluginQuestion, files: TreeFiles, signal: AbortSignal): Promise<PluginAnswer>;
  readonly passCredentials: boolean;
  /** Whether answers that were given before may have changed. */
  readonly isHard: boolean;
}

/** How long the answer of a server that may change it is taken as it was. */
export const ANSWER_KEPT = 24 * 3_600_000;
const FILE_TIMEOUT = 60_000;
/** Bytes of files of other servers. */
const CONTENTS_KEPT = 64 * 1024 * 1024;
/** Files of other servers, and charts, that one render may ask for. */
const MOST_REMOTE = 500;
const TOO_MANY = `more than ${MOST_REMOTE} files of other servers are asked for`;

export class Outside {
  readonly #deps: OutsideDeps;
  readonly #files: KeptAnswers<Uint8Array | TooLarge>;
  readonly #remotes: KeptAnswers<RemoteAnswer>;

  constructor(deps: OutsideDeps) {
    this.#deps = deps;
    const bytesOf = (answer: Uint8Array | TooLarge): number => ('tooLargeFor' in answer ? 0 : answer.length);
    this.#files = new KeptAnswers(deps.clock, { bytesOf, budget: CONTENTS_KEPT });
    this.#remotes = new KeptAnswers(deps.clock, {
      bytesOf: (answer) => (answer.kind === 'content' ? answer.content.length : 0),
      budget: CONTENTS_KEPT,
    });
  }

  /** For one render; within it each answer stays. */
  for(asker: Asker): OutsideFiles {
    const maxAge = asker.isHard ? 0 : ANSWER_KEPT;
    const asked = new Map<string, ChartQuestion>();
    const remotes = new Set<string>();
    const isTooMany = (what: string): boolean => remotes.add(what).size > MOST_REMOTE;
    const chart = async (question: ChartQuestion, field?: string) => {
      const { repository, name, version } = question;
      if (isTooMany(JSON.stringify([repository, name, version])))
        throw sourceFault('source.chart-not-read', 'user', `failed to build chart dependencies: ${TOO_MANY}`);
      const found = await this.#chart({ ...asker, field }, question, maxAge);
      asked.set(found.answer.digest, question);
      return found;
    };
    return {
      chart,
      archive: async (digest) => {
        const kept = this.#deps.charts.kept(digest);
        if (kept !== undefined) return kept;
        const question = asked.get(digest);
        if (question === undefined) throw sourceFault('source.failed', 'terminal', `archive ${digest} is not at hand`);
        return (await chart(question)).archive;
      },
      bases: asker.bases,
      plugin: asker.plugin,
      remote: async (url, limit) => {
        if (isTooMany(url)) return { kind: 'unreachable', reason: TOO_MANY };
        const way = this.#wayTo(url, asker);
        if (way.refused !== undefined) return { kind: 'unreachable', reason: way.refused };
        return await this.#remote({ url, limit, route: way.route }, maxAge);
      },
      file: async (url, limit) => {
        if (isTooMany(url))
          throw sourceFault('source.file-not-read', 'user', `failed to fetch ${bare(url)}: ${TOO_MANY}`);
        const { refused, route } = this.#wayTo(url, asker);
        if (refused !== undefined)
          throw sourceFault('source.file-not-read', 'user', `failed to fetch ${bare(url)}: ${refused}`);
        return await this.#files.get(keptAs({ url, limit, route }), maxAge, () => this.#file({ url, limit, route }));
      },
    };
  }

  /** How an address that content names is reached, or why it is not: what is configured may be anywhere. */
  #wayTo(url: string, asker: BaseAsker): { readonly refused: string | undefined; readonly route: HttpRoute } {
    const installation = this.#deps.installation.current();
    const known = serversFor(installation, asker);
    const route = isOfServers(url, known) ? sourceReach(installation, url, asker.project) : { farOnly: true };
    return { refused: nearnessRefused(url, known), route };
  }

  async #chart(
    { field, ...asker }: Asker & { readonly field?: string | undefined },
    question: ChartQuestion,
    maxAge: number,
  ) {
    const { name, repository, version: wish } = question;
    const { passCredentials } = asker;
    try {
      const place: ChartPlace = { record: this.#reachable(repository, asker), name, passCredentials };
      const version = chosenVersion(wish, await this.#deps.charts.versions(place, maxAge));
      const { digest, bytes } = await this.#deps.charts.archive(place, version, maxAge);
      return { answer: { version, digest }, archive: bytes };
    } catch (error) {
      const what = `dependency ${name}${wish === '' ? '' : ` ${wish}`}`;
      if (field === undefined) {
        throw reworded(error, `failed to build chart dependencies: ${what}: ${messageOf(error)}`);
      }
      const pulled = `unable to pull chart ${name}${wish === '' ? '' : ` ${wish}`} of ${repository}`;
      throw reworded(error, `${pulled}: ${messageOf(error)} (at ${field})`);
    }
  }

  /** Throws `source.chart-not-read` where the address may not be reached. */
  #reachable(repository: string, asker: BaseAsker): RepositoryRecord {
    const record = this.#recordOf(repository, asker.project);
    const { refused, route } = this.#wayTo(withScheme(record), asker);
    if (refused !== undefined) throw sourceFault('source.chart-not-read', 'user', `${bare(repository)}: ${refused}`);
    const { access } = record;
    return { ...record, access: { ...access, route: { ...access.route, ...route } } };
  }

  /** Registries are often written without scheme in their Secrets, and repositories by their names (`@name`, `alias:name`). */
  #recordOf(repository: string, project: string): RepositoryRecord {
    const installation = this.#deps.installation.current();
    const alias = /^(?:@|alias:)(.+)$/.exec(repository)?.[1];
    if (alias !== undefined) {
      const named = installation.repositories.filter(({ name, type }) => name === alias && type !== 'git');
      const found = named.find((one) => one.project === project) ?? named.find((one) => one.project === '');
      if (found !== undefined) return found;
      throw sourceFault('source.unknown-repository', 'user', `no repository is named ${alias}`);
    }
    const own = installation.repositoryFor(repository, project);
    if (!repository.startsWith('oci://') || hasAccess(own)) return own;
    const bare = installation.repositoryFor(repository.slice('oci://'.length), project);
    return { ...bare, url: repository, isOci: true };
  }

  /** Nothing is kept of a server that may say something else in a moment. */
  async #remote(wanted: WantedFile, maxAge: number): Promise<RemoteAnswer> {
    try {
      return await this.#remotes.get(keptAs(wanted), maxAge, async () => {
        const answer = await remoteAnswer(this.#deps.http, wanted);
        if (isTemporary(answer)) throw new TemporaryAnswer(answer);
        return answer;
      });
    } catch (error) {
      if (error instanceof TemporaryAnswer) return error.answer;
      throw error;
    }
  }

  async #file({ url, limit, route }: WantedFile): Promise<Uint8Array | TooLarge> {
    try {
      const { status, body } = await this.#deps.http.exchange({ url, limit, route, timeout: FILE_TIMEOUT });
      if (status === 200) return body;
      const kind = status === 429 || status >= 500 ? 'transient' : 'user';
      throw sourceFault('source.file-not-read', kind, `failed to fetch ${bare(url)}: ${status}`);
    } catch (error) {
      if (error instanceof AppError && error.code === 'http.too-large') return { tooLargeFor: limit };
      throw error;
    }
  }
}

class TemporaryAnswer extends Error {
  readonly answer: RemoteAnswer;

  constructor(answer: RemoteAnswer) {
    super(answer.kind);
    this.answer = answer;
  }
}

/** A file of another server; one that is known is reached as no other is, so that answers are kept apart. */
function keptAs({ url, limit, route }: WantedFile): string {
  return `${limit} ${route.farOnly ?? false} ${route.offLink ?? false} ${url}`;
}

function hasAccess({ access }: RepositoryRecord): boolean {
  return access.credentials !== undefined || Object.keys(access.route ?? {}).length > 0;
}

/** The query may hold a signature. */
function bare(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
