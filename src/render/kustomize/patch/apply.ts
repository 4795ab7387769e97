/** Patches on the resources of a build. */
import { messageOf } from '../../../base/errors.ts';
import { parseJson } from '../../../base/json/parse.ts';
import { isList, isObject, type Json, textAt } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import { isUserFault, kustomizeFault, orUndefined } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import { copyOf, isEmpty, isMap, lookUp, mapAt, type Node, type NodeMap, put, scalarText } from '../object/node.ts';
import { nullText } from '../object/notes.ts';
import { resourcesFromText } from '../object/read-resources.ts';
import type { Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';
import type { ResourceSet } from '../object/resource-set.ts';
import { asJson } from '../object/rewritten.ts';
import { keepingShared } from '../object/shared-pairs.ts';
import { applyOperations } from './json-patch.ts';
import { merged } from './merge.ts';
import type { Schemas } from './schema.ts';
import { type Selector, selected } from './selector.ts';

export interface Patch {
  readonly path?: string;
  readonly patch?: string;
  readonly target?: Selector;
  readonly options?: { readonly allowNameChange?: boolean; readonly allowKindChange?: boolean };
}

/** What a patch works on. */
export interface Patching {
  readonly set: ResourceSet;
  readonly schemas: Schemas;
}

type Run = (patching: Patching) => void;

/** One entry of `patches`: strategic or JSON, told apart by its content. Throws for what cannot be read. */
export function preparedPatch(folder: Folder, entry: Patch): Run {
  const { text, source } = patchText(folder, entry);
  const strategic = orUndefined(() => resourcesFromText(text));
  const operations = orUndefined(() => jsonOperations(text));
  if (strategic !== undefined && operations !== undefined && strategic.length > 0 && operations.length > 0) {
    throw kustomizeFault(`illegally qualifies as both an SM and JSON patch: ${source}`);
  }
  if (strategic !== undefined) return (patching) => applyStrategic(patching, strategic, { ...entry, source });
  if (operations === undefined) throw kustomizeFault(`unable to parse SM or JSON patch from ${source}`);
  return ({ set }) => {
    if (entry.target === undefined) throw kustomizeFault(`must specify a target for JSON patch ${source}`);
    for (const resource of selected(set.resources, entry.target)) {
      resource.rememberId();
      set.keepingIndex(resource, () => patchByOperations(resource, operations));
    }
  };
}

/** One entry of `patchesJson6902`. Throws for what cannot be read. */
export function preparedJsonPatch(folder: Folder, { path = '', patch = '', target }: Patch): Run {
  if (target === undefined) throw kustomizeFault('must specify the target for patch');
  if (!target.name) throw kustomizeFault('must specify the target name');
  if (path === '' && patch === '') throw kustomizeFault('empty file path and empty jsonOp');
  if (path !== '' && patch !== '') throw kustomizeFault('must specify a file path or jsonOp, not both');
  const text = path === '' ? patch : Buffer.from(folder.read(path)).toString('utf8');
  if (text === '') throw kustomizeFault(`patch file '${path}' empty seems to be empty`);
  const operations = jsonOperations(text);
  if (operations.length === 0) throw kustomizeFault(`patch appears to be empty; file=${path}, JsonOp=${text}`);
  return ({ set }) => {
    for (const resource of selected(set.resources, target)) {
      set.keepingIndex(resource, () => patchByOperations(resource, operations));
    }
  };
}

/** `patchesStrategicMerge`: each says itself whom it patches. */
export function applyStrategicPatches({ set, schemas }: Patching, patches: readonly Resource[]): void {
  for (const patch of patches) {
    patchOne(only(set, patch), patch, { set, schemas, byTarget: true });
    set.dropEmpty();
  }
}

interface PatchText {
  readonly text: string;
  readonly source: string;
}

function patchText(folder: Folder, entry: Patch): PatchText {
  const { path = '', patch = '' } = entry;
  const text = patch.trim();
  const written = (): string => writeYaml(entry as Json);
  if (text === '' && path === '') throw kustomizeFault(`must specify one of patch and path in\n${written()}`);
  if (text !== '' && path !== '') throw kustomizeFault(`patch and path can't be set at the same time\n${written()}`);
  if (text !== '') return { text, source: `[patch: ${JSON.stringify(text)}]` };
  try {
    return { text: Buffer.from(folder.read(path)).toString('utf8'), source: `[path: ${JSON.stringify(path)}]` };
  } catch (error) {
    if (!isUserFault(error)) throw error;
    throw kustomizeFault(`failed to get the patch file from path(${path}): ${messageOf(error)}`, error);
  }
}

/** A list of maps, or nothing at all. */
function jsonOperations(text: string): readonly Json[] {
  // What begins like JSON has to be JSON.
  const value = text.startsWith('[') ? parseJson(text) : readYaml(text);
  if (value === null && text !== '') return [];
  if (!isList(value) || !value.every(isObject)) throw kustomizeFault('no JSON patch');
  return value;
}

function patchByOperations(resource: Resource, operations: readonly Json[]): void {
  if (resource.hasMemory) annotationsOf(resource);
  if (operations.some(replacesAnnotations)) [resource.origin, resource.transformations] = [undefined, []];
  resource.object = applyOperations(
    asJson(resource.object, () => idText(resource.id)),
    operations,
  );
  resource.shared = [];
}

/** Notes about where a resource came from stand among its annotations, and go with them. */
function replacesAnnotations(operation: Json): boolean {
  const path = textAt(operation, 'path');
  return path === '/metadata/annotations' || path === '/metadata';
}

function annotationsOf({ object }: Resource): NodeMap {
  return mapAt(mapAt(object, 'metadata'), 'annotations');
}

type Sourced = Patch & { readonly source: string };

function applyStrategic(
  { set, schemas }: Patching,
  patches: readonly Resource[],
  { target, options, source }: Sourced,
): void {
  for (const patch of patches) {
    patch.allowNameChange = options?.allowNameChange ?? false;
    patch.allowKindChange = options?.allowKindChange ?? false;
  }
  if (target === undefined) {
    for (const patch of patches)
      patchOne(only(set, patch, 'no resource matches strategic merge patch'), patch, { set, schemas, byTarget: false });
  } else {
    if (patches.length > 1) {
      throw kustomizeFault(
        `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${source}`,
      );
    }
    const [patch] = patches;
    if (patch !== undefined) patchSelected({ set, schemas }, patch, target);
  }
}

/** Throws where two resources are the same afterwards. */
function patchSelected({ set, schemas }: Patching, patch: Resource, target: Selector): void {
  for (const resource of selected(set.resources, target)) patchOne(resource, patch, { set, schemas, byTarget: true });
  set.dropEmpty();
  if (patch.allowNameChange || patch.allowKindChange) {
    const { resources } = set;
    set.replaceAll([]);
    set.appendAll(resources);
  }
}

function only(set: ResourceSet, patch: Resource, before?: string): Resource {
  const id = patch.originalId;
  const [found, ...more] = set.withAnyId(id);
  if (found !== undefined && more.length === 0) return found;
  const text = idText(id);
  const why = `${found === undefined ? 'no' : 'multiple'} matches for Id ${text}; failed to find unique target for patch ${text}`;
  throw kustomizeFault(before === undefined ? why : `${before} ${JSON.stringify(text)}: ${why}`);
}

interface PatchingOne extends Patching {
  /** The patch was copied for a resource that was selected: version, labels and annotations are those of the copy. */
  readonly byTarget: boolean;
}

function patchOne(resource: Resource, patch: Resource, patching: PatchingOne): void {
  if (patch.allowNameChange || patch.allowKindChange) resource.rememberId();
  patching.set.keepingIndex(resource, () => mergePatch(resource, patch, patching));
}

/** A patch that replaces the whole object does nothing. */
function mergePatch(resource: Resource, patch: Resource, { schemas, byTarget }: PatchingOne): void {
  const { name, namespace, kind } = resource;
  const content = copyOf(patch.object as Node) as NodeMap;
  if (byTarget) {
    content['apiVersion'] = resource.apiVersion;
    textPairs(content);
  }
  const annotations = resource.hasMemory ? annotationsOf(resource) : undefined;
  const result = keepingShared(resource, () => merged(resource.object, content, { schema: undefined, schemas }));
  if (result === undefined || isEmpty(resource.object)) {
    resource.object = {};
    return;
  }
  if (annotations !== undefined && lookUp(resource.object, 'metadata', 'annotations') !== annotations)
    resource.forget();
  if (!patch.allowKindChange) resource.setKind(kind);
  if (!patch.allowNameChange) resource.setName(name);
  resource.setNamespace(namespace);
}

/** Labels and annotations of such a patch are texts, null included: it cannot take them away. */
function textPairs(content: NodeMap): void {
  for (const part of ['labels', 'annotations']) {
    const pairs = lookUp(content, 'metadata', part);
    if (!isMap(pairs) || isEmpty(pairs)) {
      const metadata = content['metadata'];
      if (isMap(metadata)) delete metadata[part];
      continue;
    }
    for (const [key, value] of Object.entries(pairs))
      put(pairs, key, value === null ? nullText(pairs, key) : scalarText(value));
  }
}
