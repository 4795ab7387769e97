/** `quote`, `indent`, `replace`, `repeat`, `contains`, `split`: everything else on texts. */
import {
  ANY,
  type Budget,
  byteLength,
  displayText,
  GoError,
  GoMap,
  GoSlice,
  type GoValue,
  INT,
  quote,
  STRING,
  STRING_MAP,
  STRING_SLICE,
  toBinary,
} from '../../go-value/index.ts';
import { define, defineVariadic } from '../define.ts';
import { randomText, shuffled } from '../random.ts';
import { plainText, plainTexts } from '../value-text.ts';

/** `strings.Repeat` with its errors. */
function repeat(text: string, count: number, budget: Budget): string {
  if (count < 0) throw new GoError('strings: negative Repeat count');
  budget.take(byteLength(text) * count);
  return text.repeat(count);
}

function indent(text: string, spaces: number, budget: Budget): string {
  const pad = repeat(' ', spaces, budget);
  const breaks = text.split('\n').length - 1;
  budget.take(byteLength(text) + breaks * spaces);
  return pad + text.replaceAll('\n', `\n${pad}`);
}

interface Replacement {
  readonly from: string;
  readonly to: string;
}

/** An empty `from` is found before every character and at the end. */
function replace(text: string, { from, to }: Replacement, budget: Budget): string {
  const pieces = from === '' ? ['', ...text, ''] : text.split(from);
  budget.take(byteLength(text) + (pieces.length - 1) * byteLength(to));
  if (from !== '') return pieces.join(to);
  return text === '' ? to : to + [...text].join(to) + to;
}

/** `strings.SplitN`: at most `limit` pieces, all with a negative one. An empty separator parts characters. */
export function splitText(text: string, separator: string, limit: number): readonly string[] {
  if (limit === 0) return [];
  const pieces = separator === '' ? [...text] : text.split(separator);
  if (limit < 0 || pieces.length <= limit) return pieces;
  return [...pieces.slice(0, limit - 1), pieces.slice(limit - 1).join(separator)];
}

function numbered(pieces: readonly string[]): GoMap {
  return new GoMap(STRING_MAP, new Map(pieces.map((piece, index) => [`_${index}`, piece])));
}

function quoteAll(values: readonly GoValue[], mark: (value: GoValue) => string, budget: Budget): string {
  const text = values
    .filter((value) => value !== null)
    .map((value) => mark(value))
    .join(' ');
  budget.take(text.length);
  return text;
}

/** Space as single bytes see it, and the Latin-1 characters that single bytes become. */
function withoutSpace(text: string): string {
  const bytes = toBinary(text);
  const kept = bytes.replace(/[\t-\r \x85\xa0]/g, '');
  return kept.length === bytes.length ? text : kept;
}

function initials(text: string): string {
  return toBinary(text)
    .split(/[\t-\r \x85\xa0]+/)
    .map((word) => word.charAt(0))
    .join('');
}

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

function randomOf(name: string, alphabet: string) {
  return define(name, [INT], (args, context) => randomText(context, alphabet, args.count(0)));
}

export const TEXT_FUNCTIONS = [
  define('repeat', [INT, STRING], (args, { budget }) => repeat(args.text(1), args.count(0), budget)),
  define('indent', [INT, STRING], (args, { budget }) => indent(args.text(1), args.count(0), budget)),
  define('nindent', [INT, STRING], (args, { budget }) => `\n${indent(args.text(1), args.count(0), budget)}`),
  define('replace', [STRING, STRING, STRING], (args, { budget }) =>
    replace(args.text(2), { from: args.text(0), to: args.text(1) }, budget),
  ),
  define('plural', [STRING, STRING, INT], (args) => (args.integer(2) === 1n ? args.text(0) : args.text(1))),
  define('nospace', [STRING], (args) => withoutSpace(args.text(0))),
  define('initials', [STRING], (args) => initials(args.text(0))),
  define('contains', [STRING, STRING], (args) => args.text(1).includes(args.text(0))),
  define('hasPrefix', [STRING, STRING], (args) => args.text(1).startsWith(args.text(0))),
  define('hasSuffix', [STRING, STRING], (args) => args.text(1).endsWith(args.text(0))),
  defineVariadic('quote', [ANY], (args, { budget }) =>
    quoteAll(args.values, (value) => quote(plainText(value, budget)), budget),
  ),
  defineVariadic('squote', [ANY], (args, { budget }) =>
    quoteAll(args.values, (value) => `'${displayText(value, budget)}'`, budget),
  ),
  defineVariadic('cat', [ANY], (args, { budget }) =>
    quoteAll(args.values, (value) => displayText(value, budget), budget),
  ),
  define('toString', [ANY], (args, { budget }) => plainText(args.value(0), budget)),
  define('toStrings', [ANY], (args, { budget }) => new GoSlice(STRING_SLICE, plainTexts(args.value(0), budget))),
  define('join', [STRING, ANY], (args, { budget }) => {
    const texts = plainTexts(args.value(1), budget);
    budget.take(texts.reduce((sum, text) => sum + text.length + args.text(0).length, 0));
    return texts.join(args.text(0));
  }),
  define('split', [STRING, STRING], (args, { budget }) => {
    budget.step(args.text(1).length);
    return numbered(splitText(args.text(1), args.text(0), -1));
  }),
  define('splitn', [STRING, INT, STRING], (args, { budget }) => {
    budget.step(args.text(2).length);
    return numbered(splitText(args.text(2), args.text(0), args.count(1)));
  }),
  define('splitList', [STRING, STRING], (args, { budget }) => {
    budget.step(args.text(1).length);
    return new GoSlice(STRING_SLICE, splitText(args.text(1), args.text(0), -1));
  }),
  define('shuffle', [STRING], (args, context) => {
    context.budget.step(args.text(0).length);
    return shuffled(context, [...args.text(0).toWellFormed()]).join('');
  }),
  randomOf('randAlphaNum', DIGITS + LETTERS),
  randomOf('randAlpha', LETTERS),
  randomOf('randAscii', PRINTABLE),
  randomOf('randNumeric', DIGITS),
];
