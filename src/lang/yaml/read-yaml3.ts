/** The documents of a stream as yaml.v3 reads them, with js-yaml: the only module that knows it. */
import { type LoadOptions, loadAll, type State, YAMLException } from 'js-yaml';
import { isList, isObject, type Json } from '../../base/json-value.ts';
import { expansionOf } from './expansion.ts';
import { invalid, limitFault, yamlFault } from './fault.ts';
import type { YamlProfile } from './go-scalars.ts';
import { applyMergeKeys } from './merge-keys.ts';
import { SCHEMAS } from './schema.ts';
import type { YamlSettings } from './settings.ts';
import type { Chunk } from './split.ts';

const COMPLEX_KEY = '[object Object]';
const MAYBE_COMPLEX_KEY = /[{,]\s*\{|\?\s|\}\s*:/;

/** The documents of one piece of a stream. Throws as `readDocuments`. */
export function readChunkAsYaml3(chunk: Chunk, settings: YamlSettings): readonly Json[] {
  const { maxNodes } = settings;
  const profile = 'yaml3';
  let values = parse(chunk, settings);
  if (MAYBE_COMPLEX_KEY.test(chunk.text)) refuseComplexKeys(values, profile);
  if (chunk.text.includes('<<')) values = values.map((value) => applyMergeKeys(value, { profile, maxKeys: maxNodes }));
  if (/[&*]/.test(chunk.text)) for (const value of values) refuseExpansion(value, settings);
  return values;
}

function parse(chunk: Chunk, settings: YamlSettings): Json[] {
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

function loadOptions(text: string, settings: YamlSettings): LoadOptions & { maxDepth: number } {
  let nodes = 0;
  const endsInContent = !/(?:^|\n)[ \t]*$/.test(text.slice(-200));
  return {
    schema: SCHEMAS[settings.profile],
    json: false,
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

function refuseExpansion(value: Json, settings: YamlSettings): void {
  const expansion = expansionOf(value);
  if (expansion.kind === 'endless') throw invalid('yaml: anchor value contains itself', settings.profile);
  if (expansion.depth > settings.maxDepth) throw tooDeep(settings.maxDepth);
  if (expansion.nodes > settings.maxNodes || expansion.nodes - expansion.own > settings.maxAliased) {
    throw limitFault('yaml.excessive-aliasing', 'yaml: document contains excessive aliasing');
  }
}
