/** The transformers of a kustomization, in the one order that they have. */

import { isList, isObject, type Json } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { mergeFieldSpecs } from '../configuration/field-spec.ts';
import { configured, kustomizeFault, orUndefined, placed } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import type { LabelPairs, ReplacementEntry } from '../kustomization/kustomization.ts';
import { resourcesFromText } from '../object/read-resources.ts';
import type { Resource } from '../object/resource.ts';
import { applyStrategicPatches, type Patch, preparedJsonPatch, preparedPatch } from '../patch/apply.ts';
import { applyReplacements, type Replacement } from '../references/replacements.ts';
import { changeImages } from '../transform/images.ts';
import { setPairs } from '../transform/metadata.ts';
import { changeNames } from '../transform/names.ts';
import { changeNamespace } from '../transform/namespace.ts';
import { changeReplicas } from '../transform/replicas.ts';
import type { Accumulator } from './accumulator.ts';
import { noteTransformation } from './note-transformation.ts';
import { readTransformers, runPluginSteps } from './plugins.ts';
import type { Target } from './target.ts';

interface Step {
  /** As `buildMetadata` names it. */
  readonly name: string;
  /** In the kustomization. */
  readonly field: string;
  readonly run: () => void;
}

export function runTransformers(target: Target, into: Accumulator): void {
  const steps = stepsOf(target, into);
  const place = target.placeOf('transformers');
  const plugins = placed(place, () => readTransformers(target));
  for (const { name, field, run } of steps) {
    placed(target.placeOf(field), run);
    noteTransformation(into, target.builtinOrigin(name));
    into.set.dropEmpty();
  }
  placed(place, () => runPluginSteps(into, plugins));
}

/** Everything that the steps read is read before the first runs, as Kustomize does it. */
function stepsOf(target: Target, into: Accumulator): readonly Step[] {
  return [...patchSteps(target, into), ...metadataSteps(target, into), ...valueSteps(target, into)];
}

interface Prepared<T> {
  readonly name: string;
  readonly field: string;
  /** As messages show it. */
  readonly config: unknown;
  readonly read: () => T;
  readonly run: (read: T) => void;
}

/** A step that has something to read first. */
function prepared<T>(target: Target, { name, field, config, read, run }: Prepared<T>): Step {
  const ready = placed(target.placeOf(field), () => configured(name, config, read));
  return { name, field, run: () => run(ready) };
}

function patchSteps(target: Target, { set }: Accumulator): readonly Step[] {
  const { kustomization: k, folder, context } = target;
  const patching = { set, schemas: context.schemas };
  const paths = k.patchesStrategicMerge;
  const strategic = {
    name: 'PatchStrategicMergeTransformer',
    field: 'patchesStrategicMerge',
    config: { paths },
    read: () => required(strategicPatches(folder, paths), paths),
    run: (patches: readonly Resource[]) => applyStrategicPatches(patching, patches),
  };
  return [
    ...(paths.length === 0 ? [] : [prepared(target, strategic)]),
    ...k.patches.map((patch, index) =>
      prepared(target, {
        name: 'PatchTransformer',
        field: patchField('patches', index, patch),
        config: patch,
        read: () => preparedPatch(folder, patch),
        run: (apply) => apply(patching),
      }),
    ),
  ];
}

function metadataSteps(target: Target, into: Accumulator): readonly Step[] {
  const { kustomization: k } = target;
  const { set, configuration } = into;
  const { namespace, namePrefix, nameSuffix, commonAnnotations: pairs } = k;
  const prefix = { side: 'prefix', text: namePrefix, specs: configuration.namePrefix } as const;
  const suffix = { side: 'suffix', text: nameSuffix, specs: configuration.nameSuffix } as const;
  const annotations = { pairs, specs: configuration.commonAnnotations };
  const place = { namespace, specs: configuration.namespace };
  const isSet = { namespace, namePrefix, nameSuffix };
  const steps: readonly Step[] = [
    { name: 'NamespaceTransformer', field: 'namespace', run: () => changeNamespace(set, place) },
    { name: 'PrefixTransformer', field: 'namePrefix', run: () => changeNames(set, prefix) },
    { name: 'SuffixTransformer', field: 'nameSuffix', run: () => changeNames(set, suffix) },
  ];
  return [
    ...steps.filter(({ field }) => isSet[field as keyof typeof isSet] !== ''),
    ...labelSteps(target, into),
    ...(Object.keys(pairs).length === 0
      ? []
      : [
          {
            name: 'AnnotationsTransformer',
            field: 'commonAnnotations',
            run: () => setPairs(set.resources, annotations),
          },
        ]),
  ];
}

function valueSteps(target: Target, into: Accumulator): readonly Step[] {
  const { kustomization: k, folder, context } = target;
  const { set, configuration } = into;
  const patching = { set, schemas: context.schemas };
  const replacements = {
    name: 'ReplacementTransformer',
    field: 'replacements',
    config: { replacements: k.replacements },
    read: () => placedReplacements(target),
    run: (read: readonly Replacement[]) => applyReplacements(set, read),
  };
  return [
    ...k.patchesJson6902.map((patch, index) =>
      prepared(target, {
        name: 'PatchJson6902Transformer',
        field: patchField('patchesJson6902', index, patch),
        config: withJsonOp(patch),
        read: () => preparedJsonPatch(folder, patch),
        run: (apply) => apply(patching),
      }),
    ),
    ...k.replicas.map((change, index) => ({
      name: 'ReplicaCountTransformer',
      field: `replicas[${index}]`,
      run: () => changeReplicas(set, change, configuration.replicas),
    })),
    ...k.images.map((change, index) => ({
      name: 'ImageTagTransformer',
      field: `images[${index}]`,
      run: () => changeImages(set.resources, change, configuration.images),
    })),
    ...(k.replacements.length === 0 ? [] : [prepared(target, replacements)]),
  ];
}

/** The plugin calls the patch otherwise than the kustomization does. */
function withJsonOp({ patch, ...rest }: Patch): object {
  return patch === undefined ? rest : { ...rest, jsonOp: patch };
}

function patchField(list: string, index: number, { path }: Patch): string {
  return `${list}[${index}]${path ? '.path' : ''}`;
}

/** Which file cannot be read is told with its entry. */
function placedReplacements(target: Target): readonly Replacement[] {
  const { replacements } = target.kustomization;
  return replacements.flatMap((entry, index) => {
    const place = target.placeOf(`replacements[${index}]${entry.path ? '.path' : ''}`);
    return placed(place, () => readReplacements(target.folder, [withoutEmptyTargets(entry)]));
  });
}

/** Where the kustomization itself lists no targets, that is as if nothing was said of them. */
function withoutEmptyTargets(entry: ReplacementEntry): ReplacementEntry {
  const { targets, ...rest } = entry;
  return targets?.length === 0 ? rest : entry;
}

function labelSteps({ kustomization: k }: Target, { set, configuration }: Accumulator): readonly Step[] {
  if (k.labels.length === 0 && Object.keys(k.commonLabels).length === 0) return [];
  const name = 'LabelTransformer';
  return [
    ...k.labels.map((label, index) => ({
      name,
      field: `labels[${index}]`,
      run: () => setPairs(set.resources, { pairs: label.pairs ?? {}, specs: labelSpecs(label, configuration) }),
    })),
    {
      name,
      field: 'commonLabels',
      run: () => setPairs(set.resources, { pairs: k.commonLabels, specs: configuration.commonLabels }),
    },
  ];
}

function labelSpecs(
  label: LabelPairs,
  configuration: Accumulator['configuration'],
): ReturnType<typeof mergeFieldSpecs> {
  const specs = mergeFieldSpecs(label.fields ?? [], configuration.labels);
  if (label.includeSelectors) return mergeFieldSpecs(specs, configuration.commonLabels);
  const withTemplates = label.includeTemplates ? mergeFieldSpecs(specs, configuration.templateLabels) : specs;
  return mergeFieldSpecs(withTemplates, [{ path: 'metadata/labels', create: true }]);
}

function required(patches: readonly Resource[], paths: readonly string[]): readonly Resource[] {
  if (patches.length > 0) return patches;
  throw kustomizeFault(`patch appears to be empty; files=[${paths.join(' ')}], Patch=`);
}

/** Each entry is a patch itself or the path of a file of patches. */
export function strategicPatches(folder: Folder, entries: readonly string[]): readonly Resource[] {
  return entries.flatMap((entry) => {
    const inline = orUndefined(() => resourcesFromText(entry));
    return inline ?? resourcesFromText(Buffer.from(folder.read(entry)).toString('utf8'));
  });
}

/** Replacements as they are written, or in files, one or a list of them each. */
export function readReplacements(folder: Folder, entries: readonly ReplacementEntry[]): readonly Replacement[] {
  return entries.flatMap((entry) => {
    const { path, ...rest } = entry;
    if (path === undefined || path === '') return [rest];
    if (entry.source !== undefined || entry.targets !== undefined) {
      throw kustomizeFault('cannot specify both path and inline replacement');
    }
    const value = readYaml(Buffer.from(folder.read(path)).toString('utf8'));
    if (!isList(value) && !isObject(value)) {
      const kind = value === null ? 'invalid' : typeof value;
      throw kustomizeFault(`unsupported replacement type encountered within replacement path: ${kind}`);
    }
    const list = isList(value) ? value : [value];
    return list.filter(isObject).map(withTexts) as unknown as readonly Replacement[];
  });
}

/** Fields of a replacement that are no texts: all others are read as such, however they are written. */
const NO_TEXTS: ReadonlySet<string> = new Set(['create', 'index']);

/** As the tool's reader puts numbers and truths into fields that hold texts. */
function withTexts(value: Json): Json {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (isList(value)) return value.map(withTexts);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item = null]) => [key, NO_TEXTS.has(key) ? item : withTexts(item)]),
  );
}
