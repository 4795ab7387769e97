/** YAML → JSON values. The only module that knows js-yaml; everything else says which Go library it wants to agree with. */
import { type LoadOptions, loadAll, type State, YAMLException } from 'js-yaml';
import { tryParseJson } from '../../base/json/parse.ts';
import { isList, isObject, type Json } from '../../base/json-value.ts';
import { expansionOf } from './expansion.ts';
import { invalid, limitFault, yamlFault } from './fault.ts';
import type { YamlProfile } from './go-scalars.ts';
import { DEFAULT_YAML_LIMITS, type YamlLimits } from './limits.ts';
import { applyMergeKeys } from './merge-keys.ts';
import { SCHEMAS } from './schema.ts';
import { type Chunk, contentLine, splitStream } from './split.ts';

export interface YamlReading extends YamlLimits {
  /** Default `sigs`: what kubectl, Helm and Argo CD read. */
  readonly profile?: YamlProfile;
  /** Refuse duplicate keys; `yaml3` always does. Otherwise the last one wins. */
  readonly strict?: boolean;
}

export interface YamlDocument {
  readonly value: Json;
  /** Line of the stream at which the content begins, counted from 1. */
  readonly line: number;
}

const COMPLEX_KEY = '[object Object]';
const MAYBE_COMPLEX_KEY = /[{,]\s*\{|\?\s|\}\s*:/;

type Settings = Required<YamlReading>;

/**
 * The documents of a stream, lazily: those before a broken one are still delivered. Documents of nothing but comments
 * are left out; an explicit `null` is a document. Errors (kind user): `yaml.invalid` with the line, `yaml.too-large`,
 * `yaml.too-deep`, `yaml.too-many-nodes`, `yaml.excessive-aliasing`.
 */
export function* readDocuments(text: string, reading: YamlReading = {}): Generator<YamlDocument> {
  const settings = { profile: 'sigs', strict: false, ...DEFAULT_YAML_LIMITS, ...reading } satisfies Settings;
  refuseLarge(text, settings.maxBytes);
  for (const chunk of splitStream(text)) {
    for (const value of readChunk(chunk, settings)) yield { value, line: contentLine(chunk) };
  }
}

/** The first document of a text; null where there is none. Further documents are not looked at, as in Go's Unmarshal. */
export function readYaml(text: string, reading: YamlReading = {}): Json {
  for (const document of readDocuments(text, reading)) return document.value;
  return null;
}

function refuseLarge(text: string, maxBytes: number): void {
  const certainlySmall = text.length * 3 <= maxBytes;
  if (certainlySmall || (text.length <= maxBytes && Buffer.byteLength(text) <= maxBytes)) return;
  throw limitFault('yaml.too-large', `YAML of more than ${maxBytes} bytes is refused`);
}

function readChunk(chunk: Chunk, settings: Settings): readonly Json[] {
  if (!settings.strict && /^\s*\{/.test(chunk.text)) {
    const value = tryParseJson(chunk.text, { maxDepth: settings.maxDepth });
    if (value !== undefined) return [value];
  }
  const { profile, maxNodes } = settings;
  let values = parse(chunk, settings);
  if (MAYBE_COMPLEX_KEY.test(chunk.text)) refuseComplexKeys(values, profile);
  if (chunk.text.includes('<<')) values = values.map((value) => applyMergeKeys(value, { profile, maxKeys: maxNodes }));
  if (/[&*]/.test(chunk.text)) for (const value of values) refuseExpansion(value, settings);
  return values;
}

function parse(chunk: Chunk, settings: Settings): Json[] {
  try {
    const values: unknown = loadAll(chunk.text, undefined, loadOptions(chunk.text, settings));
    // The schema constructs nothing but JSON values.
    return values as Json[];
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (error.reason.startsWith('nesting exceeded maxDepth')) {
      throw tooDeep(settings.maxDepth);
    }
    throw yamlFault(error, chunk.line, settings.profile);
  }
}

function loadOptions(text: string, settings: Settings): LoadOptions & { maxDepth: number } {
  let nodes = 0;
  const endsInContent = !/(?:^|\n)[ \t]*$/.test(text.slice(-200));
  return {
    schema: SCHEMAS[settings.profile],
    json: !settings.strict && settings.profile === 'sigs',
    maxDepth: settings.maxDepth,
    listener: (event, state) => {
      if (event === 'open' && ++nodes > settings.maxNodes) throw tooManyNodes(settings.maxNodes);
      if (event === 'close' && endsInContent) dropAddedLineBreak(state);
    },
  };
}

/**
 * js-yaml ends every text in a line break, which a block scalar at the end then takes for its own. Only a block scalar
 * reaches the very end; everything else stops before the line break.
 */
function dropAddedLineBreak(state: State): void {
  const atEnd = state.position >= state.length - 1 && state.input.charCodeAt(state.position) === 0;
  if (!atEnd || state.kind !== 'scalar' || typeof state.result !== 'string') return;
  if (state.result.endsWith('\n')) state.result = state.result.slice(0, -1);
}

/**
 * js-yaml turns a mapping used as a key into this text, which is how `{{ .Values.x }}` would slip through in a manifest
 * that was meant to be a template.
 */
function refuseComplexKeys(value: Json, profile: YamlProfile, seen = new Set<object>()): void {
  // Aliases share values: each is looked at once, or a bomb would go off here.
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (isObject(value) && Object.hasOwn(value, COMPLEX_KEY)) throw invalid('yaml: invalid map key: a map', profile);
  for (const item of isList(value) ? value : Object.values(value)) refuseComplexKeys(item ?? null, profile, seen);
}

function tooManyNodes(maxNodes: number): Error {
  return limitFault('yaml.too-many-nodes', `YAML document of more than ${maxNodes} nodes is refused`);
}

function tooDeep(maxDepth: number): Error {
  return limitFault('yaml.too-deep', `YAML is nested deeper than ${maxDepth} levels`);
}

function refuseExpansion(value: Json, settings: Settings): void {
  const expansion = expansionOf(value);
  if (expansion.kind === 'endless') throw invalid('yaml: anchor value contains itself', settings.profile);
  if (expansion.depth > settings.maxDepth) throw tooDeep(settings.maxDepth);
  if (expansion.nodes > settings.maxNodes || expansion.nodes - expansion.own > settings.maxAliased) {
    throw limitFault('yaml.excessive-aliasing', 'yaml: document contains excessive aliasing');
  }
}
