/** `std.manifestYamlDoc`. */
import { parseFloat64 } from '../../go-value/text/parse-number.ts';
import { JsonnetFunction } from '../runtime/function.ts';
import { quoteText } from '../runtime/manifest.ts';
import { JsonnetObject } from '../runtime/object.ts';
import { force } from '../runtime/thunk.ts';
import { JsonnetArray, type Value } from '../runtime/value.ts';
import { plainNumber, refuseDepth } from './manifest-json-ex.ts';
import type { Call } from './native.ts';

export interface YamlStyle {
  readonly indentsArrays: boolean;
  readonly quotesKeys: boolean;
}

export function manifestYaml(call: Call, value: Value, style: YamlStyle): string {
  return new YamlWriter(call, style).text(value, '', call.machine.limits.frames);
}

const INDENT = '  ';

class YamlWriter {
  private readonly call: Call;
  private readonly style: YamlStyle;

  constructor(call: Call, style: YamlStyle) {
    this.call = call;
    this.style = style;
  }

  /** Functions are nothing. */
  text(value: Value, indent: string, depth: number): string {
    refuseDepth(this.call, depth);
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'number') return plainNumber(value);
    if (typeof value === 'string') return textBlock(value, indent);
    if (value instanceof JsonnetFunction) return '';
    const lines = value instanceof JsonnetArray ? this.items(value, indent, depth) : this.fields(value, indent, depth);
    if (lines.length === 0) return value instanceof JsonnetArray ? '[]' : '{}';
    const text = lines.join(`\n${indent}`);
    this.call.machine.make(text.length / 16);
    return text;
  }

  private items({ elements }: JsonnetArray, indent: string, depth: number): readonly string[] {
    const { machine, site } = this.call;
    return elements.map((element) => {
      const value = force(element, machine, site);
      const inner = value instanceof JsonnetArray || value instanceof JsonnetObject ? indent + INDENT : indent;
      const isList = value instanceof JsonnetArray && value.elements.length > 0;
      const gap = isList ? `\n${indent}${INDENT}` : ' ';
      return `-${gap}${this.text(value, inner, depth - 1)}`;
    });
  }

  private fields(object: JsonnetObject, indent: string, depth: number): readonly string[] {
    const { machine, site } = this.call;
    return object.fieldNames(false).map((name) => {
      const value = object.get(name, { machine, site });
      const key = this.style.quotesKeys || !isBareKey(name) ? quoteText(name) : name;
      const step = this.stepInto(value);
      const gap = step === undefined ? ' ' : `\n${indent}${step}`;
      return `${key}:${gap}${this.text(value, indent + (step ?? ''), depth - 1)}`;
    });
  }

  /** How much further in a value begins on a line of its own; undefined where it stays on the line of its key. */
  private stepInto(value: Value): string | undefined {
    if (value instanceof JsonnetArray && value.elements.length > 0) return this.style.indentsArrays ? INDENT : '';
    return value instanceof JsonnetObject && value.fieldNames(false).length > 0 ? INDENT : undefined;
  }
}

/** What ends in a line break becomes a block. */
function textBlock(text: string, indent: string): string {
  if (text === '') return '""';
  if (!text.endsWith('\n')) return quoteText(text);
  const lines = text.slice(0, -1).split('\n');
  return `|${lines.map((line) => `\n${indent}${INDENT}${line}`).join('')}`;
}

const RESERVED = new Set([
  ...['true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n', '.nan', '-.inf', '+.inf', '.inf', 'null', '-', '---', "''"],
]);
const BARE = /^[A-Za-z0-9_\-/.]+$/;
const TIMESTAMP = /^(?:[0-9]*-){2}[0-9]*$/;
const BINARY = /^[-+]?0b[0-1_]+$/;
const HEXADECIMAL = /[-+]?0x[0-9a-fA-F_]+/;

/** Whether a key means itself without quotes. */
function isBareKey(name: string): boolean {
  if (!BARE.test(name) || RESERVED.has(name.toLowerCase())) return false;
  if (TIMESTAMP.test(name) || BINARY.test(name) || HEXADECIMAL.test(name)) return false;
  return !isNumber(name);
}

/** As Go's strconv.ParseFloat reads, but for what is too large for a number. */
function isNumber(name: string): boolean {
  const value = parseFloat64(name);
  return value !== undefined && (Number.isFinite(value) || /^[-+]?inf/i.test(name)) && !name.includes('_');
}
