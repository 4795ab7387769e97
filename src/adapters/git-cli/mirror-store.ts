/** All mirrors below one folder: opened once each, and emptied, the longest unused first, where together they take too much. */
import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ByteLru } from '../../base/byte-lru.ts';
import type { GitRemote } from '../../ports/git.ts';
import type { BatchObject } from './batch-answers.ts';
import { mirrorSize } from './disk-use.ts';
import type { GitProgram } from './git-program.ts';
import { type Mirror, openMirror } from './mirror.ts';
import type { RemoteAddress } from './remote-address.ts';

export interface StoreOptions {
  /** Milliseconds after which an unused reading process ends. */
  readonly idle: number;
  /** Bytes of all mirrors together. */
  readonly budget: number;
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
  #uses = 0;

  constructor(program: GitProgram, options: StoreOptions) {
    this.#program = program;
    this.#options = options;
  }

  /** Takes in what earlier runs left, and removes the empty ones. */
  async begin(): Promise<void> {
    const { cacheFolder } = this.#program.options;
    const folders = (await readdir(cacheFolder)).filter((name) => name.endsWith('.git'));
    const found = await Promise.all(
      folders.map(async (name) => {
        const folder = join(cacheFolder, name);
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

  /** After a mirror has grown: empties others until all together fit. What operations need stays. */
  async makeRoom(grown: Mirror): Promise<void> {
    await grown.settled();
    const entry = this.#known.get(grown.folder);
    if (entry !== undefined) entry.bytes = await mirrorSize(grown.folder);
    const oldest = [...this.#known].sort(([, a], [, b]) => a.used - b.used);
    for (const [folder, known] of oldest) {
      if (this.#total() <= this.#options.budget) return;
      if (folder !== grown.folder && known.bytes > 0) await this.#empty(folder, known);
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

  async #empty(folder: string, known: Known): Promise<void> {
    const mirror = await known.mirror?.catch(() => undefined);
    if (mirror?.isKept() === true) return;
    known.bytes = 0;
    if (mirror === undefined) {
      this.#known.delete(folder);
      await rm(folder, { recursive: true, force: true });
    } else {
      // A transfer under way ends first; nobody waits for that.
      mirror.gate.alone(() => mirror.reset()).catch(() => undefined);
    }
  }
}
