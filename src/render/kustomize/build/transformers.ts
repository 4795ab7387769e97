/** The transformers of a kustomization, in the one order that they have. */

import { isList, isObject, member } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { mergeFieldSpecs } from '../configuration/field-spec.ts';
import { kustomizeFault, orUndefined, placed } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import type { LabelPairs, ReplacementEntry } from '../kustomization/kustomization.ts';
import { resourcesFromText } from '../object/read-resources.ts';
import type { Resource } from '../object/resource.ts';
import { applyPatch, applyStrategicPatches, type Patch } from '../patch/apply.ts';
import { applyReplacements, type Replacement } from '../references/replacements.ts';
import { changeImages } from '../transform/images.ts';
import { setPairs } from '../transform/metadata.ts';
import { changeNames } from '../transform/names.ts';
import { changeNamespace } from '../transform/namespace.ts';
import { changeReplicas } from '../transform/replicas.ts';
import type { Accumulator } from './accumulator.ts';
import { noteTransformation } from './note-transformation.ts';
import { runPlugins } from './plugins.ts';
import type { Target } from './target.ts';

interface Step {
  /** As `buildMetadata` names it. */
  readonly name: string;
  /** In the kustomization. */
  readonly field: string;
  readonly run: () => void;
}

export function runTransformers(target: Target, into: Accumulator): void {
  for (const { name, field, run } of stepsOf(target, into)) {
    placed(target.placeOf(field), run);
    noteTransformation(into, target.builtinOrigin(name));
    into.set.dropEmpty();
  }
  runPlugins(target, into, 'transformers');
}

function stepsOf(target: Target, into: Accumulator): readonly Step[] {
  const { kustomization: k, folder } = target;
  const { schemas } = target.context;
  const { set } = into;
  const { configuration } = into;
  const strategic = k.patchesStrategicMerge;
  return [
    ...(strategic.length === 0
      ? []
      : [
          {
            name: 'PatchStrategicMergeTransformer',
            field: 'patchesStrategicMerge',
            run: () =>
              applyStrategicPatches({ set, schemas }, required(strategicPatches(folder, strategic), strategic)),
          },
        ]),
    ...k.patches.map((patch, index) => ({
      name: 'PatchTransformer',
      field: patchField('patches', index, patch),
      run: () => applyPatch({ set, folder, schemas }, patch),
    })),
    ...(k.namespace === ''
      ? []
      : [
          {
            name: 'NamespaceTransformer',
            field: 'namespace',
            run: () => changeNamespace(set, { namespace: k.namespace, specs: configuration.namespace }),
          },
        ]),
    ...(k.namePrefix === ''
      ? []
      : [
          {
            name: 'PrefixTransformer',
            field: 'namePrefix',
            run: () => changeNames(set, { side: 'prefix', text: k.namePrefix, specs: configuration.namePrefix }),
          },
        ]),
    ...(k.nameSuffix === ''
      ? []
      : [
          {
            name: 'SuffixTransformer',
            field: 'nameSuffix',
            run: () => changeNames(set, { side: 'suffix', text: k.nameSuffix, specs: configuration.nameSuffix }),
          },
        ]),
    ...labelSteps(target, into),
    ...(Object.keys(k.commonAnnotations).length === 0
      ? []
      : [
          {
            name: 'AnnotationsTransformer',
            field: 'commonAnnotations',
            run: () => setPairs(set.resources, { pairs: k.commonAnnotations, specs: configuration.commonAnnotations }),
          },
        ]),
    ...k.patchesJson6902.map((patch, index) => ({
      name: 'PatchJson6902Transformer',
      field: patchField('patchesJson6902', index, patch),
      run: () => applyJsonOnly(target, into, patch),
    })),
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
    ...(k.replacements.length === 0
      ? []
      : [
          {
            name: 'ReplacementTransformer',
            field: 'replacements',
            run: () => applyReplacements(set, placedReplacements(target)),
          },
        ]),
  ];
}

function patchField(list: string, index: number, { path }: Patch): string {
  return `${list}[${index}]${path ? '.path' : ''}`;
}

/** Which file cannot be read is told with its entry. */
function placedReplacements(target: Target): readonly Replacement[] {
  const { replacements } = target.kustomization;
  return replacements.flatMap((entry, index) => {
    const place = target.placeOf(`replacements[${index}]${entry.path ? '.path' : ''}`);
    return placed(place, () => readReplacements(target.folder, [entry]));
  });
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

/** `patchesJson6902`: by exact name of one resource. */
function applyJsonOnly({ folder, context }: Target, { set }: Accumulator, patch: Patch): void {
  if (patch.target === undefined) throw kustomizeFault('must specify the target for patch');
  const { group = '', version = '', kind = '', name = '', namespace = '' } = patch.target;
  if (name === '') throw kustomizeFault('must specify the target name');
  if (!patch.path && !patch.patch) throw kustomizeFault('must specify a json patch file path or inline json patch');
  if (patch.path && patch.patch) throw kustomizeFault('patch and path cannot both be specified');
  const exact = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const target = Object.fromEntries(
    Object.entries({ group, version, kind, name, namespace }).map(([key, text]) => [key, exact(text)]),
  );
  applyPatch({ set, folder, schemas: context.schemas }, { ...patch, target });
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
    const list = isList(value) ? value : [value];
    return list.filter(isObject).map((item) => {
      if (member(item, 'source') === undefined && member(item, 'targets') === undefined) {
        throw kustomizeFault(
          'unsupported replacement type encountered within replacement path: it must be a replacement or a list of them',
        );
      }
      return item as unknown as Replacement;
    });
  });
}
