/** `@base64`, `@csv` and the like. */
import { AppError } from '../../../base/errors.ts';
import { isList, type Json } from '../../../base/json-value.ts';
import type { Budget } from '../compile/machine.ts';
import { described, JqError, previewOf } from '../value/fault.ts';
import { jsonText } from '../value/number-text.ts';

export type Formatter = (value: Json, budget: Budget) => Json;

/** Throws `jq.undefined` (user) for a name that is none. */
export function formatterNamed(name: string): Formatter {
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (format !== undefined) return format;
  throw new AppError({ code: 'jq.undefined', kind: 'user', message: `there is no format ${name} in jq` });
}

/** Texts as they are, everything else as JSON. */
export function textOf(value: Json, budget: Budget): string {
  const text = typeof value === 'string' ? value : jsonText(value);
  budget.hold(text.length);
  return text;
}

const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&apos;', '"': '&quot;' };

const FORMATS: Readonly<Record<string, Formatter>> = {
  '@text': textOf,
  '@json': (value, budget) => {
    const text = jsonText(value);
    budget.hold(text.length);
    return text;
  },
  '@html': (value, budget) => textOf(value, budget).replace(/[<>&'"]/g, (found) => HTML[found] ?? found),
  '@uri': (value, budget) => uriEscaped(textOf(value, budget)),
  '@urid': (value, budget) => uriUnescaped(textOf(value, budget)),
  '@csv': (value) => row(value, { name: '@csv', separator: ',', text: (text) => `"${text.replaceAll('"', '""')}"` }),
  '@tsv': (value) => row(value, { name: '@tsv', separator: '\t', text: tsvText }),
  '@sh': shellText,
  '@base64': (value, budget) => Buffer.from(textOf(value, budget)).toString('base64'),
  '@base64d': (value, budget) => decoded(textOf(value, budget), value),
};

function uriEscaped(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9\-_.~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

function uriUnescaped(text: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) throw new JqError(`@urid cannot be applied to: ${described(text)}`);
  const bytes: Buffer[] = [];
  for (const part of text.match(/(?:%[0-9a-fA-F]{2})+|[^%]+/g) ?? []) {
    bytes.push(part.startsWith('%') ? Buffer.from(part.replaceAll('%', ''), 'hex') : Buffer.from(part));
  }
  return Buffer.concat(bytes).toString('utf8');
}

const TSV: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\r': '\\r', '\n': '\\n' };

function tsvText(text: string): string {
  return text.replace(/[\\\t\r\n]/g, (found) => TSV[found] ?? found);
}

interface RowStyle {
  readonly name: string;
  readonly separator: string;
  readonly text: (text: string) => string;
}

function row(value: Json, style: RowStyle): string {
  if (!isList(value)) throw new JqError(`${style.name} cannot be applied to: ${described(value)}`);
  return value.map((item) => cell(item, style)).join(style.separator);
}

function cell(item: Json, style: RowStyle): string {
  if (typeof item === 'string') return style.text(item);
  if (item === null) return '';
  if (typeof item === 'object') throw new JqError(`${style.name} cannot format an array including: ${described(item)}`);
  return jsonText(item);
}

function shellText(value: Json): string {
  const items = isList(value) ? value : [value];
  return items
    .map((item) => {
      if (typeof item === 'string') return `'${item.replaceAll("'", "'\\''")}'`;
      if (typeof item === 'object' && item !== null) {
        throw new JqError(`@sh cannot format an array including: ${described(item)}`);
      }
      return jsonText(item);
    })
    .join(' ');
}

function decoded(text: string, value: Json): string {
  const bare = text.replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(bare) || bare.length % 4 === 1) {
    const at = text.search(/[^A-Za-z0-9+/]/);
    throw new JqError(
      `@base64d cannot be applied to ${previewOf(value)}: illegal base64 data at input byte ${at < 0 ? bare.length : at}`,
    );
  }
  return Buffer.from(bare, 'base64').toString('utf8');
}
