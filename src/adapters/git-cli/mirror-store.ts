/** All mirrors below one folder: opened once each, and emptied, the longest unused first, where together they take too much. */
import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ByteLru } from '../../base/byte-lru.ts';
import type { GitRemote } from '../../ports/git.ts';
import type { BatchObject } from './batch-answers.ts';
import { DiskGrowth, type Growth } from './disk-growth.ts';
import { mirrorSize, removeLeftovers, removeUnfinished } from './disk-use.ts';
import type { GitProgram } from './git-program.ts';
import { type Mirror, openMirror } from './mirror.ts';
import type { RemoteAddress } from './remote-address.ts';

export interface StoreOptions {
  /** Milliseconds after which an unused reading process ends. */
  readonly idle: number;
  /** Bytes of all mirrors together, with what is being fetched. */
  readonly budget: number;
  /** Bytes of one. */
  readonly limit: number;
}

/** Bytes of objects in memory, of all mirrors. */
const MEMORY = 16 * 1024 * 1024;

interface Known {
  bytes: number;
  /** Rises with every use. */
  used: number;
  readonly mirror: Promise<Mirror> | undefined;
}

export class MirrorStore {
  readonly #program: GitProgram;
  readonly #options: StoreOptions;
  /** By folder; those of earlier runs too. */
  readonly #known = new Map<string, Known>();
  readonly #memory = new ByteLru<BatchObject>(MEMORY);
  readonly #growth: DiskGrowth;
  #uses = 0;

  constructor(program: GitProgram, options: StoreOptions) {
    this.#program = program;
    this.#options = options;
    this.#growth = new DiskGrowth({
      limit: options.limit,
      budget: options.budget,
      stored: (folder) => (folder === undefined ? this.#total() : (this.#known.get(folder)?.bytes ?? 0)),
      emptyOldest: () => this.#emptyOldest(),
    });
  }

  /** Takes in what earlier runs left, and removes the empty ones. */
  async begin(): Promise<void> {
    const { cacheFolder } = this.#program.options;
    const folders = (await readdir(cacheFolder)).filter((name) => name.endsWith('.git'));
    const found = await Promise.all(
      folders.map(async (name) => {
        const folder = join(cacheFolder, name);
        await removeLeftovers(folder);
        const [bytes, { mtimeMs }] = await Promise.all([mirrorSize(folder), stat(folder)]);
        return { folder, bytes, mtimeMs };
      }),
    );
    for (const { folder, bytes } of found.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (bytes === 0) await rm(folder, { recursive: true, force: true });
      else this.#known.set(folder, { bytes, used: ++this.#uses, mirror: undefined });
    }
  }

  /** The mirror of a remote. A shallow one is another than that of the whole history. */
  of(remote: GitRemote, { url }: RemoteAddress): Promise<Mirror> {
    const { cacheFolder } = this.#program.options;
    const depth = remote.depth === undefined ? '' : ` depth ${remote.depth}`;
    const name = createHash('sha256').update(`${url}${depth}`).digest('hex').slice(0, 40);
    const folder = join(cacheFolder, `${name}.git`);
    const known = this.#known.get(folder);
    if (known?.mirror !== undefined) {
      known.used = ++this.#uses;
      return known.mirror;
    }
    const mirror = openMirror(this.#program, folder, { idle: this.#options.idle, memory: this.#memory });
    this.#known.set(folder, { bytes: known?.bytes ?? 0, used: ++this.#uses, mirror });
    mirror.catch(() => this.#known.delete(folder));
    return mirror;
  }

  /** What is begun before a transfer into the mirror and disposed of after it. */
  growing(mirror: Mirror, { url }: RemoteAddress): Growth {
    return this.#growth.begin({ folder: mirror.folder, url });
  }

  /** Counts what a transfer brought, until it is measured. */
  grew({ folder }: Mirror, { bytes }: Growth): void {
    const entry = this.#known.get(folder);
    if (entry !== undefined) entry.bytes += bytes;
  }

  /** Removes what a transfer that failed has left, before it counts no more; where others are under way, after them. */
  async clear(mirror: Mirror): Promise<void> {
    const { folder } = mirror;
    if (this.#growth.count(folder) <= 1) return await removeUnfinished(folder);
    mirror.gate.alone(() => removeUnfinished(folder)).catch(() => undefined);
  }

  /** Looks how much it takes now. */
  async measure({ folder }: Mirror): Promise<void> {
    const entry = this.#known.get(folder);
    if (entry !== undefined) entry.bytes = await mirrorSize(folder);
  }

  /** After a mirror has grown: empties others until all together fit. What operations need stays. */
  async makeRoom(grown: Mirror): Promise<void> {
    await grown.settled();
    await this.measure(grown);
    while (this.#total() + this.#growth.bytes > this.#options.budget) {
      if (!(await this.#emptyOldest(grown.folder))) return;
    }
  }

  async close(): Promise<void> {
    const open = await Promise.allSettled([...this.#known.values()].map(({ mirror }) => mirror));
    const mirrors = open.flatMap((one) => (one.status === 'fulfilled' ? (one.value ?? []) : []));
    for (const { reader } of mirrors) reader.close();
    await Promise.all(mirrors.map((mirror) => mirror.settled()));
  }

  #total(): number {
    return [...this.#known.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** But for one, and for those that grow just now. */
  async #emptyOldest(except?: string): Promise<boolean> {
    const oldest = [...this.#known].sort(([, a], [, b]) => a.used - b.used);
    for (const [folder, known] of oldest) {
      if (folder === except || known.bytes === 0 || this.#growth.count(folder) > 0) continue;
      if (await this.#empty(folder, known)) return true;
    }
    return false;
  }

  async #empty(folder: string, known: Known): Promise<boolean> {
    const mirror = await known.mirror?.catch(() => undefined);
    // Whatever grows by now would wait for this to end, and this for that.
    if (mirror?.isKept() === true || this.#growth.count(folder) > 0) return false;
    if (mirror === undefined) {
      this.#known.delete(folder);
      await rm(folder, { recursive: true, force: true });
    } else {
      await mirror.gate.alone(() => mirror.reset());
      known.bytes = 0;
    }
    return true;
  }
}
