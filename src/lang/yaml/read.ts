/** YAML → JSON values, as the Go library reads them that the profile names. */
import { tryParseJson } from '../../base/json/parse.ts';
import type { Json } from '../../base/json-value.ts';
import { limitFault } from './fault.ts';
import { DEFAULT_YAML_LIMITS } from './limits.ts';
import { documentsOf, firstDocument } from './read-sigs.ts';
import { readChunkAsYaml3 } from './read-yaml3.ts';
import type { YamlReading, YamlSettings } from './settings.ts';
import { type Chunk, contentLine, splitStream } from './split.ts';

export type { YamlReading } from './settings.ts';

export interface YamlDocument {
  readonly value: Json;
  /** Line of the stream at which the content begins, counted from 1. */
  readonly line: number;
}

/**
 * The documents of a stream, lazily: those before a broken one are still delivered. Documents of nothing but comments
 * are left out; an explicit `null` is a document. Errors (kind user): `yaml.invalid` with the line, `yaml.too-large`,
 * `yaml.too-deep`, `yaml.too-many-nodes`, `yaml.excessive-aliasing`.
 */
export function* readDocuments(text: string, reading: YamlReading = {}): Generator<YamlDocument> {
  const settings = settingsOf(reading);
  refuseLarge(text, settings.maxBytes);
  for (const chunk of splitStream(text)) {
    for (const value of readChunk(chunk, settings)) yield { value, line: contentLine(chunk) };
  }
}

/** The first document of a text; null where there is none. Further documents are not looked at, as in Go's Unmarshal. */
export function readYaml(text: string, reading: YamlReading = {}): Json {
  const settings = settingsOf(reading);
  refuseLarge(text, settings.maxBytes);
  if (settings.profile === 'sigs') return readJson(text, settings) ?? firstDocument(text, settings);
  for (const document of readDocuments(text, reading)) return document.value;
  return null;
}

function settingsOf(reading: YamlReading): YamlSettings {
  return { profile: 'sigs', strict: false, ...DEFAULT_YAML_LIMITS, ...reading };
}

function refuseLarge(text: string, maxBytes: number): void {
  const certainlySmall = text.length * 3 <= maxBytes;
  if (certainlySmall || (text.length <= maxBytes && Buffer.byteLength(text) <= maxBytes)) return;
  throw limitFault('yaml.too-large', `YAML of more than ${maxBytes} bytes is refused`);
}

function readChunk(chunk: Chunk, settings: YamlSettings): Iterable<Json> {
  const value = readJson(chunk.text, settings);
  if (value !== undefined) return [value];
  return settings.profile === 'sigs' ? documentsOf(chunk, settings) : readChunkAsYaml3(chunk, settings);
}

/** Where the whole text is JSON it is read as that, which is quicker and the same. */
function readJson(text: string, settings: YamlSettings): Json | undefined {
  if (settings.strict || !/^[ \n\r]*\{/.test(text) || YAML_ONLY.test(text)) return undefined;
  // A tab is no blank to YAML outside of the braces.
  if (text.lastIndexOf('\t') > text.lastIndexOf('}')) return undefined;
  return tryParseJson(text, { maxDepth: settings.maxDepth });
}

/** What JSON takes for a character like others is a line break to YAML, or not allowed; `\/` is unknown to it, and so are halves of characters. */
const YAML_ONLY = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\\\/|\\u[dD][89a-fA-F]/;
