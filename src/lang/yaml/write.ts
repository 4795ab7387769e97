/**
 * JSON value → YAML as sigs.k8s.io/yaml's Marshal writes it (kubectl, Argo CD, Helm's toYaml): block style, two spaces,
 * keys in Go's order, quotes only where a plain text would be read as something else.
 */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { goFloat, goNumber } from './go-float.ts';
import { sortedYamlKeys } from './key-order.ts';
import { LineWriter } from './line-writer.ts';
import { styleOf } from './scalar-style.ts';
import { writeScalar } from './write-scalar.ts';

/** Go compares bytes with this limit; longer keys are written as `? key`. */
const LONGEST_SIMPLE_KEY = 128;
const INDENT = 2;

interface Place {
  /** Column of the collection around; -INDENT at the root. */
  readonly indent: number;
  readonly within: 'root' | 'mapping' | 'sequence';
}

/** The YAML text of one document, ending in a line break. Members that are undefined are left out. */
export function writeYaml(value: Json): string {
  return write(new YamlOut(), value);
}

/**
 * The same in the layout of yaml.v3 with an indent of two (Helm's `toYamlPretty`): lists stand to the right of their
 * key, and no line is broken. Numbers that are no `bigint` are floats, which need no JSON: 1000000 is `1e+06`.
 */
export function writePrettyYaml(value: Json): string {
  return write(new YamlOut('pretty'), value);
}

class YamlOut extends LineWriter {
  readonly isPretty: boolean;

  constructor(layout: 'compact' | 'pretty' = 'compact') {
    super(layout === 'pretty' ? Number.POSITIVE_INFINITY : undefined);
    this.isPretty = layout === 'pretty';
  }

  number(value: number | bigint): string {
    return this.isPretty && typeof value === 'number' ? goFloat(value) : goNumber(value);
  }
}

function write(out: YamlOut, value: Json): string {
  writeNode(out, value, { indent: -INDENT, within: 'root' });
  if (!out.inIndention) out.lineBreak();
  return out.toString();
}

function writeNode(out: YamlOut, value: Json, place: Place): void {
  if (isList(value)) writeSequence(out, value, place);
  else if (isObject(value)) writeMapping(out, value, place);
  else writeLeaf(out, value, { indent: place.indent + INDENT, isSimpleKey: false });
}

function writeLeaf(out: YamlOut, value: Json, place: { indent: number; isSimpleKey: boolean }): void {
  if (typeof value !== 'string') {
    out.space();
    out.text(typeof value === 'number' || typeof value === 'bigint' ? out.number(value) : String(value));
    return;
  }
  const text = value.toWellFormed();
  const layout = { indent: Math.max(place.indent, INDENT), mayFold: !place.isSimpleKey };
  writeScalar(out, text, styleOf(text, { isSimpleKey: place.isSimpleKey, allowsTabs: out.isPretty }), layout);
}

/** The items of a list inside a mapping stand under its key, not to the right of it. */
function writeSequence(out: YamlOut, list: readonly Json[], place: Place): void {
  if (list.length === 0) writeEmpty(out, '[]');
  const sameColumn = !out.isPretty && place.within === 'mapping' && !out.inIndention;
  const indent = sameColumn ? place.indent : place.indent + INDENT;
  for (const item of list) {
    out.indent(indent);
    out.indicator('-', { isIndention: true });
    writeNode(out, item, { indent, within: 'sequence' });
  }
}

function writeMapping(out: YamlOut, object: JsonObject, place: Place): void {
  const all = sortedYamlKeys(object, out.isPretty ? 'v3' : 'v2');
  const keys = all.every((key) => object[key] !== undefined) ? all : all.filter((key) => object[key] !== undefined);
  if (keys.length === 0) writeEmpty(out, '{}');
  const indent = place.indent + INDENT;
  for (const key of keys) {
    out.indent(indent);
    writeKey(out, key, indent);
    writeNode(out, object[key] ?? null, { indent, within: 'mapping' });
  }
}

function writeKey(out: YamlOut, key: string, indent: number): void {
  if (!/[\n\r\u0085\u2028\u2029]/.test(key) && bytesOf(key) <= LONGEST_SIMPLE_KEY) {
    writeLeaf(out, key, { indent: indent + INDENT, isSimpleKey: true });
    out.indicator(':', { isIndention: false });
    return;
  }
  out.indicator('?', { isIndention: true });
  writeLeaf(out, key, { indent: indent + INDENT, isSimpleKey: false });
  out.indent(indent);
  out.indicator(':', { isIndention: true });
}

/** Three bytes a unit are the most: short keys need no counting. */
function bytesOf(key: string): number {
  return key.length * 3 <= LONGEST_SIMPLE_KEY ? key.length : Buffer.byteLength(key);
}

function writeEmpty(out: YamlOut, brackets: string): void {
  out.space();
  out.indicator(brackets, { isIndention: false });
}
