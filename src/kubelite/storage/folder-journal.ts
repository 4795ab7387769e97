/**
 * Changes in a file of a folder, each line with its checksum, so that a store survives the end of its process at any byte:
 * what is read back is every write that was acknowledged. A file grown too far is rewritten to the objects alive.
 * It does not wait for the disk: a power cut may lose the last writes.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { tryParseJson } from '../../base/json/parse.ts';
import { isObject, member, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Change } from './change-ring.ts';
import type { ObjectStore, StoreJournal } from './object-store.ts';
import { StoredObject } from './stored-object.ts';

const FILE = /^journal-(\d+)\.log$/;
const SMALLEST = 16 * 1024 * 1024;
/** A file is rewritten when it has grown to so many times what it held after the last time. */
const GROWTH = 4;

export class FolderJournal implements StoreJournal {
  readonly #folder: string;
  #store: ObjectStore | undefined;
  #number = 0;
  #file: number | undefined;
  #size = 0;
  #rewriteAt = SMALLEST;

  /** The folder is made if it is missing; only its owner can read it. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Puts everything that was recorded into an empty store, cuts off a line that broke off, and goes on from there. */
  restore(store: ObjectStore): void {
    this.#store = store;
    this.#number = newestNumber(this.#folder);
    const path = this.#path(this.#number);
    this.#size = existsSync(path) ? replay(path, store) : 0;
    store.restored();
    this.#file = openSync(path, 'a', 0o600);
    this.#rewriteAt = Math.max(SMALLEST, GROWTH * this.#size);
    if (this.#size > SMALLEST) this.#rewrite();
  }

  record(resource: string, change: Change): void {
    if (this.#file === undefined) return;
    if (this.#size > this.#rewriteAt) this.#rewrite();
    this.#size += writeLine(this.#file, lineOf(resource, change));
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  /** The new file has another name until it is whole. */
  #rewrite(): void {
    const store = this.#store;
    if (!store || this.#file === undefined) return;
    const draft = join(this.#folder, 'journal.draft');
    const file = openSync(draft, 'w', 0o600);
    let size = writeLine(file, `{"version":${store.version}}`);
    for (const resource of store.resources()) {
      for (const stored of store.list(resource)) size += writeLine(file, objectLine(resource, stored));
    }
    fsyncSync(file);
    renameSync(draft, this.#path(this.#number + 1));
    closeSync(this.#file);
    rmSync(this.#path(this.#number), { force: true });
    this.#file = file;
    this.#number += 1;
    this.#size = size;
    this.#rewriteAt = Math.max(SMALLEST, GROWTH * size);
  }

  #path(number: number): string {
    return join(this.#folder, `journal-${number}.log`);
  }
}

/** Leftovers of a rewrite that did not finish are removed. */
function newestNumber(folder: string): number {
  const numbers = readdirSync(folder)
    .flatMap((name) => FILE.exec(name)?.[1] ?? [])
    .map(Number);
  const newest = Math.max(0, ...numbers);
  for (const number of numbers) if (number < newest) rmSync(join(folder, `journal-${number}.log`));
  rmSync(join(folder, 'journal.draft'), { force: true });
  return newest;
}

function lineOf(resource: string, { type, stored }: Change): string {
  if (type !== 'DELETED') return objectLine(resource, stored);
  const { namespace, name, version } = stored;
  return JSON.stringify({ version, resource, namespace, name });
}

function objectLine(resource: string, stored: StoredObject): string {
  return `{"version":${stored.version},"resource":${JSON.stringify(resource)},"object":${stored.text}}`;
}

/** One write per line: it is in the system's hands when this returns. */
function writeLine(file: number, text: string): number {
  const line = Buffer.from(`${crc32(text).toString(16).padStart(8, '0')} ${text}\n`);
  let written = 0;
  while (written < line.length) written += writeSync(file, line, written);
  return line.length;
}

/** The length of what is whole; the rest is cut off. */
function replay(path: string, store: ObjectStore): number {
  const bytes = readFileSync(path);
  let offset = 0;
  while (offset < bytes.length) {
    const end = bytes.indexOf(10, offset);
    if (end < 0 || !take(bytes.toString('utf8', offset, end), store)) break;
    offset = end + 1;
  }
  if (offset < bytes.length) truncateSync(path, offset);
  return offset;
}

/** False for a line that is not whole. */
function take(line: string, store: ObjectStore): boolean {
  const text = line.slice(9);
  if (line.slice(0, 8) !== crc32(text).toString(16).padStart(8, '0')) return false;
  const entry = tryParseJson(text);
  const version = member(entry, 'version');
  if (typeof version !== 'number') return false;
  const resource = textAt(entry, 'resource');
  const object = member(entry, 'object');
  if (resource === undefined) store.restoreVersion(version);
  else if (isObject(object)) store.restore(resource, new StoredObject(object as KubeObject, version));
  else
    store.restoreRemoval(resource, {
      namespace: textAt(entry, 'namespace') ?? '',
      name: textAt(entry, 'name') ?? '',
      version,
    });
  return true;
}
