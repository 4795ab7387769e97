/**
 * A store's changes in a folder, so that it survives the end of its process at any byte. A change is in the system's hands
 * before anybody sees it, and on the disk when `durable` resolves. When the log has grown, all objects go into a snapshot
 * beside it, a piece at a time, while a new log goes on. See `restore-folder.ts` for how the files are read.
 */
import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AppError, messageOf } from '../../base/errors.ts';
import type { Change } from './change-ring.ts';
import { beginText, changeText, skipText, syncedText } from './data-record.ts';
import { GroupCommit } from './group-commit.ts';
import type { ObjectStore, StoreJournal } from './object-store.ts';
import { frameRecord } from './record-frame.ts';
import { logPath, removeOlder, restoreFolder } from './restore-folder.ts';
import { syncFolder } from './whole-file.ts';
import { type StoreState, stateOf, writeSnapshot } from './write-snapshot.ts';

export interface FolderJournalOptions {
  /**
   * `always` (default): `durable` waits until the disk has every change; changes of the same moment share one wait.
   * `interval`: the disk is asked once a second, and nobody waits. The end of the process loses nothing either way; a power
   * cut may then lose the last second.
   */
  readonly fsync?: 'always' | 'interval';
  /** A log is replaced when it is larger than this and than the last snapshot; default 16 MiB. */
  readonly compactAt?: number;
  /** Told of a compaction that failed; it is tried again when the log has grown further. */
  readonly onFailure?: (message: string) => void;
}

const COMPACT_AT = 16 * 1024 * 1024;
const INTERVAL = 1000;
/** More than a machine can write before the disk has any of it. */
const SKIPPED = 1_000_000;

const dataSync = promisify(fdatasync);

export class FolderJournal implements StoreJournal {
  readonly #folder: string;
  readonly #options: FolderJournalOptions;
  readonly #commits = new GroupCommit(() => this.#sync());
  readonly #ending = new AbortController();
  #store: ObjectStore | undefined;
  #number = 0;
  #file: number | undefined;
  #size = 0;
  #logged = 0;
  #compactAt: number;
  #compaction: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failure: string | undefined;

  /** Records nothing until `restore` was called. The folder is made if it is missing; only its owner can read it. */
  constructor(folder: string, options: FolderJournalOptions = {}) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#folder = folder;
    this.#options = options;
    this.#compactAt = options.compactAt ?? COMPACT_AT;
  }

  /**
   * Puts everything that was recorded into an empty store and goes on from there. `mayHaveLost`: the machine went down, so
   * watchers may know versions that the disk does not; they are not used again. Throws `kubelite.broken-data` (user).
   */
  restore(store: ObjectStore, state: { readonly mayHaveLost: boolean }): void {
    const restored = restoreFolder(this.#folder, store);
    this.#number = restored.number;
    this.#logged = restored.logged;
    this.#expectGrowth(restored.snapshot);
    const isNew = store.version === 1;
    this.#open(restored.size, store.version);
    if (state.mayHaveLost && !isNew) {
      store.restoreVersion(store.version + SKIPPED);
      this.#append(skipText(store.version));
    }
    store.restored();
    this.#store = store;
  }

  /** Throws `kubelite.cannot-store` (transient) where the change could not be written; then nothing of it is left. */
  record(resource: string, change: Change): void {
    this.#append(changeText(resource, change));
    this.#commits.wrote();
    if (this.#logged > this.#compactAt) this.#compaction ??= this.#compact();
    this.#timer ??= setTimeout(() => this.#tick(), INTERVAL).unref();
  }

  /** Resolves when the disk has what was recorded so far, as far as the options ask for it. Rejects `kubelite.cannot-store`. */
  async durable(): Promise<void> {
    if (this.#failure !== undefined) throw cannotStore(this.#failure);
    if (this.#options.fsync !== 'interval') await this.#commits.settled();
  }

  /** Ends what runs in the background and gives the files back. */
  async close(): Promise<void> {
    this.#ending.abort();
    clearTimeout(this.#timer);
    await this.#compaction;
    await this.#commits.settled().catch(() => undefined);
    while (this.#commits.round) await this.#commits.round.catch(() => undefined);
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #open(size: number, version: number): void {
    const path = logPath(this.#folder, this.#number);
    this.#file = openSync(path, 'a', 0o600);
    this.#size = size;
    if (size > 0) return;
    this.#append(beginText(version));
    syncFolder(this.#folder);
  }

  #append(text: string | Buffer): void {
    if (this.#failure !== undefined) throw cannotStore(this.#failure);
    if (this.#file === undefined) throw cannotStore('it is closed');
    const record = frameRecord(text);
    try {
      for (let written = 0; written < record.length; ) written += writeSync(this.#file, record, written);
    } catch (error) {
      this.#undo(this.#file);
      throw cannotStore(messageOf(error));
    }
    this.#size += record.length;
    this.#logged += record.length;
  }

  /** Half a record must not stay: the next one would stand behind damage. */
  #undo(file: number): void {
    try {
      ftruncateSync(file, this.#size);
    } catch (error) {
      this.#failure = messageOf(error);
    }
  }

  /** What the disk has is noted right behind, so that damage up to there is told from a torn end. */
  async #sync(): Promise<void> {
    const file = this.#file;
    const size = this.#size;
    if (file === undefined) return;
    try {
      await dataSync(file);
    } catch (error) {
      // What the system could not write it may have forgotten: no later success says anything about it.
      this.#failure = messageOf(error);
      throw cannotStore(this.#failure);
    }
    this.#noteSynced(size);
  }

  /** A note that cannot be written is missed only where something else is damaged. */
  #noteSynced(offset: number): void {
    try {
      this.#append(syncedText(offset));
    } catch (error) {
      this.#options.onFailure?.(messageOf(error));
    }
  }

  #tick(): void {
    this.#timer = undefined;
    this.#commits.settled().catch((error: unknown) => this.#options.onFailure?.(messageOf(error)));
  }

  async #compact(): Promise<void> {
    const before = this.#number;
    try {
      const state = await this.#turnOver();
      const path = join(this.#folder, `snapshot-${this.#number}`);
      const size = await writeSnapshot(path, state, this.#ending.signal);
      removeOlder(this.#folder, this.#number);
      this.#logged = this.#size;
      this.#expectGrowth(size);
    } catch (error) {
      // The logs hold everything a snapshot would.
      this.#compactAt = 2 * this.#logged;
      if (!this.#ending.signal.aborted) this.#options.onFailure?.(`log-${before} stays: ${messageOf(error)}`);
    } finally {
      this.#compaction = undefined;
    }
  }

  /** Begins the next log. The disk has the old one before, so that only a last log can be torn. */
  async #turnOver(): Promise<StoreState> {
    await this.#commits.settled();
    while (this.#commits.round) await this.#commits.round;
    const old = this.#file;
    const store = this.#store;
    if (old === undefined || !store || this.#ending.signal.aborted) throw cannotStore('it is closed');
    fdatasyncSync(old);
    this.#number += 1;
    this.#open(0, store.version);
    closeSync(old);
    return stateOf(store);
  }

  #expectGrowth(snapshot: number): void {
    this.#compactAt = Math.max(this.#options.compactAt ?? COMPACT_AT, snapshot);
  }
}

function cannotStore(why: string): AppError {
  const message = `the data folder cannot be written: ${why}`;
  return new AppError({ code: 'kubelite.cannot-store', kind: 'transient', message });
}
