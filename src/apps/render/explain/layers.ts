/**
 * What may have had a say in a value, each with the way to leave it out: options of the source, values of charts, entries of
 * kustomizations. In the order in which the tools apply them. Pure.
 */
import type { ApplicationSource } from '../../../api/application/fields.ts';
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import { isRepositoryReference, referencedRepository } from '../../../render/trace/read.ts';
import type { FileChange, SeenFile } from './changed-inputs.ts';
import type { PluginFile } from './plugin-bench.ts';

export interface Layer {
  /** For people: where it stands, and what it is. */
  readonly name: string;
  /** Either another source, or another content of a file. */
  readonly source?: ApplicationSource;
  readonly file?: FileChange;
  /** Files that a plugin gets without their contents. */
  readonly emptied?: readonly string[];
  /** What is done with it, where it is not left out. */
  readonly how?: LayerChange;
  /** Tried where nothing is rendered without it: the source with another value of it. */
  readonly other?: ApplicationSource;
  /** Parts of it, to be tried where the whole has a say. */
  readonly parts?: () => readonly Layer[];
}

export type LayerChange = 'without it' | 'with it empty' | 'with another value';

const VALUES = /(?:^|\/)values\.ya?ml$/;
const KUSTOMIZATION = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;
const OVERRIDES = /(?:^|\/)\.argocd-source(?:-[^/]*)?\.yaml$/;

export function layersOf(source: ApplicationSource, files: readonly SeenFile[]): readonly Layer[] {
  return [
    ...files.filter(({ path }) => KUSTOMIZATION.test(path)).flatMap(kustomizationLayers),
    ...files.filter(({ path }) => VALUES.test(path)).flatMap(valuesLayers),
    ...optionLayers(source),
    ...files.filter(({ path }) => OVERRIDES.test(path)).flatMap((file) => emptied(file)),
  ];
}

/** Plugins are slow, and of many files few have a say. */
export const MOST_PLUGIN_FILES = 40;

export interface PluginLayers {
  readonly files: readonly PluginFile[];
  /** Paths of those in which the value stands. */
  readonly withValue: readonly string[];
  /** Of the source. */
  readonly folder: string;
}

/** Files that a plugin got: those of the source's folder first, and of them those that hold the value; of very many only some. */
export function pluginLayers({ files, withValue, folder }: PluginLayers): readonly Layer[] {
  const inside = folder === '' || folder === '.' ? '' : `${folder}/`;
  const rank = (path: string): number => (path.startsWith(inside) ? 0 : 2) + (withValue.includes(path) ? 0 : 1);
  return files
    .map(({ path }) => path)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST_PLUGIN_FILES)
    .map((path) => ({ name: path, emptied: [path], how: 'with it empty' }));
}

/** Entries of lists one by one, other fields as they are. */
function optionLayers(source: ApplicationSource): readonly Layer[] {
  return (['helm', 'kustomize', 'directory', 'plugin'] as const).flatMap((tool) => {
    const options = source[tool] as unknown as JsonObject | undefined;
    if (options === undefined || options === null) return [];
    return pieces(options, `spec.source.${tool}`)
      .filter(({ name }) => name !== 'spec.source.plugin.name')
      .map(({ name, without, other, text }) => ({
        name: text === '' ? name : `${name} (${text})`,
        source: { ...source, [tool]: without } as ApplicationSource,
        ...(other === undefined ? {} : { other: { ...source, [tool]: other } as ApplicationSource }),
      }));
  });
}

interface Piece {
  readonly name: string;
  readonly without: JsonObject;
  /** With another text, of variables and parameters. */
  readonly other?: JsonObject;
  /** What stands there, shortened. */
  readonly text: string;
}

/** The object without each of its fields, and without each entry of its lists; of `jsonnet` without each of its variables. */
function pieces(of: JsonObject, name: string): readonly Piece[] {
  return Object.keys(of).flatMap((key): readonly Piece[] => {
    const value = of[key] ?? null;
    const { [key]: _left, ...rest } = of;
    if (isList(value)) {
      return value.map((entry, at) => ({
        name: `${name}.${key}[${at}]`,
        without: { ...of, [key]: value.toSpliced(at, 1) },
        ...otherOf(of, key, { list: value, at }),
        text: shortened(entry),
      }));
    }
    if (key === 'jsonnet' && isObject(value)) {
      return pieces(value, `${name}.${key}`).map(({ other, ...piece }) => ({
        ...piece,
        without: { ...of, [key]: piece.without },
        ...(other === undefined ? {} : { other: { ...of, [key]: other } }),
      }));
    }
    return [{ name: `${name}.${key}`, without: rest, text: shortened(value) }];
  });
}

/** An entry with a name and a text: the same with another text; code stays code. */
function otherOf(
  of: JsonObject,
  key: string,
  { list, at }: { readonly list: readonly Json[]; readonly at: number },
): { readonly other?: JsonObject } {
  const entry = list[at] ?? null;
  if (!isObject(entry) || typeof entry['value'] !== 'string') return {};
  const value = entry['code'] === true ? 'null' : `${entry['value']}-another`;
  return { other: { ...of, [key]: list.with(at, { ...entry, value }) } };
}

function valuesLayers(file: SeenFile): readonly Layer[] {
  const values = parsed(file);
  if (!isObject(values)) return [];
  const parts = () =>
    leaves(values, []).map((steps) => ({
      name: `${placeOf(file)}: ${steps.join('.')}`,
      file: { ...file, content: written(without(values, steps)) },
    }));
  return [{ name: placeOf(file), file: { ...file, content: written({}) }, parts }];
}

function kustomizationLayers(file: SeenFile): readonly Layer[] {
  const kustomization = parsed(file);
  if (!isObject(kustomization)) return [];
  const { apiVersion: _version, kind: _kind, ...fields } = kustomization;
  return pieces(fields, `${placeOf(file)}:`).map(({ name, without: rest, text }) => {
    const type = { apiVersion: kustomization['apiVersion'], kind: kustomization['kind'] };
    const plain = Object.fromEntries(Object.entries(type).filter(([, value]) => value !== undefined)) as JsonObject;
    return {
      name: `${name.replace(': .', ': ').replace(':.', ': ')}${text === '' ? '' : ` (${text})`}`,
      file: { ...file, content: written({ ...plain, ...rest }) },
    };
  });
}

function emptied(file: SeenFile): readonly Layer[] {
  return [{ name: placeOf(file), file: { ...file, content: written({}) } }];
}

const MOST_LEAVES = 300;

/** Paths of everything that is no object, lists as wholes. */
function leaves(value: JsonObject, above: readonly string[]): readonly (readonly string[])[] {
  const found = Object.keys(value).flatMap((key): readonly (readonly string[])[] => {
    const inner = value[key] ?? null;
    const steps = [...above, key];
    return isObject(inner) && Object.keys(inner).length > 0 ? leaves(inner, steps) : [steps];
  });
  return found.slice(0, MOST_LEAVES);
}

function without(value: JsonObject, [step = '', ...deeper]: readonly string[]): JsonObject {
  const inner = value[step] ?? null;
  if (deeper.length > 0 && isObject(inner)) return { ...value, [step]: without(inner, deeper) };
  const { [step]: _left, ...rest } = value;
  return rest;
}

function placeOf({ path, reference }: SeenFile): string {
  if (reference === undefined) return path;
  if (!isRepositoryReference(reference)) return `$${reference}/${path}`;
  const { url, ref } = referencedRepository(reference);
  return `${url}@${ref || 'HEAD'} ${path}`;
}

function parsed({ content }: SeenFile): Json | undefined {
  try {
    return readYaml(Buffer.from(content).toString('utf8'));
  } catch {
    return undefined;
  }
}

function written(value: JsonObject): Uint8Array {
  return Buffer.from(writeYaml(value));
}

function shortened(value: Json): string {
  const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
