/** Plugins that Kustomize brings, configured by an object. All others would be programs, which are refused. */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import type { FieldSpec } from '../configuration/field-spec.ts';
import { explained, kustomizeFault } from '../fault.ts';
import { chartRequest, inflateChart } from '../generate/charts.ts';
import { contentHash } from '../generate/hash.ts';
import { generatedMap, type MapArguments } from '../generate/maps.ts';
import { serviceAccount } from '../generate/service-account.ts';
import { gvkText } from '../object/kind.ts';
import { scalarText } from '../object/node.ts';
import { resourcesFromText } from '../object/read-resources.ts';
import type { Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';
import { rewritten } from '../object/rewritten.ts';
import { applyStrategicPatches, type Patch, preparedJsonPatch, preparedPatch } from '../patch/apply.ts';
import { applyReplacements } from '../references/replacements.ts';
import { preparedAddition } from '../transform/add-value.ts';
import { changeImages, type ImageChange } from '../transform/images.ts';
import { setPairs } from '../transform/metadata.ts';
import { changeNames } from '../transform/names.ts';
import { changeNamespace, subjectsNamed } from '../transform/namespace.ts';
import { changeReplicas, type ReplicaChange } from '../transform/replicas.ts';
import type { Accumulator } from './accumulator.ts';
import type { Target } from './target.ts';
import { readReplacements, strategicPatches } from './transformers.ts';

type Generate = () => readonly Resource[];
type Transform = (into: Accumulator) => void;
/** What is wrong with the object is thrown before anything runs. */
type Configure<T> = (target: Target, config: JsonObject) => T;

/** Throws for what is no generator that Kustomize brings. */
export function configuredGenerator(target: Target, plugin: Resource): Generate {
  const found = configured(GENERATORS, target, plugin);
  if (found !== undefined) return found;
  throw TRANSFORMERS[plugin.kind] === undefined ? refused(plugin) : misplaced(plugin, 'generator');
}

/** Throws for what is no transformer that Kustomize brings. */
export function configuredTransformer(target: Target, plugin: Resource): Transform {
  const found = configured(TRANSFORMERS, target, plugin);
  if (found !== undefined) return found;
  throw GENERATORS[plugin.kind] === undefined ? refused(plugin) : misplaced(plugin, 'transformer');
}

function configured<T>(table: Readonly<Record<string, Configure<T>>>, target: Target, plugin: Resource): T | undefined {
  if (plugin.apiVersion !== 'builtin') throw refused(plugin);
  const configure = Object.hasOwn(table, plugin.kind) ? table[plugin.kind] : undefined;
  if (configure === undefined) return undefined;
  const about = `plugin ${idText(plugin.id)} fails configuration`;
  return explained(about, () => configure(target, rewritten(plugin.object) as JsonObject));
}

function misplaced(plugin: Resource, what: string): Error {
  return kustomizeFault(`plugin ${idText(plugin.id)} not a ${what}`);
}

function refused({ apiVersion, gvk, kind, annotations }: Resource): Error {
  if (apiVersion === 'builtin') return kustomizeFault(`unable to load builtin ${gvkText(gvk)}`);
  const isFunction = FUNCTIONS.some((name) => annotations[name] !== undefined);
  const why = isFunction ? ': it runs a program, and plugins that are programs are not run' : '';
  return kustomizeFault(`external plugins disabled; unable to load external plugin '${kind}'${why}`);
}

/** Annotations that name the program of a plugin. */
const FUNCTIONS = ['config.kubernetes.io/function', 'config.k8s.io/function'];

/** Texts may be written as numbers and flags. */
const text = (value: Json | undefined): string => scalarText(value as never);

const metadataOf = (config: JsonObject): JsonObject => (isObject(config['metadata']) ? config['metadata'] : {});

function specs(config: JsonObject): readonly FieldSpec[] {
  const written = config['fieldSpecs'];
  return isList(written) ? (written.filter(isObject) as unknown as readonly FieldSpec[]) : [];
}

function neededSpecs(config: JsonObject): readonly FieldSpec[] {
  if (isList(config['fieldSpecs'])) return specs(config);
  throw kustomizeFault('fieldSpecs is not expected to be nil');
}

function pairsOf(written: Json | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(isObject(written) ? written : {});
  return Object.fromEntries(entries.map(([key, value]) => [key, text(value)]));
}

function renaming(config: JsonObject, side: 'prefix' | 'suffix'): Transform {
  const change = { side, text: text(config[side]), specs: neededSpecs(config) };
  return ({ set }) => changeNames(set, change);
}

const TRANSFORMERS: Readonly<Record<string, Configure<Transform>>> = {
  PrefixTransformer: (_, config) => renaming(config, 'prefix'),
  SuffixTransformer: (_, config) => renaming(config, 'suffix'),
  PrefixSuffixTransformer: (_, config) => {
    const steps = [renaming(config, 'prefix'), renaming(config, 'suffix')];
    return (into) => {
      for (const step of steps) step(into);
    };
  },
  NamespaceTransformer: (_, config) => {
    const change = {
      namespace: text(metadataOf(config)['namespace']),
      specs: specs(config),
      unsetOnly: config['unsetOnly'] === true,
      subjects: subjectsNamed(text(config['setRoleBindingSubjects'])),
    };
    return ({ set }) => changeNamespace(set, change);
  },
  LabelTransformer: (_, config) => {
    const change = { pairs: pairsOf(config['labels']), specs: specs(config) };
    return ({ set }) => setPairs(set.resources, change);
  },
  AnnotationsTransformer: (_, config) => {
    const change = { pairs: pairsOf(config['annotations']), specs: specs(config) };
    return ({ set }) => setPairs(set.resources, change);
  },
  ImageTagTransformer: (_, config) => {
    const change = pairsOf(config['imageTag']) as unknown as ImageChange;
    return ({ set }) => changeImages(set.resources, change, specs(config));
  },
  ReplicaCountTransformer: (_, config) => {
    const { name, count } = isObject(config['replica']) ? config['replica'] : {};
    const change: ReplicaChange = { name: text(name), count: typeof count === 'number' ? count : 0 };
    return ({ set }) => changeReplicas(set, change, specs(config));
  },
  PatchTransformer: ({ folder, context: { schemas } }, config) => {
    const apply = preparedPatch(folder, config as unknown as Patch);
    return ({ set }) => apply({ set, schemas });
  },
  PatchJson6902Transformer: ({ folder, context: { schemas } }, config) => {
    const { jsonOp, ...rest } = config;
    const apply = preparedJsonPatch(folder, { ...rest, patch: text(jsonOp) } as unknown as Patch);
    return ({ set }) => apply({ set, schemas });
  },
  PatchStrategicMergeTransformer: ({ folder, context: { schemas } }, config) => {
    const paths = isList(config['paths']) ? config['paths'].map(text) : [];
    const inline = text(config['patches']);
    if (paths.length === 0 && inline === '') throw kustomizeFault('empty file path and empty patch content');
    const patches = [...strategicPatches(folder, paths), ...resourcesFromText(inline)];
    return ({ set }) => applyStrategicPatches({ set, schemas }, patches);
  },
  ReplacementTransformer: ({ folder }, config) => {
    const entries = isList(config['replacements']) ? config['replacements'] : [];
    const replacements = readReplacements(folder, entries as never);
    return ({ set }) => applyReplacements(set, replacements);
  },
  ValueAddTransformer: ({ folder }, config) => preparedAddition(folder, config),
  HashTransformer: () => addHashes,
};

const GENERATORS: Readonly<Record<string, Configure<Generate>>> = {
  ConfigMapGenerator:
    ({ folder }, config) =>
    () => [generatedMap('ConfigMap', folder, mapArguments(config))],
  SecretGenerator:
    ({ folder }, config) =>
    () => [generatedMap('Secret', folder, mapArguments(config))],
  IAMPolicyGenerator: (_, config) => () => [serviceAccount(config)],
  HelmChartInflationGenerator: (target, config) => {
    const request = chartRequest(target, { ...metadataOf(config), ...config }, target.placeOf('generators')());
    return () => inflateChart(target, request);
  },
};

function mapArguments(config: JsonObject): MapArguments {
  const metadata = metadataOf(config);
  return {
    ...config,
    name: text(config['name']) || text(metadata['name']),
    namespace: text(config['namespace']) || text(metadata['namespace']),
  } as unknown as MapArguments;
}

/** Names end in a hash of the content where they are asked to. */
export function addHashes({ set }: Accumulator): void {
  for (const resource of set.resources) {
    if (!resource.needsHash) continue;
    const hash = contentHash(resource);
    resource.rememberId();
    resource.setName(`${resource.name}-${hash}`);
  }
  set.changed();
}
