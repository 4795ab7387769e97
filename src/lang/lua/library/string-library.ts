/** `string.*`, over bytes. */
import { LuaFault } from '../runtime/fault.ts';
import { type LuaValue, NOTHING, type Results } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';
import { formatText } from './format-text.ts';
import { changeCase } from './letter-case.ts';
import { type Library, library, native } from './library.ts';
import { captureCount, capturesOf, searchText } from './pattern-search.ts';
import { substitute } from './substitute.ts';

export const STRING_LIBRARY: Library = library({
  byte: bytes,
  char: characters,
  dump: ({ machine }) => {
    throw machine.fault('GopherLua does not support the string.dump');
  },
  find,
  format: formatText,
  gfind: eachMatch,
  gmatch: eachMatch,
  gsub: substitute,
  len: (args) => args.string(1).length,
  lower: (args) => changeCase(args, 'toLowerCase'),
  match: firstMatch,
  rep: repeat,
  reverse,
  sub: part,
  upper: (args) => changeCase(args, 'toUpperCase'),
});

function bytes(args: Arguments): Results {
  const text = args.string(1);
  const written = [args.optionalInteger(2, 1) - 1, args.optionalInteger(3, -1)] as const;
  const start = written[0] < 0 ? text.length + written[0] + 1 : written[0];
  const end = written[1] < 0 ? text.length + written[1] + 1 : written[1];
  if (args.count === 2) return start < 0 || start >= text.length ? NOTHING : text.charCodeAt(start);
  const found: LuaValue[] = [];
  args.machine.spend(Math.max(Math.min(end, text.length) - start, 0));
  for (let at = Math.max(start, 0); at < Math.min(end, text.length); at++) found.push(text.charCodeAt(at));
  return found;
}

function characters(args: Arguments): Results {
  args.machine.allocateString(args.count);
  let text = '';
  for (let position = 1; position <= args.count; position++) {
    text += String.fromCharCode(Number(BigInt.asUintN(8, BigInt(args.integer(position)))));
  }
  return text;
}

/** A position as an index: negative ones count from the end. */
function startIndex(text: string, position: number): number {
  // Below the smallest number of 64 bits comes the largest.
  if (position <= -(2 ** 63)) return Number.MAX_SAFE_INTEGER;
  const index = position === 0 ? 0 : position - 1;
  return Math.max(index < 0 ? text.length + index + 1 : index, 0);
}

function find(args: Arguments): Results {
  const text = args.string(1);
  const pattern = args.string(2);
  if (pattern === '') return [1, 0];
  const from = startIndex(text, args.optionalInteger(3, 1));
  const plain = args.count === 4 && args.at(4) !== undefined && args.at(4) !== false;
  if (plain) return findPlain(args, [text, pattern], from);
  const [match] = searchText(args.machine, [text, pattern], { from, limit: 1 });
  if (match === undefined) return undefined;
  const captures = captureCount(match) === 0 ? [] : capturesOf(text, match);
  return [(match[0] ?? 0) + 1, match[1] ?? 0, ...captures];
}

function findPlain({ machine }: Arguments, [text, wanted]: readonly [string, string], from: number): Results {
  if (from > text.length) {
    throw new LuaFault(`runtime error: slice bounds out of range [${from}:${text.length}]`);
  }
  machine.spend(text.length >> 4);
  const at = text.indexOf(wanted, from);
  return at < 0 ? undefined : [at + 1, at + wanted.length];
}

/** Without a match there are no results at all, not even nil. */
function firstMatch(args: Arguments): Results {
  const text = args.string(1);
  const pattern = args.string(2);
  const written = args.optionalInteger(3, 1);
  const from = Math.max((written < 0 ? text.length + written + 1 : written) - 1, 0);
  const [match] = searchText(args.machine, [text, pattern], { from, limit: 1 });
  return match === undefined ? NOTHING : capturesOf(text, match);
}

function eachMatch(args: Arguments): Results {
  const text = args.string(1);
  const matches = searchText(args.machine, [text, args.string(2)], { from: 0, limit: -1 });
  let place = 0;
  return native(() => {
    const match = matches[place++];
    return match === undefined ? NOTHING : capturesOf(text, match);
  });
}

function repeat(args: Arguments): Results {
  const text = args.string(1);
  const count = args.integer(2);
  if (count <= 0) return '';
  args.machine.allocateString(text.length * count);
  return text.repeat(count);
}

function reverse(args: Arguments): Results {
  const text = args.string(1);
  args.machine.spend(text.length);
  args.machine.allocateString(text.length);
  return text.split('').reverse().join('');
}

function part(args: Arguments): Results {
  const text = args.string(1);
  const start = startIndex(text, args.integer(2));
  const written = args.optionalInteger(3, -1);
  const end = Math.min(Math.max(written < 0 ? text.length + written + 1 : written, 0), text.length);
  return start >= text.length || end < start ? '' : text.slice(start, end);
}
