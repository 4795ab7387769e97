/** Values as JSON: plain values, and go-jsonnet's text of them. */
import { formatFloat } from '../../go-value/text/format-float.ts';
import type { Machine } from './machine.ts';
import { NO_SITE } from './machine.ts';
import { CHECKING, JsonnetObject } from './object.ts';
import { ElementSite, FieldSite, type Site } from './site.ts';
import { force } from './thunk.ts';
import { JsonnetArray, type Value } from './value.ts';

/** JSON with the fields of objects in byte order. */
export type Manifested = null | boolean | number | string | readonly Manifested[] | ReadonlyMap<string, Manifested>;

/** Evaluates all of a value. Faults for functions. */
export function manifest(machine: Machine, value: Value, site: Site): Manifested {
  const { depth } = machine;
  machine.enter(site, false);
  const result = manifestWithin(machine, value);
  machine.depth = depth;
  return result;
}

function manifestWithin(machine: Machine, value: Value): Manifested {
  machine.make(2);
  if (value instanceof JsonnetArray)
    return value.elements.map((element, index) => {
      const site = new ElementSite(index);
      return manifest(machine, force(element, machine, site), site);
    });
  if (value instanceof JsonnetObject) {
    value.checkAsserts(machine, CHECKING);
    machine.make(4);
    const fields = new Map<string, Manifested>();
    for (const name of value.fieldNames(false)) {
      const site = new FieldSite(name);
      fields.set(name, manifest(machine, value.get(name, { machine, site }), site));
    }
    return fields;
  }
  if (typeof value === 'string') machine.makeText(value.length);
  if (value === null || typeof value !== 'object') return value;
  throw machine.fault("couldn't manifest function as JSON", NO_SITE);
}

/** What `+` makes of a value beside a string: itself, or its JSON on one line. */
export function textOf(machine: Machine, value: Value, site: Site): string {
  return typeof value === 'string' ? value : serialize(manifest(machine, value, site), false);
}

/** JSON text, indented by three or on one line. */
export function serialize(value: Manifested, isMultiline: boolean): string {
  const parts: string[] = [];
  write(value, { parts, isMultiline }, '');
  return parts.join('');
}

interface Writing {
  readonly parts: string[];
  readonly isMultiline: boolean;
}

function write(value: Manifested, writing: Writing, indent: string): void {
  if (value === null || typeof value === 'boolean') writing.parts.push(String(value));
  else if (typeof value === 'number') writing.parts.push(numberText(value));
  else if (typeof value === 'string') writing.parts.push(quoteText(value));
  else if (Array.isArray(value))
    writeAll(value, { ...BRACKETS, writing, indent }, (element, inner) => write(element, writing, inner));
  else if (value instanceof Map)
    writeAll([...value], { ...BRACES, writing, indent }, ([name, field], inner) => {
      writing.parts.push(quoteText(name), ': ');
      write(field, writing, inner);
    });
}

const BRACKETS = { open: '[', close: ']' };
const BRACES = { open: '{', close: '}' };

function writeAll<T>(
  items: readonly T[],
  at: { readonly open: string; readonly close: string; readonly writing: Writing; readonly indent: string },
  item: (value: T, indent: string) => void,
): void {
  const { parts, isMultiline } = at.writing;
  if (items.length === 0) {
    parts.push(`${at.open} ${at.close}`);
    return;
  }
  const inner = isMultiline ? `${at.indent}   ` : at.indent;
  for (const [index, value] of items.entries()) {
    if (index === 0) parts.push(isMultiline ? `${at.open}\n` : at.open, inner);
    else parts.push(isMultiline ? ',\n' : ', ', inner);
    item(value, inner);
  }
  parts.push(isMultiline ? `\n${at.indent}${at.close}` : `${at.indent}${at.close}`);
}

/** Whole numbers in full, others with 17 digits. */
export function numberText(value: number): string {
  if (Number.isInteger(value))
    return Object.is(value, -0) ? '-0' : Number.isSafeInteger(value) ? String(value) : BigInt(value).toString();
  return formatFloat(value, { verb: 'g', precision: 17, bits: 64 });
}

const ESCAPED = /["\\\u0000-\u001f\u007f-\u009f]/;
const EACH_ESCAPED = new RegExp(ESCAPED.source, 'g');
const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A text in JSON's quotes; control characters up to U+009F escaped, nothing else. */
export function quoteText(text: string): string {
  return ESCAPED.test(text) ? `"${text.replace(EACH_ESCAPED, escapeOne)}"` : `"${text}"`;
}

function escapeOne(character: string): string {
  return NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
