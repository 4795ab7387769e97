/**
 * Takes a small pack apart without a process: what a commit brings is a few kilobytes, and starting a process out of a large
 * one costs more than all else. Whatever is unusual is none of ours: then the program git decides.
 */
import { createHash } from 'node:crypto';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import type { Oid } from '../../ports/git.ts';
import type { BatchObject } from './batch-answers.ts';
import { checkedSha1 } from './checked-sha1.ts';
import { applyDelta, sizeAt } from './pack-delta.ts';

/** Bytes of a pack, and of all its objects; and their number. */
export const SMALL = { packed: 128 * 1024, unpacked: 256 * 1024, objects: 256 } as const;

export interface PackedObject extends BatchObject {
  /** Where its entry begins, and the CRC-32 of the entry. */
  readonly offset: number;
  readonly crc: number;
}

export interface SmallPack {
  /** Of the pack, bases included that it came without. */
  readonly objects: readonly PackedObject[];
  /** The ids among them that were here before. */
  readonly bases: ReadonlySet<Oid>;
  /** The whole file. */
  readonly bytes: Buffer;
}

/** An object that is here already; undefined where there is none, or none so small. */
export type Known = (oid: Oid) => Promise<BatchObject | undefined>;

const HEAD = 12;
const HASH = 20;
const TYPES: Readonly<Record<number, string>> = { 1: 'commit', 2: 'tree', 3: 'blob' };
const CODES: Readonly<Record<string, number>> = { commit: 1, tree: 2, blob: 3 };
const BY_OFFSET = 6;
const BY_ID = 7;

/** Undefined where the pack is not small, is damaged or holds anything unusual. Throws nothing of its own. */
export async function unpackSmall(pack: Buffer, known: Known): Promise<SmallPack | undefined> {
  const entries = entriesOf(pack);
  if (entries === undefined) return undefined;
  const resolving = new Resolving(entries);
  for (;;) {
    if (!resolving.resolve()) return undefined;
    const [missing] = resolving.missing();
    if (missing === undefined) break;
    const base = await known(missing);
    if (base === undefined || !resolving.addBase(missing, base)) return undefined;
  }
  return resolving.isDone ? completed(pack, resolving) : undefined;
}

interface Entry {
  readonly offset: number;
  readonly end: number;
  /** Undefined: a delta. */
  readonly type: string | undefined;
  /** Where a delta's base begins, or its id. */
  readonly base: number | Oid | undefined;
  readonly content: Buffer;
}

function entriesOf(pack: Buffer): readonly Entry[] | undefined {
  const end = pack.length - HASH;
  if (pack.length > SMALL.packed || end < HEAD || pack.toString('latin1', 0, 4) !== 'PACK') return undefined;
  const count = pack.readUInt32BE(8);
  if (pack.readUInt32BE(4) !== 2 || count > SMALL.objects) return undefined;
  if (!createHash('sha1').update(pack.subarray(0, end)).digest().equals(pack.subarray(end))) return undefined;
  const entries: Entry[] = [];
  let [at, left] = [HEAD, SMALL.unpacked];
  for (let number = 0; number < count; number += 1) {
    const entry = entryAt(pack.subarray(0, end), at, left);
    if (entry === undefined) return undefined;
    entries.push(entry);
    at = entry.end;
    left -= entry.content.length;
  }
  return at === end ? entries : undefined;
}

function entryAt(pack: Buffer, offset: number, limit: number): Entry | undefined {
  const head = headAt(pack, offset);
  if (head === undefined || head.size > limit) return undefined;
  const inflated = inflatedAt(pack, head.end, head.size);
  if (inflated === undefined) return undefined;
  const { type, base } = head;
  return { offset, end: inflated.end, type, base, content: inflated.content };
}

interface EntryHead {
  readonly type: string | undefined;
  readonly base: number | Oid | undefined;
  readonly size: number;
  readonly end: number;
}

/** Type and size share the first byte: three bits and four. */
function headAt(pack: Buffer, offset: number): EntryHead | undefined {
  const first = pack[offset] ?? 0;
  const more = first < 0x80 ? { value: 0, end: offset + 1 } : sizeAt(pack, offset + 1);
  if (more === undefined) return undefined;
  const [code, size] = [(first >> 4) & 7, (first & 15) + 16 * more.value];
  if (code === BY_OFFSET) {
    const back = distanceAt(pack, more.end);
    return back === undefined ? undefined : { type: undefined, base: offset - back.value, size, end: back.end };
  }
  const end = more.end + HASH;
  if (code === BY_ID) return { type: undefined, base: pack.toString('hex', more.end, end), size, end };
  const type = TYPES[code];
  return type === undefined ? undefined : { type, base: undefined, size, end: more.end };
}

/** Seven bits a byte, the highest first, each further byte counting from one on. */
function distanceAt(pack: Buffer, at: number): { readonly value: number; readonly end: number } | undefined {
  let value = -1;
  for (let end = at; end < at + 5; end += 1) {
    const byte = pack[end] ?? 0;
    value = (value + 1) * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: end + 1 };
  }
  return undefined;
}

/** A stream of exactly so many bytes, and where it ends. */
function inflatedAt(
  pack: Buffer,
  at: number,
  size: number,
): { readonly content: Buffer; readonly end: number } | undefined {
  try {
    const options = { info: true, maxOutputLength: Math.max(size, 1) };
    // With `info` the answer tells how much was taken in, which its type does not say.
    const answer: unknown = inflateSync(pack.subarray(at), options);
    const { buffer, engine } = answer as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    return buffer.length === size ? { content: buffer, end: at + engine.bytesWritten } : undefined;
  } catch {
    return undefined;
  }
}

interface Resolved extends BatchObject {
  readonly entry: Entry | undefined;
}

/** Makes objects of entries, a delta when its base is there. */
class Resolving {
  readonly #byOffset = new Map<number, Resolved>();
  readonly objects = new Map<Oid, Resolved>();
  #pending: readonly Entry[];
  #left: number = SMALL.unpacked;

  constructor(entries: readonly Entry[]) {
    this.#pending = entries;
  }

  get isDone(): boolean {
    return this.#pending.length === 0;
  }

  /** False where an object is damaged, too large, made to collide, or there twice. */
  resolve(): boolean {
    for (let before = -1; before !== this.#pending.length; ) {
      before = this.#pending.length;
      const waiting: Entry[] = [];
      for (const entry of this.#pending) {
        const base = entry.type === undefined ? this.#baseOf(entry) : undefined;
        if (entry.type === undefined && base === undefined) waiting.push(entry);
        else if (!this.#make(entry, base)) return false;
      }
      this.#pending = waiting;
    }
    return true;
  }

  /** Bases that are wanted and not in the pack. None, while entries wait: it is damaged. */
  missing(): readonly Oid[] {
    return this.#pending.flatMap(({ base }) => (typeof base === 'string' ? [base] : []));
  }

  addBase(oid: Oid, { type, content }: BatchObject): boolean {
    this.#left -= content.length;
    if (this.#left < 0 || CODES[type] === undefined) return false;
    this.objects.set(oid, { oid, type, content, entry: undefined });
    return true;
  }

  #baseOf({ base }: Entry): Resolved | undefined {
    return typeof base === 'number' ? this.#byOffset.get(base) : this.objects.get(base ?? '');
  }

  #make(entry: Entry, base: Resolved | undefined): boolean {
    const content = base === undefined ? entry.content : applyDelta(base.content, entry.content, this.#left);
    const type = entry.type ?? base?.type;
    if (content === undefined || type === undefined) return false;
    this.#left -= content.length;
    const oid = checkedSha1(Buffer.from(`${type} ${content.length}\0`), content);
    if (this.#left < 0 || oid === undefined || this.objects.has(oid)) return false;
    const resolved = { oid, type, content, entry };
    this.objects.set(oid, resolved);
    this.#byOffset.set(entry.offset, resolved);
    return true;
  }
}

/** A pack is kept with the bases it came without, so that it can be read by itself. */
function completed(pack: Buffer, { objects }: Resolving): SmallPack {
  const pieces: Buffer[] = [pack.subarray(HEAD, pack.length - HASH)];
  const found: PackedObject[] = [];
  let end = pack.length - HASH;
  for (const { oid, type, content, entry } of objects.values()) {
    const bytes = entry === undefined ? wholeEntry(type, content) : pack.subarray(entry.offset, entry.end);
    found.push({ oid, type, content, offset: entry?.offset ?? end, crc: crc32(bytes) });
    if (entry !== undefined) continue;
    pieces.push(bytes);
    end += bytes.length;
  }
  const head = Buffer.from(pack.subarray(0, HEAD));
  head.writeUInt32BE(found.length, 8);
  const body = Buffer.concat([head, ...pieces]);
  const bytes = Buffer.concat([body, createHash('sha1').update(body).digest()]);
  const bases = new Set([...objects.values()].flatMap(({ oid, entry }) => (entry === undefined ? [oid] : [])));
  return { objects: found, bases, bytes };
}

function wholeEntry(type: string, content: Buffer): Buffer {
  const head = [((CODES[type] ?? 0) << 4) | (content.length & 15)];
  for (let rest = Math.floor(content.length / 16); rest > 0; rest = Math.floor(rest / 128)) {
    head[head.length - 1] = (head.at(-1) ?? 0) | 0x80;
    head.push(rest & 0x7f);
  }
  return Buffer.concat([Buffer.from(head), deflateSync(content)]);
}
