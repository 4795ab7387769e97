/** What a scalar is: the rules of yaml.v2, which the API machinery, Helm and Argo CD read with. */
import { decodeText } from '../../go-value/index.ts';
import { isNotFinite, resolveNumber, resolveScalar } from '../go-scalars.ts';
import { isGoTimestamp } from '../go-timestamp.ts';
import type { ScalarNode } from './node.ts';
import { YamlSyntaxFault } from './syntax-fault.ts';

export type Resolved =
  | { readonly kind: 'null' }
  | { readonly kind: 'str' | 'binary' | 'timestamp'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly value: number };

const PREFIX = 'tag:yaml.org,2002:';
/** Tags whose text is looked at; of all others it is a text. */
const RESOLVABLE = new Set(['', 'str', 'bool', 'int', 'float', 'null', 'timestamp']);
const STRICT_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Throws YamlSyntaxFault where a tag does not fit its text. */
export function resolveNode({ value, tag, isImplicit }: ScalarNode): Resolved {
  if (tag === '' && !isImplicit) return { kind: 'str', value };
  const name = tag.startsWith(PREFIX) ? tag.slice(PREFIX.length) : tag;
  const isKnown = tag === '' || tag.startsWith(PREFIX);
  if (isKnown && name === 'binary') return { kind: 'binary', value: decodeBinary(value) };
  if (!isKnown || !RESOLVABLE.has(name) || name === 'str') return { kind: 'str', value };
  const resolved = resolveText(value, name);
  if (name === '' || name === resolved.kind) return resolved;
  const isWhole = name === 'float' && resolved.kind === 'int' && fitsInt64(resolved.value);
  if (isWhole) return { kind: 'float', value: Number(resolved.value) };
  throw YamlSyntaxFault.whole(`cannot decode !!${resolved.kind} \`${value}\` as a !!${name}`);
}

function fitsInt64(value: number | bigint): boolean {
  return typeof value === 'number' || value < 2n ** 63n;
}

function resolveText(text: string, tag: string): Resolved {
  const first = text.charCodeAt(0);
  const isNumeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (!isNumeric) return plainWord(text);
  if (isNotFinite(text)) return { kind: 'float', value: infinityOf(text) };
  if (text.startsWith('.')) return point(text);
  if ((tag === '' || tag === 'timestamp') && isGoTimestamp(text)) return { kind: 'timestamp', value: text };
  return numeric(text);
}

function plainWord(text: string): Resolved {
  const value = resolveScalar(text, 'sigs');
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'bool', value };
  return isNotFinite(text) ? { kind: 'float', value: infinityOf(text) } : { kind: 'str', value: text };
}

function infinityOf(text: string): number {
  if (/nan/i.test(text)) return Number.NaN;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function point(text: string): Resolved {
  const value = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? { kind: 'float', value } : { kind: 'str', value: text };
}

function numeric(text: string): Resolved {
  const signed = /^0b([-+][01]+)$/.exec(text.replaceAll('_', ''))?.[1];
  if (signed !== undefined) return { kind: 'int', value: Number.parseInt(signed, 2) };
  const value = resolveNumber(text);
  if (value === undefined) return { kind: 'str', value: text };
  const isInteger = typeof value === 'bigint' || isIntegerText(text.replaceAll('_', ''));
  return isInteger ? { kind: 'int', value } : { kind: 'float', value: Number(value) };
}

function isIntegerText(text: string): boolean {
  return /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/.test(text) && inRange(text);
}

/** Whole numbers that fit neither int64 nor uint64 are floats. */
function inRange(text: string): boolean {
  const digits = text
    .replace(/^[-+]/, '')
    .replace(/^0([0-7])/, '0o$1')
    .toLowerCase();
  const size = BigInt(digits);
  if (text.startsWith('-')) return size <= 2n ** 63n;
  return size < (text.startsWith('+') ? 2n ** 63n : 2n ** 64n);
}

function decodeBinary(text: string): string {
  const joined = text.replaceAll(/[\r\n]/g, '');
  if (!STRICT_BASE64.test(joined)) throw YamlSyntaxFault.whole('!!binary value contains invalid base64 data');
  return decodeText(Buffer.from(joined, 'base64'));
}
