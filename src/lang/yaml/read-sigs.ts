/** Documents as sigs.k8s.io/yaml reads them. */
import { AppError } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import { invalid, limitFault } from './fault.ts';
import type { YamlProfile } from './go-scalars.ts';
import { type DecodeLimits, ExcessiveAliasing } from './parse/decode.ts';
import { decodeJson, UnsupportedValue } from './parse/decode-json.ts';
import { DocumentParser } from './parse/document-parser.ts';
import type { Node } from './parse/node.ts';
import { quickRead } from './parse/quick-read.ts';
import { YamlSyntaxFault } from './parse/syntax-fault.ts';
import type { YamlSettings } from './settings.ts';
import type { Chunk } from './split.ts';

/** The first document of a text; null where there is none. */
export function firstDocument(text: string, settings: YamlSettings): Json {
  for (const value of documentsOf({ text, line: 1 }, settings)) return value;
  return null;
}

/** All documents of a piece of a stream, one after the other. */
export function documentsOf(chunk: Chunk, settings: YamlSettings): Iterable<Json> {
  const value = quickRead(chunk.text, settings);
  return value === undefined ? parsedDocuments(chunk, settings) : [value];
}

/** The same by the full parser alone. */
export function parsedDocuments(chunk: Chunk, settings: YamlSettings): Generator<Json> {
  return decodedDocuments(chunk, settings, decodeJson);
}

/** The documents as `decode` reads their trees. */
export function* decodedDocuments<T>(
  { text, line }: Chunk,
  settings: YamlSettings,
  decode: (root: Node, limits: DecodeLimits) => T,
): Generator<T> {
  // A byte order mark is no part of the text.
  const plain = text.replace(/^\ufeff/, '');
  const readable = readableText(plain);
  const limits = new Counter(settings);
  const parser = new DocumentParser(readable, limits);
  const refuseControl = () => {
    const isBroken = readable.length < plain.length && parser.position + LOOKAHEAD >= readable.length;
    if (isBroken) throw invalid('yaml: control characters are not allowed', settings.profile);
  };
  for (;;) {
    limits.reset();
    const read = worded({ line, profile: settings.profile, refuseControl }, () => {
      const document = parser.next();
      refuseControl();
      return document && { value: decode(document.root, limits) };
    });
    if (read === undefined) return;
    yield read.value;
  }
}

interface Wording {
  readonly line: number;
  readonly profile: YamlProfile;
  readonly refuseControl: () => void;
}

function worded<T>({ line, profile, refuseControl }: Wording, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof ExcessiveAliasing) throw excessiveAliasing();
    if (error instanceof UnsupportedValue) throw invalid(error.message, profile);
    if (!(error instanceof YamlSyntaxFault)) throw error;
    refuseControl();
    throw invalid(faultText(error, line), profile);
  }
}

/** Lines count from the beginning of the stream, of which the text may be a later part. */
function faultText({ problem, line }: YamlSyntaxFault, firstLine: number): string {
  if (line === undefined && firstLine > 1 && !/^(?:unmarshal errors|unknown anchor|cannot decode)/.test(problem)) {
    return `yaml: line ${firstLine}: ${problem}`;
  }
  const moved = problem.replace(/(?<=\n {2}line )\d+/g, (digits) => String(Number(digits) + firstLine - 1));
  return line === undefined ? `yaml: ${moved}` : `yaml: line ${line + firstLine - 1}: ${moved}`;
}

/** What is neither a tab, a line break nor to be seen. */
const FORBIDDEN = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/** The library reads so many bytes at a time, and looks for forbidden characters in all of them at once. */
const READ_AT_ONCE = 512;
const LOOKAHEAD = 4;

/** The text up to the piece in which something forbidden stands. */
function readableText(text: string): string {
  const at = text.search(FORBIDDEN);
  if (at < 0) return text;
  const bytes = Buffer.from(text);
  const offset = Buffer.byteLength(text.slice(0, at));
  const piece = Math.floor(offset / READ_AT_ONCE) * READ_AT_ONCE;
  return bytes.subarray(0, piece).toString();
}

function excessiveAliasing(): AppError {
  const message = 'error converting YAML to JSON: yaml: document contains excessive aliasing';
  return limitFault('yaml.excessive-aliasing', message);
}

/** The limits of one document, for the parser and for what decodes. */
class Counter {
  readonly #settings: YamlSettings;
  #nodes = 0;
  #aliased = 0;
  #depth = 0;

  constructor(settings: YamlSettings) {
    this.#settings = settings;
  }

  get isStrict(): boolean {
    return this.#settings.strict;
  }

  reset(): void {
    this.#nodes = 0;
    this.#aliased = 0;
    this.#depth = 0;
  }

  count(): void {
    this.#nodes += 1;
    this.#refuseMany();
  }

  enter(): void {
    this.#depth += 1;
    const { maxDepth } = this.#settings;
    if (this.#depth > maxDepth) throw limitFault('yaml.too-deep', `YAML is nested deeper than ${maxDepth} levels`);
  }

  leave(): void {
    this.#depth -= 1;
  }

  countAliased(weight: number): void {
    this.#nodes += weight;
    this.#aliased += weight;
    this.#refuseMany();
    if (this.#aliased > this.#settings.maxAliased) throw excessiveAliasing();
  }

  #refuseMany(): void {
    const { maxNodes } = this.#settings;
    if (this.#nodes > maxNodes)
      throw limitFault('yaml.too-many-nodes', `YAML document of more than ${maxNodes} nodes is refused`);
  }
}
