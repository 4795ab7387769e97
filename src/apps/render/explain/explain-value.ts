/**
 * `--explain`: where a value came from, found out by leaving things out. The render is done again without each thing that may
 * have had a say; what changes the value has one. What cannot be told that way is said to be unknown.
 */
import type { ApplicationSource } from '../../../api/application/fields.ts';
import { jsonEqual } from '../../../base/json-equal.ts';
import type { Json } from '../../../base/json-value.ts';
import { maskSecrets } from '../../../engine/mask/index.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { RenderedSource } from '../../../ports/manifest-service.ts';
import type { FileChange, SeenFile } from './changed-inputs.ts';
import { type ExplainedPath, isNamed, valueAt } from './explained-path.ts';
import { type Layer, type LayerChange, layersOf, pluginLayers } from './layers.ts';
import type { PluginFile } from './plugin-bench.ts';

/** Renders the Application with one thing changed; undefined where that cannot be rendered. */
export type RenderWith = (change: {
  readonly source?: { readonly index: number; readonly instead: ApplicationSource };
  readonly file?: FileChange & { readonly index: number };
  /** Files that plugins get without their contents. */
  readonly emptied?: readonly string[];
}) => Promise<readonly RenderedSource[] | undefined>;

export interface ExplainInput {
  readonly path: ExplainedPath;
  readonly sources: readonly ApplicationSource[];
  readonly rendered: readonly RenderedSource[];
  /** Files that each source has read. */
  readonly files: readonly (readonly SeenFile[])[];
  /** Files that plugins got. */
  readonly pluginFiles: readonly PluginFile[];
  readonly render: RenderWith;
}

export interface Explanation {
  readonly value: Json | undefined;
  readonly file: string;
  readonly document: number;
  readonly sourceType: string;
  /** What has a say, in the order in which it is applied. */
  readonly layers: readonly ExplainedLayer[];
  readonly tried: number;
  /** Names of what could not be left out: nothing is rendered without it. */
  readonly needed: readonly string[];
  /** There was more to try than is tried. */
  readonly isPartial: boolean;
  /** What a plugin made it from; undefined where none did. */
  readonly plugin: PluginFiles | undefined;
}

export interface PluginFiles {
  readonly count: number;
  /** Those in which the value stands as it is. */
  readonly withValue: readonly string[];
}

export interface ExplainedLayer {
  readonly name: string;
  readonly effect: Effect;
}

/** `how`: what was done with the layer. */
export type Effect =
  | { readonly kind: 'value'; readonly how: LayerChange; readonly changed: Json | undefined }
  | { readonly kind: 'object'; readonly how: LayerChange };

const MOST_RENDERS = 400;

/** Undefined where the Application makes no such object. */
export async function explainValue(input: ExplainInput): Promise<Explanation | undefined> {
  const { path, rendered } = input;
  const index = rendered.findIndex(({ manifests }) => manifests.some(({ object }) => isNamed(object, path)));
  const made = rendered[index]?.manifests.findLast(({ object }) => isNamed(object, path));
  const source = input.sources[index];
  if (made === undefined || source === undefined) return undefined;
  const run: Run = { input, index, object: made.object, left: MOST_RENDERS, tried: 0, needed: [] };
  const isPlugin = rendered[index]?.sourceType === 'Plugin';
  const value = valueAt(made.object, path.steps);
  const ofPlugin = isPlugin ? filesOfPlugin(input.pluginFiles, value) : undefined;
  const folder = source.path ?? '';
  const withValue = ofPlugin?.withValue ?? [];
  const files = isPlugin ? pluginLayers({ files: input.pluginFiles, withValue, folder }) : [];
  const layers = await tryAll(run, [...files, ...layersOf(source, input.files[index] ?? [])]);
  const [shown = made.object] = maskSecrets([made.object]);
  return {
    value: valueAt(shown, path.steps),
    file: made.file,
    document: made.document,
    sourceType: rendered[index]?.sourceType ?? '',
    layers,
    tried: run.tried,
    needed: run.needed,
    isPartial: run.left <= 0,
    plugin: ofPlugin,
  };
}

/** Texts of one letter stand everywhere. */
const SHORTEST = 2;

function filesOfPlugin(files: readonly PluginFile[], value: Json | undefined): PluginFiles {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const withValue = text.length < SHORTEST ? [] : files.filter(({ content }) => Buffer.from(content).includes(text));
  return { count: files.length, withValue: withValue.map(({ path }) => path) };
}

interface Run {
  readonly input: ExplainInput;
  readonly index: number;
  readonly object: KubeObject;
  left: number;
  tried: number;
  readonly needed: string[];
}

async function tryAll(run: Run, layers: readonly Layer[]): Promise<readonly ExplainedLayer[]> {
  const found: ExplainedLayer[] = [];
  for (const layer of layers) {
    const effect = await effectOf(run, layer);
    if (effect === undefined) continue;
    // Where nothing is rendered without a whole file, its parts may tell.
    const parts = layer.parts === undefined ? [] : await tryAll(run, layer.parts());
    if (parts.length > 0) found.push(...parts);
    else if (effect !== 'failed') found.push({ name: layer.name, effect });
    else if (layer.parts === undefined) run.needed.push(layer.name);
  }
  return found;
}

/** Undefined where it changes nothing, or there is no more to be tried. */
async function effectOf(run: Run, layer: Layer): Promise<Effect | 'failed' | undefined> {
  const effect = await tried(run, layer, layer.how ?? 'without it');
  if (effect !== 'failed' || layer.other === undefined) return effect;
  return await tried(run, { name: layer.name, source: layer.other }, 'with another value');
}

async function tried(
  run: Run,
  { source, file, emptied }: Layer,
  how: LayerChange,
): Promise<Effect | 'failed' | undefined> {
  if (run.left-- <= 0) return undefined;
  run.tried += 1;
  const { index } = run;
  const rendered = await run.input.render({
    ...(source === undefined ? {} : { source: { index, instead: source } }),
    ...(file === undefined ? {} : { file: { ...file, index } }),
    ...(emptied === undefined ? {} : { emptied }),
  });
  if (rendered === undefined) return 'failed';
  const { path } = run.input;
  const other = rendered.flatMap(({ manifests }) => manifests).findLast(({ object }) => isNamed(object, path))?.object;
  if (other === undefined) return { kind: 'object', how };
  // Masked, values of Secrets are still equal or different.
  const [mine = run.object, shown = other] = maskSecrets([run.object, other]);
  if (jsonEqual(valueAt(shown, path.steps) ?? null, valueAt(mine, path.steps) ?? null)) return undefined;
  return { kind: 'value', how, changed: valueAt(shown, path.steps) };
}
