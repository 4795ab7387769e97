/** `trunc`, `substr`, `wrap`, `trim`: parts of texts. Indexes count bytes. */
import { byteLength, fromBinary, GoError, INT, isAscii, STRING, toBinary } from '../../go-value/index.ts';
import { define, named } from '../define.ts';
import { trimSpace } from './letter-case.ts';
import { abbreviate, type WrapOptions, wrapBytes } from './wrap.ts';

/** `cut` takes a part of the bytes and adds ASCII only. */
function cutBytes(text: string, cut: (bytes: string) => string): string {
  return isAscii(text) ? cut(text) : fromBinary(cut(toBinary(text)));
}

/** A negative count keeps the end. */
function truncate(bytes: string, count: number): string {
  if (count < 0) return bytes.length + count > 0 ? bytes.slice(bytes.length + count) : bytes;
  return bytes.slice(0, count);
}

/** Fails as Go's slice expressions do. */
function substring(bytes: string, start: bigint, end: bigint): string {
  const size = BigInt(bytes.length);
  const out = (range: string) => new GoError(`runtime error: slice bounds out of range ${range}`);
  if (start < 0n) {
    if (end < 0n) throw out(`[:${end}]`);
    if (end > size) throw out(`[:${end}] with length ${size}`);
    return bytes.slice(0, Number(end));
  }
  const stop = end < 0n || end > size ? size : end;
  if (start > stop) throw out(`[${start}:${stop}]`);
  return bytes.slice(Number(start), Number(stop));
}

function trimSet(text: string, set: string): string {
  const wanted = new Set(set);
  const characters = [...text];
  const isKept = (character: string) => !wanted.has(character);
  const first = characters.findIndex(isKept);
  return first < 0 ? '' : characters.slice(first, characters.findLastIndex(isKept) + 1).join('');
}

const TRIM_ALL = define('trimAll', [STRING, STRING], (args) => trimSet(args.text(1), args.text(0)));

function wrap(text: string, options: WrapOptions): string {
  const lineBreak = options.lineBreak === '' ? '\n' : toBinary(options.lineBreak);
  return fromBinary(wrapBytes(toBinary(text), { ...options, lineBreak }));
}

/** Every piece costs a line break. */
function wrappedSize(text: string, width: number, lineBreak: string): number {
  const size = byteLength(text);
  return size + Math.ceil(size / Math.max(1, width)) * Math.max(1, byteLength(lineBreak));
}

export const CUT_FUNCTIONS = [
  define('trunc', [INT, STRING], (args) => cutBytes(args.text(1), (bytes) => truncate(bytes, args.count(0)))),
  define('substr', [INT, INT, STRING], (args) =>
    cutBytes(args.text(2), (bytes) => substring(bytes, args.integer(0), args.integer(1))),
  ),
  define('abbrev', [INT, STRING], (args) => {
    const width = args.count(0);
    return width < 4 ? args.text(1) : cutBytes(args.text(1), (bytes) => abbreviate(bytes, 0, width));
  }),
  define('abbrevboth', [INT, INT, STRING], (args) => {
    const [left, right] = [args.count(0), args.count(1)];
    if (right < 4 || (left > 0 && right < 7)) return args.text(2);
    return cutBytes(args.text(2), (bytes) => abbreviate(bytes, left, right));
  }),
  define('wrap', [INT, STRING], (args, { budget }) => {
    budget.take(wrappedSize(args.text(1), args.count(0), ''));
    return wrap(args.text(1), { width: args.count(0), lineBreak: '', cutsWords: false });
  }),
  define('wrapWith', [INT, STRING, STRING], (args, { budget }) => {
    const [width, lineBreak, text] = [args.count(0), args.text(1), args.text(2)];
    budget.take(wrappedSize(text, width, lineBreak));
    return wrap(text, { width, lineBreak, cutsWords: true });
  }),
  define('trim', [STRING], (args) => trimSpace(args.text(0))),
  ...named(TRIM_ALL, 'trimAll', 'trimall'),
  define('trimSuffix', [STRING, STRING], (args) => {
    const [suffix, text] = [args.text(0), args.text(1)];
    return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
  }),
  define('trimPrefix', [STRING, STRING], (args) => {
    const [prefix, text] = [args.text(0), args.text(1)];
    return text.startsWith(prefix) ? text.slice(prefix.length) : text;
  }),
];
