/**
 * SHA-1 that notices messages made to collide, as the hash of the program git does: each block is hashed once more along those
 * differences by which collisions are made (M. Stevens, "Counter-cryptanalysis", CRYPTO 2013). For what no git has looked at.
 */
import { CONDITIONS, DISTURBANCES } from './sha1-conditions.ts';

const STEPS = 80;
const BLOCK = 64;
const START = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
const ROUND = 20;
/** Steps before which states are kept: from there a second message is followed both ways. */
const MIDDLES: readonly number[] = [58, 65];

interface Disturbance {
  /** Which of `MIDDLES`. */
  readonly middle: number;
  /** What the second message's words differ by. */
  readonly difference: Int32Array;
}

interface Condition {
  readonly word: number;
  readonly bit: number;
  readonly other: number;
  readonly otherBit: number;
  /** 1: the two bits differ; 0: they are equal. */
  readonly differ: number;
  readonly vectors: number;
}

const VECTORS = DISTURBANCES.map(disturbanceOf);
const NEEDED = CONDITIONS.split(';').flatMap(conditionOf);

/** In hexadecimal digits; undefined where a part of the content was made to collide with something else. */
export function checkedSha1(...parts: readonly Uint8Array[]): string | undefined {
  const message = padded(parts);
  const state = Int32Array.from(START);
  const words = new Int32Array(STEPS);
  const kept = MIDDLES.map(() => new Int32Array(5));
  for (let at = 0; at < message.length; at += BLOCK) {
    for (let word = 0; word < 16; word += 1) words[word] = message.readInt32BE(at + 4 * word);
    expand(words, 16);
    const before = state.slice();
    compress(state, words, kept);
    if (collides({ before, after: state, words, kept })) return undefined;
  }
  return [...state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function padded(parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const message = Buffer.alloc(Math.ceil((length + 9) / BLOCK) * BLOCK);
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  message[length] = 0x80;
  message.writeBigUInt64BE(8n * BigInt(length), message.length - 8);
  return message;
}

function rotated(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** Words from a place on, each of the sixteen before it. */
function expand(words: Int32Array, from: number): void {
  for (let t = from; t < STEPS; t += 1) {
    words[t] = rotated(wordAt(words, t - 3) ^ wordAt(words, t - 8) ^ wordAt(words, t - 14) ^ wordAt(words, t - 16), 1);
  }
}

function wordAt(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}

/** One of the four functions of FIPS 180-4 §4.1.1 with its constant. */
function mixed(round: number, b: number, { c, d }: { readonly c: number; readonly d: number }): number {
  if (round === 0) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round === 1) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round === 2) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

/** FIPS 180-4 §6.1.2; keeps what the states were in the middle. */
function compress(state: Int32Array, words: Int32Array, kept: readonly Int32Array[]): void {
  const run = state.slice();
  let from = 0;
  for (const [index, middle] of MIDDLES.entries()) {
    forward(run, words, { from, to: middle });
    kept[index]?.set(run);
    from = middle;
  }
  forward(run, words, { from, to: STEPS });
  for (let index = 0; index < 5; index += 1) state[index] = wordAt(state, index) + wordAt(run, index);
}

function forward(state: Int32Array, words: Int32Array, { from, to }: { readonly from: number; readonly to: number }) {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let t = from; t < to; t += 1) {
    const next = (rotated(a, 5) + mixed((t / ROUND) | 0, b, { c, d }) + e + wordAt(words, t)) | 0;
    e = d;
    d = c;
    c = rotated(b, 30);
    b = a;
    a = next;
  }
  state.set([a, b, c, d, e]);
}

function backward(state: Int32Array, words: Int32Array, from: number): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let t = from - 1; t >= 0; t -= 1) {
    const next = a;
    a = b;
    b = rotated(c, 2);
    c = d;
    d = e;
    e = (next - rotated(a, 5) - mixed((t / ROUND) | 0, b, { c, d }) - wordAt(words, t)) | 0;
  }
  state.set([a, b, c, d, e]);
}

interface Block {
  /** Chaining values on both sides of the block. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly words: Int32Array;
  readonly kept: readonly Int32Array[];
}

/** Whether a second block along one of the differences leads from some chaining value to the same one. */
function collides(block: Block): boolean {
  const possible = possibleVectors(block.words);
  return possible !== 0 && VECTORS.some((vector, index) => ((possible >>> index) & 1) === 1 && meets(block, vector));
}

function possibleVectors(words: Int32Array): number {
  let possible = -1;
  for (const { word, bit, other, otherBit, differ, vectors } of NEEDED) {
    if ((possible & vectors) === 0) continue;
    const difference = (wordAt(words, word) >>> bit) ^ (wordAt(words, other) >>> otherBit);
    if ((difference & 1) !== differ) possible &= ~vectors;
  }
  return possible;
}

function meets({ after, words, kept }: Block, { middle, difference }: Disturbance): boolean {
  const second = words.map((word, index) => word ^ wordAt(difference, index));
  const from = MIDDLES[middle] ?? 0;
  const [begin, end] = [kept[middle]?.slice() ?? new Int32Array(5), kept[middle]?.slice() ?? new Int32Array(5)];
  backward(begin, second, from);
  forward(end, second, { from, to: STEPS });
  return after.every((word, index) => ((wordAt(begin, index) + wordAt(end, index)) | 0) === word);
}

/** The sixteen words that make a vector (S. Manuel, "Classification and generation of disturbance vectors", 2011), with all others. */
function disturbanceOf(name: string): Disturbance {
  const [, type = '', first = '', bit = '', middle = ''] = /^(I+)(\d+)\.(\d)@(\d+)$/.exec(name) ?? [];
  const [from, low] = [Number(first), 1 << Number(bit)];
  // Five more in front: a step is corrected by those that follow it.
  const vector = new Int32Array(STEPS + 5);
  vector[from + 15 + 5] = low;
  if (type === 'II') for (const place of [from + 1, from + 3]) vector[place + 5] = rotated(low, 31);
  for (let t = from + 16 + 5; t < vector.length; t += 1) {
    vector[t] = rotated(
      wordAt(vector, t - 3) ^ wordAt(vector, t - 8) ^ wordAt(vector, t - 14) ^ wordAt(vector, t - 16),
      1,
    );
  }
  for (let t = from + 4; t >= 0; t -= 1) {
    const turned = rotated(wordAt(vector, t + 16), 31);
    vector[t] = turned ^ wordAt(vector, t + 13) ^ wordAt(vector, t + 8) ^ wordAt(vector, t + 2);
  }
  const difference = Int32Array.from({ length: STEPS }, (_, t) => localCollision(vector, t + 5));
  return { middle: MIDDLES.indexOf(Number(middle)), difference };
}

/** Each disturbance is corrected by the five words behind it (F. Chabaud, A. Joux, "Differential collisions in SHA-0", 1998). */
function localCollision(vector: Int32Array, at: number): number {
  const turned = [3, 4, 5].reduce((all, behind) => all ^ rotated(wordAt(vector, at - behind), 30), 0);
  return wordAt(vector, at) ^ rotated(wordAt(vector, at - 1), 5) ^ wordAt(vector, at - 2) ^ turned;
}

function conditionOf(text: string): readonly Condition[] {
  const found = /(\d+)\.(\d+)([=≠])(\d+)\.(\d+) ([0-9a-f]{8})/.exec(text);
  if (found === null) return [];
  const [, word, bit, sign, other, otherBit, vectors = ''] = found;
  return [
    {
      word: Number(word),
      bit: Number(bit),
      other: Number(other),
      otherBit: Number(otherBit),
      differ: sign === '≠' ? 1 : 0,
      vectors: Number.parseInt(vectors, 16) | 0,
    },
  ];
}
