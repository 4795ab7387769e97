/** Random numbers and random JSON for templates to work on. */
import type { Json } from '../../base/json-value.ts';

/** A whole number from 0 up to what is given, without it. */
export type Random = (below: number) => number;

/** Small numbers from a seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** One of a list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)] as T;
}

/** Names that data may have and templates may ask for. */
export const KEYS = ['a', 'b', 'c', 'Name', 'list', 'm', 'nul', 'é', 'x_1'];
const WORDS = [
  '',
  'x',
  'héllo wörld',
  '<a href="x">&\'</a>',
  'line\nbreak\ttab',
  '日本語',
  '\u0001\u007f',
  '1',
  'true',
  '😀 ok',
  '%d%s',
];
const NUMBERS = [0, 1, -1, 3, 42, 1.5, -0.25, 1e6, 123456789, 1e21, 1e-7, 0.1, 100000, 999999, 1234567.5];

/** An object whose entries are of any kind, nil included. */
export function randomObject(random: Random, depth: number): Json {
  return Object.fromEntries(KEYS.filter(() => random(4) > 0).map((key) => [key, keyValue(random, key, depth)]));
}

/** An object in which `list` is a list and `m` a map. */
export function calmObject(random: Random): Json {
  const list = Array.from({ length: random(4) }, () => randomValue(random, 2));
  return Object.assign({}, randomObject(random, 3), { list, m: randomObject(random, 2) });
}

function keyValue(random: Random, key: string, depth: number): Json {
  if (key === 'nul') return null;
  if (key === 'list' && random(4) > 0) return randomList(random, depth);
  if (key === 'm' && random(4) > 0 && depth > 0) return randomObject(random, depth - 1);
  return randomValue(random, depth - 1);
}

function randomList(random: Random, depth: number): Json {
  return Array.from({ length: random(4) }, () => randomValue(random, depth - 1));
}

function randomValue(random: Random, depth: number): Json {
  switch (random(depth > 0 ? 7 : 4)) {
    case 0:
      return pick(random, WORDS);
    case 1:
      return pick(random, NUMBERS);
    case 2:
      return random(2) === 0;
    case 3:
      return random(3) === 0 ? null : pick(random, WORDS);
    case 4:
      return randomList(random, depth);
    default:
      return randomObject(random, depth - 1);
  }
}
