/** The Git port over the program `git` and our own HTTP requests: one bare mirror per remote in a cache folder. */
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { withSignal } from '../../base/with-signal.ts';
import type { GitPort, GitRefs, GitRemote, Oid } from '../../ports/git.ts';
import type { BatchObject } from './batch-answers.ts';
import { fingerprint } from './credential-fingerprint.ts';
import { removeLfsFiles } from './disk-use.ts';
import type { EgressRules } from './egress-rule.ts';
import { gitError } from './git-error.ts';
import { createGitProgram, type GitProgram } from './git-program.ts';
import { createHttpConnections } from './http-connections.ts';
import { createLfsAccess } from './lfs-access.ts';
import { createLfsFiles, type LfsFiles } from './lfs-files.ts';
import { type LfsPointer, readPointer } from './lfs-pointer.ts';
import type { Mirror } from './mirror.ts';
import { type FetchContext, fetchCommit, fetchEverything, STRUCTURE_LIMIT } from './mirror-fetch.ts';
import { MirrorStore } from './mirror-store.ts';
import { readCommit, readTree } from './object-content.ts';
import { type RemoteAddress, readAddress } from './remote-address.ts';
import { askRemote } from './remote-refs.ts';
import { readSigned } from './signed-object.ts';
import { createSmartHttp, type SmartHttp } from './smart-http.ts';

export interface GitCliOptions {
  /** Folder of the mirrors; made with mode 0700. It belongs to one process. */
  readonly cacheFolder: string;
  readonly binary?: string;
  /** Where programs are looked for; default: this process's own `PATH`. */
  readonly path?: string;
  /** Also `file:` URLs and absolute paths. */
  readonly allowFile?: boolean;
  /** Milliseconds for asking refs; default 15 s. */
  readonly requestTimeout?: number;
  /** Milliseconds for a fetch; default 90 s. */
  readonly fetchTimeout?: number;
  /** Milliseconds between asking a process to end and killing it. */
  readonly grace?: number;
  /** Milliseconds after which an unused reading process ends; default 30 s. */
  readonly idle?: number;
  /** Processes against remotes at once; default 8. */
  readonly parallelism?: number;
  /** Milliseconds after which such a process no longer keeps others waiting; default 5 s. */
  readonly patience?: number;
  /** Bytes that one mirror may take; default 4 GiB. */
  readonly repositoryLimit?: number;
  /** Bytes that all mirrors may take together, with what is being fetched; default 16 GiB. */
  readonly diskBudget?: number;
  /** Which addresses may be connected to; absent: any. */
  readonly egress?: EgressRules;
}

export interface GitCli extends GitPort {
  close(): Promise<void>;
}

/** Branches and tags: what is asked for unless the caller wants other refs. */
const USUAL_REFS = ['refs/heads/', 'refs/tags/'];
const GIBIBYTE = 1024 ** 3;
/** Tokens change by the hour: what they opened is remembered for the newest ones. */
const PROVEN = 4096;

/** Throws `git.failed` (user) where the folder cannot be written. */
export async function createGitCli(options: GitCliOptions): Promise<GitCli> {
  const cacheFolder = resolve(options.cacheFolder);
  await prepareFolder(cacheFolder);
  const closing = new AbortController();
  const program = createGitProgram({
    closing: closing.signal,
    binary: options.binary ?? 'git',
    path: options.path ?? process.env['PATH'] ?? '/usr/bin:/bin',
    cacheFolder,
    allowFile: options.allowFile ?? false,
    requestTimeout: options.requestTimeout ?? 15_000,
    fetchTimeout: options.fetchTimeout ?? 90_000,
    grace: options.grace ?? 5_000,
    parallelism: options.parallelism ?? 8,
    egress: options.egress ?? {},
    patience: options.patience ?? 5_000,
    repositoryLimit: Math.min(options.repositoryLimit ?? 4 * GIBIBYTE, options.diskBudget ?? 16 * GIBIBYTE),
  });
  const mirrors = new MirrorStore(program, {
    idle: options.idle ?? 30_000,
    budget: options.diskBudget ?? 16 * GIBIBYTE,
    limit: program.options.repositoryLimit,
  });
  await mirrors.begin();
  const connections = createHttpConnections({
    connectTimeout: program.options.requestTimeout,
    egress: options.egress,
  });
  const lfs = createLfsFiles({ connections, access: createLfsAccess(program) });
  const state = new GitCliState(program, createSmartHttp(connections), { mirrors, lfs });
  return {
    ...portOf(state),
    async close() {
      closing.abort(gitError('git.failed', 'the Git port is closed'));
      await Promise.all([connections.close(), mirrors.close()]);
    },
  };
}

function portOf(state: GitCliState): GitPort {
  return {
    listRefs: (remote, signal, prefixes = USUAL_REFS) => state.listRefs(remote, prefixes, signal),
    fetch: async (remote, commit, signal) => await withSignal(state.fetch(remote, commit), signal),
    resolveShort: (remote, prefix, signal) => withSignal(state.resolveShort(remote, prefix), signal),
    async commit(remote, oid) {
      const mirror = await state.mirrorOf(remote);
      const { content } = await readObject(mirror, oid, { type: ['commit'], limit: STRUCTURE_LIMIT });
      return readCommit(oid, content);
    },
    async signed(remote, oid) {
      const mirror = await state.mirrorOf(remote);
      return readSigned(await readObject(mirror, oid, { type: ['commit', 'tag'], limit: STRUCTURE_LIMIT }));
    },
    async tree(remote, oid) {
      const mirror = await state.mirrorOf(remote);
      return readTree((await readObject(mirror, oid, { type: ['tree'], limit: STRUCTURE_LIMIT })).content);
    },
    async blob(remote, oid, limit = Number.POSITIVE_INFINITY) {
      const { content } = await readObject(await state.mirrorOf(remote), oid, { type: ['blob'], limit });
      return remote.lfs === true ? await state.lfsFile(remote, content, limit) : content;
    },
    async keep(remote, commit, reason) {
      const mirror = await state.mirrorOf(remote);
      await mirror.keep(commit, reason);
    },
    async release(remote, reason) {
      const mirror = await state.mirrorOf(remote);
      await mirror.release(reason);
    },
  };
}

/** What the port remembers: mirrors, fetches under way, and which credentials were seen to open which remote. */
class GitCliState {
  readonly #program: GitProgram;
  readonly #http: SmartHttp;
  readonly #mirrors: MirrorStore;
  readonly #lfs: LfsFiles;
  readonly #fetching = new Map<string, Promise<void>>();
  /** A mirror is shared by all who name its URL, so each set of credentials has to open the remote once. */
  readonly #proven = new Set<string>();

  constructor(program: GitProgram, http: SmartHttp, stored: { readonly mirrors: MirrorStore; readonly lfs: LfsFiles }) {
    this.#program = program;
    this.#http = http;
    this.#mirrors = stored.mirrors;
    this.#lfs = stored.lfs;
  }

  /** The file that a blob stands for, or the blob itself. */
  async lfsFile(remote: GitRemote, content: Buffer, limit: number): Promise<Buffer> {
    const pointer = readPointer(content);
    if (pointer === undefined) return content;
    if (pointer.size > limit) {
      const message = `a file of Git LFS of ${pointer.size} bytes is over the limit of ${limit} bytes`;
      throw gitError('git.too-large', message);
    }
    const mirror = await this.mirrorOf(remote);
    try {
      return await this.#lfsFileIn(mirror, remote, pointer);
    } catch (error) {
      if (!isOwnSize(error)) throw error;
      await removeLfsFiles(mirror.folder);
      await this.#mirrors.measure(mirror);
      return await this.#lfsFileIn(mirror, remote, pointer);
    }
  }

  async #lfsFileIn(mirror: Mirror, remote: GitRemote, pointer: LfsPointer): Promise<Buffer> {
    const { fetchTimeout, closing } = this.#program.options;
    const address = this.#addressOf(remote);
    using growth = this.#mirrors.growing(mirror, address);
    const signal = AbortSignal.any([AbortSignal.timeout(fetchTimeout), closing, growth.signal]);
    const file = await this.#lfs.content({ remote, address, folder: mirror.folder, growth, signal }, pointer);
    this.#mirrors.grew(mirror, growth);
    this.#mirrors.makeRoom(mirror).catch(() => undefined);
    return file;
  }

  async listRefs(remote: GitRemote, prefixes: readonly string[], signal?: AbortSignal): Promise<GitRefs> {
    const address = this.#addressOf(remote);
    const context = { program: this.#program, http: this.#http, remote, address };
    const refs = await askRemote(context, { prefixes, signal });
    this.#noteProof(remote, address);
    return refs;
  }

  fetch(remote: GitRemote, commit: Oid): Promise<void> {
    const key = `${proofOf(remote, this.#addressOf(remote))} ${remote.depth ?? ''} ${commit}`;
    const running = this.#fetching.get(key);
    if (running !== undefined) return running;
    const work = this.#fetchOnce(remote, commit).finally(() => this.#fetching.delete(key));
    this.#fetching.set(key, work);
    return work;
  }

  async resolveShort(remote: GitRemote, prefix: string): Promise<Oid | undefined> {
    if (!/^[0-9a-f]{4,40}$/.test(prefix)) return undefined;
    const context = await this.#fetchContext(remote);
    await this.#prove(remote);
    const { mirror } = context;
    const found = await mirror.reader.read(`${prefix}^{commit}`, STRUCTURE_LIMIT);
    if (found !== undefined) return found.oid;
    using growth = this.#mirrors.growing(mirror, context.address);
    await mirror.gate.alone(() => fetchEverything({ ...context, growth }));
    this.#mirrors.grew(mirror, growth);
    this.#mirrors.makeRoom(mirror).catch(() => undefined);
    return (await mirror.reader.read(`${prefix}^{commit}`, STRUCTURE_LIMIT))?.oid;
  }

  async mirrorOf(remote: GitRemote): Promise<Mirror> {
    return await this.#mirrors.of(remote, this.#addressOf(remote));
  }

  async #fetchOnce(remote: GitRemote, commit: Oid): Promise<void> {
    const context = await this.#fetchContext(remote);
    const { mirror, address } = context;
    if (mirror.has(commit)) return await this.#prove(remote);
    if (!/^[0-9a-f]{40}$/.test(commit))
      throw gitError('git.missing-object', `${address.url}: ${commit} is no commit id`);
    const isNew = await this.#bring(context, commit).catch((error: unknown) => this.#fetchAnew(context, commit, error));
    if (!isNew) return await this.#prove(remote);
    this.#noteProof(remote, address);
    this.#mirrors.makeRoom(mirror).catch(() => undefined);
  }

  async #bring(context: Omit<FetchContext, 'growth'>, commit: Oid): Promise<boolean> {
    const { mirror, address } = context;
    using growth = this.#mirrors.growing(mirror, address);
    try {
      const isNew = await fetchCommit({ ...context, growth }, commit);
      this.#mirrors.grew(mirror, growth);
      return isNew;
    } catch (error) {
      await this.#mirrors.clear(mirror);
      throw error;
    }
  }

  /** What lies there of commits that nobody wants any more may be what is too much. */
  async #fetchAnew(context: Omit<FetchContext, 'growth'>, commit: Oid, error: unknown): Promise<boolean> {
    const { mirror } = context;
    if (!isOwnSize(error) || mirror.marks().length === 0) throw error;
    await mirror.gate.alone(() => mirror.reset());
    await this.#mirrors.measure(mirror);
    return await this.#bring(context, commit);
  }

  async #prove(remote: GitRemote): Promise<void> {
    if (this.#proven.has(proofOf(remote, this.#addressOf(remote)))) return;
    await this.listRefs(remote, ['refs/heads/']);
  }

  #noteProof(remote: GitRemote, address: RemoteAddress): void {
    const proof = proofOf(remote, address);
    this.#proven.delete(proof);
    this.#proven.add(proof);
    for (const oldest of this.#proven) {
      if (this.#proven.size <= PROVEN) break;
      this.#proven.delete(oldest);
    }
  }

  async #fetchContext(remote: GitRemote): Promise<Omit<FetchContext, 'growth'>> {
    const address = this.#addressOf(remote);
    const mirror = await this.mirrorOf(remote);
    const probe = () => this.listRefs(remote, ['refs/heads/']);
    const [program, http] = [this.#program, this.#http];
    return { program, http, mirror, remote, address, url: http.finalUrl(address), probe };
  }

  #addressOf(remote: GitRemote): RemoteAddress {
    return readAddress(remote.url, { allowFile: this.#program.options.allowFile });
  }
}

/** And not that of all mirrors together. */
function isOwnSize(error: unknown): boolean {
  return error instanceof AppError && error.code === 'git.too-large' && error.kind !== 'transient';
}

function proofOf(remote: GitRemote, address: RemoteAddress): string {
  return `${address.url} ${fingerprint(remote.credentials ?? address.credentials, remote.clientCertificate)}`;
}

async function readObject(
  mirror: Mirror,
  oid: Oid,
  wanted: { readonly type: readonly string[]; readonly limit: number },
): Promise<BatchObject> {
  const found = await mirror.reader.read(oid, wanted.limit);
  if (found !== undefined && wanted.type.includes(found.type)) return found;
  mirror.distrust();
  throw gitError('git.missing-object', `there is no ${wanted.type.join(' or ')} ${oid}`);
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(join(folder, 'home'), { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    // What a killed process left behind may hold keys.
    const left = (await readdir(folder)).filter((name) => name.startsWith('transport-'));
    await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  } catch (cause) {
    throw gitError('git.failed', `the folder ${folder} cannot be written`, { kind: 'user', cause });
  }
}
