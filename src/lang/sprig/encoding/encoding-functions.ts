/** `b64enc`, `b32dec`, `sha256sum`, `toJson`, `fromJson`: texts of other texts and of values. */
import { createHash } from 'node:crypto';
import {
  ANY,
  decodeText,
  encodeText,
  GoError,
  type GoFunction,
  type GoValue,
  STRING,
  toBinary,
} from '../../go-value/index.ts';
import { define, withMust } from '../define.ts';
import { type Decoding, decodeBase32, decodeBase64, encodeBase32 } from './base-encoding.ts';
import { readJson } from './json-reader.ts';
import { type JsonStyle, jsonText } from './json-writer.ts';

/** What cannot be read becomes the text of the error, as in the original. */
function decodedText(decoding: Decoding): string {
  return decoding.kind === 'bytes' ? decodeText(decoding.bytes) : decoding.message;
}

function onText(name: string, work: (text: string) => string): GoFunction {
  return define(name, [STRING], (args, { budget }) => {
    budget.take(args.text(0).length * 2);
    budget.step(args.text(0).length / 8);
    return work(args.text(0));
  });
}

function hashOf(name: string, algorithm: string): GoFunction {
  return onText(name, (text) => createHash(algorithm).update(encodeText(text)).digest('hex'));
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

/** The twin fails; the plain one answers with an empty text. */
function jsonTwins(name: string, style: JsonStyle): readonly GoFunction[] {
  const strict = define(name, [ANY], (args, { budget }) => jsonText(args.value(0), style, budget));
  const [, must = strict] = withMust(strict);
  const lenient = define(name, [ANY], (args, context) => orElse(() => strict.call(context, args.values), ''));
  return [lenient, must];
}

/** What a function gives instead of an error; budgets pass. */
export function orElse(work: () => GoValue, fallback: GoValue): GoValue {
  try {
    return work();
  } catch (error) {
    if (error instanceof GoError) return fallback;
    throw error;
  }
}

const RAW_JSON = define('toRawJson', [ANY], (args, { budget }) =>
  jsonText(args.value(0), { escapesHtml: false }, budget),
);

export const ENCODING_FUNCTIONS: readonly GoFunction[] = [
  onText('b64enc', (text) => Buffer.from(encodeText(text)).toString('base64')),
  onText('b64dec', (text) => decodedText(decodeBase64(toBinary(text)))),
  onText('b32enc', (text) => encodeBase32(encodeText(text))),
  onText('b32dec', (text) => decodedText(decodeBase32(toBinary(text)))),
  hashOf('sha1sum', 'sha1'),
  hashOf('sha256sum', 'sha256'),
  hashOf('sha512sum', 'sha512'),
  onText('adler32sum', (text) => `${adler32(encodeText(text))}`),
  ...jsonTwins('toJson', { escapesHtml: true }),
  ...jsonTwins('toPrettyJson', { escapesHtml: true, isIndented: true }),
  ...withMust(RAW_JSON),
  define('fromJson', [STRING], (args, { budget }) => orElse(() => readJson(args.text(0), budget), null)),
  define('mustFromJson', [STRING], (args, { budget }) => readJson(args.text(0), budget)),
];
