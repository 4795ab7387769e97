/** Where the content of generated ConfigMaps and Secrets comes from: literals, files and files of variables. */
import { explained, kustomizeFault } from '../fault.ts';
import type { Folder } from '../files/folder.ts';

export interface KeyValueSources {
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly envs?: readonly string[];
}

export interface Pair {
  readonly key: string;
  readonly value: Uint8Array;
}

/** Variables first, then literals, then files. */
export function readPairs(folder: Folder, { literals = [], files = [], envs = [] }: KeyValueSources): readonly Pair[] {
  return [
    ...explained(`env source files: [${envs.join(' ')}]`, () => envs.flatMap((path) => variablesOf(folder.read(path)))),
    ...explained(`literal sources [${literals.join(' ')}]`, () => literals.map(literalPair)),
    ...explained(`file sources: [${files.join(' ')}]`, () => files.map((source) => filePair(folder, source))),
  ];
}

function literalPair(source: string): Pair {
  const equals = source.indexOf('=');
  if (equals <= 0) throw kustomizeFault(`invalid literal source ${source}, expected key=value`);
  return { key: source.slice(0, equals), value: Buffer.from(withoutQuotes(source.slice(equals + 1))) };
}

function withoutQuotes(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length >= 2 ? text.slice(1, -1) : text;
}

function filePair(folder: Folder, source: string): Pair {
  const parts = source.split('=');
  if (parts.length > 2) throw kustomizeFault(`source "${source}" key name or file path contains '='`);
  const [first = '', second] = parts;
  if (second === undefined) return { key: baseName(first), value: folder.read(first) };
  if (first === '') throw kustomizeFault(`missing key name for file path "${second}" in source "${source}"`);
  if (second === '') throw kustomizeFault(`missing file path for key name "${first}" in source "${source}"`);
  return { key: first, value: folder.read(second) };
}

function baseName(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) || '/';
}

/** Longest line of a file of variables; what stands from there on is not read. */
const LONGEST_LINE = 64 * 1024;

function variablesOf(content: Uint8Array): readonly Pair[] {
  const lines = textOf(content).split('\n');
  const tooLong = lines.findIndex((line) => line.length >= LONGEST_LINE);
  return (tooLong < 0 ? lines : lines.slice(0, tooLong)).flatMap((line, at) => {
    const plain = line.replace(/\r$/, '').replace(at === 0 ? /^\ufeff/ : /^$/, '');
    const trimmed = plain.replace(LEADING_SPACE, '');
    if (trimmed.startsWith('#')) return [];
    const equals = trimmed.indexOf('=');
    const key = equals < 0 ? trimmed : trimmed.slice(0, equals);
    if (key === '') return [];
    return [{ key, value: Buffer.from(equals < 0 ? '' : trimmed.slice(equals + 1)) }];
  });
}

/** What Go takes for space. */
const LEADING_SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

function textOf(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw kustomizeFault('a line has invalid utf8 bytes');
  }
}
