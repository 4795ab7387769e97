/** Functions of texts. */
import { AppError } from '../../../base/errors.ts';
import { parseJson } from '../../../base/json/parse.ts';
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import { jsonSyntaxFault } from '../../go-value/text/json-syntax-fault.ts';
import { accessed, keysInside } from '../value/access.ts';
import { add, splitText } from '../value/arithmetic.ts';
import { JqError, notFor, previewOf } from '../value/fault.ts';
import { jsonText, numberFrom } from '../value/number-text.ts';
import { textOf } from './formats.ts';
import { arg, type Call, type FunctionTable, listInput, textInput } from './table.ts';

export const TEXTS: FunctionTable = {
  'tostring/0': ({ input, budget }) => textOf(input, budget),
  'tojson/0': ({ input, budget }) => textOf(jsonText(input), budget),
  'fromjson/0': fromJson,
  'tonumber/0': toNumber,
  'toboolean/0': toBoolean,
  'startswith/1': (call) => both(call, (text, part) => text.startsWith(part)),
  'endswith/1': (call) => both(call, (text, part) => text.endsWith(part)),
  'ltrimstr/1': (call) => both(call, (text, part) => (text.startsWith(part) ? text.slice(part.length) : text)),
  'rtrimstr/1': (call) =>
    both(call, (text, part) => (part !== '' && text.endsWith(part) ? text.slice(0, -part.length) : text)),
  'trimstr/1': (call) =>
    both(call, (text, part) => {
      const rest = text.startsWith(part) ? text.slice(part.length) : text;
      return part !== '' && rest.endsWith(part) ? rest.slice(0, -part.length) : rest;
    }),
  'trim/0': (call) => textInput(call).replace(/^[\s\u0085]+|[\s\u0085]+$/g, ''),
  'ltrim/0': (call) => textInput(call).replace(/^[\s\u0085]+/, ''),
  'rtrim/0': (call) => textInput(call).replace(/[\s\u0085]+$/, ''),
  'ascii_downcase/0': (call) => textInput(call).replace(/[A-Z]+/g, (found) => found.toLowerCase()),
  'ascii_upcase/0': (call) => textInput(call).replace(/[a-z]+/g, (found) => found.toUpperCase()),
  'explode/0': (call) => explode(call),
  'implode/0': (call) => implode(call),
  'split/1': split,
  'join/1': join,
  'utf8bytelength/0': (call) => Buffer.byteLength(textInput(call)),
};

function both(call: Call, apply: (text: string, part: string) => Json): Json {
  const [text, part] = [call.input, arg(call, 0)];
  if (typeof text === 'string' && typeof part === 'string') return apply(text, part);
  throw notFor(call.name, text, call.args);
}

function split({ name, input, args, budget }: Call): Json {
  const [separator = null] = args;
  if (typeof input !== 'string') throw notFor(name, input);
  if (typeof separator !== 'string') throw notFor(name, separator);
  budget.hold(input.length);
  return splitText(input, separator);
}

function fromJson(call: Call): Json {
  const text = textInput(call);
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reason = decoderFault(text);
    if (reason === undefined) throw notFor(call.name, text);
    throw new JqError(`fromjson cannot be applied to ${previewOf(text)}: ${reason}`);
  }
}

/** As Go's decoder says it, which reads one value; undefined where only what follows the value is wrong. */
function decoderFault(text: string): string | undefined {
  const fault = jsonSyntaxFault(text);
  if (fault === undefined || fault.endsWith('after top-level value')) return undefined;
  if (fault !== 'unexpected end of JSON input') return fault;
  return text.trim() === '' ? 'EOF' : 'unexpected EOF';
}

function toNumber(call: Call): Json {
  const { input } = call;
  if (typeof input === 'number' || typeof input === 'bigint') return input;
  if (typeof input !== 'string') throw notFor(call.name, input);
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(input)) {
    throw new JqError(`tonumber cannot be applied to ${previewOf(input)}: invalid number`);
  }
  return numberFrom(input.replace(/^\+/, ''));
}

function toBoolean(call: Call): Json {
  const { input } = call;
  if (typeof input === 'boolean') return input;
  if (input === 'true' || input === 'false') return input === 'true';
  throw notFor(call.name, input);
}

function explode(call: Call): Json {
  const text = textInput(call);
  call.budget.hold(text.length);
  return [...text].map((character) => character.codePointAt(0) ?? 0);
}

function implode(call: Call): Json {
  return listInput(call)
    .map((code) => {
      if (typeof code !== 'number') throw notFor(call.name, call.input);
      const valid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return String.fromCodePoint(valid ? Math.trunc(code) : 0xfffd);
    })
    .join('');
}

function join(call: Call): Json {
  const { input, budget } = call;
  const separator = arg(call, 0);
  if (!isList(input) && !isObject(input)) throw notFor(call.name, input, call.args);
  const list = keysInside(input).map((at) => accessed(input, at, budget));
  return list.reduce<Json>((text, item, at) => {
    const before = at === 0 ? '' : add(text, separator, budget);
    return add(before, item === null ? '' : typeof item === 'object' ? item : textOf(item, budget), budget);
  }, '');
}
