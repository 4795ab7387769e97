/** Patches on the resources of a build. */

import { messageOf } from '../../../base/errors.ts';
import { parseJson } from '../../../base/json/parse.ts';
import { isList, type Json, type JsonObject, textAt } from '../../../base/json-value.ts';
import { applyJsonPatch } from '../../../kube/patch/json/apply-json-patch.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { isUserFault, kustomizeFault, orUndefined } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import { copyOf, isMap, lookUp, type Node, type NodeMap, put, scalarText } from '../object/node.ts';
import { resourcesFromText } from '../object/read-resources.ts';
import type { Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';
import type { ResourceSet } from '../object/resource-set.ts';
import { merged } from './merge.ts';
import type { Schemas } from './schema.ts';
import { type Selector, selected } from './selector.ts';

export interface Patch {
  readonly path?: string;
  readonly patch?: string;
  readonly target?: Selector;
  readonly options?: { readonly allowNameChange?: boolean; readonly allowKindChange?: boolean };
}

/** What a patch needs beside its text. */
export interface Patching {
  readonly set: ResourceSet;
  readonly folder: Folder;
  readonly schemas: Schemas;
}

/** One entry of `patches`: strategic or JSON, told apart by its content. */
export function applyPatch(patching: Patching, entry: Patch): void {
  const { text, source } = patchText(patching.folder, entry);
  const strategic = orUndefined(() => resourcesFromText(text));
  const operations = orUndefined(() => jsonOperations(text));
  if (strategic !== undefined && operations !== undefined && strategic.length > 0 && operations.length > 0) {
    throw kustomizeFault(`illegally qualifies as both an SM and JSON patch: ${source}`);
  }
  if (strategic !== undefined) applyStrategic(patching, strategic, { ...entry, source });
  else if (operations !== undefined) applyOperations(patching.set, operations, { ...entry, source });
  else throw kustomizeFault(`unable to parse SM or JSON patch from ${source}`);
}

interface PatchText {
  readonly text: string;
  readonly source: string;
}

function patchText(folder: Folder, { path = '', patch = '' }: Patch): PatchText {
  const text = patch.trim();
  if (text === '' && path === '') throw kustomizeFault('must specify one of patch and path in\n');
  if (text !== '' && path !== '') throw kustomizeFault(`patch and path can't be set at the same time\n`);
  if (text !== '') return { text, source: `[patch: ${JSON.stringify(text)}]` };
  try {
    return { text: Buffer.from(folder.read(path)).toString('utf8'), source: `[path: ${JSON.stringify(path)}]` };
  } catch (error) {
    if (!isUserFault(error)) throw error;
    throw kustomizeFault(`failed to get the patch file from path(${path}): ${messageOf(error)}`, error);
  }
}

function jsonOperations(text: string): readonly Json[] {
  // What begins like JSON has to be JSON.
  const value = text.startsWith('[') ? parseJson(text) : readYaml(text);
  if (!isList(value)) throw kustomizeFault('no JSON patch');
  return value;
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
      patchOne(only(set, patch, 'no resource matches strategic merge patch'), patch, { schemas });
  } else {
    if (patches.length > 1) {
      throw kustomizeFault(
        `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${source}`,
      );
    }
    const [patch] = patches;
    if (patch !== undefined)
      for (const resource of selected(set.resources, target)) patchOne(resource, patch, { schemas, anyKind: true });
  }
  set.changed();
}

/** `patchesStrategicMerge`: each says itself whom it patches. */
export function applyStrategicPatches({ set, schemas }: Omit<Patching, 'folder'>, patches: readonly Resource[]): void {
  for (const patch of patches) {
    patchOne(only(set, patch), patch, { schemas });
    set.changed();
    set.dropEmpty();
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

/** A patch that says by a target whom it is for leaves the version as it is. */
function patchOne(
  resource: Resource,
  patch: Resource,
  { schemas, anyKind = false }: { readonly schemas: Schemas; readonly anyKind?: boolean },
): void {
  const { name, namespace, kind } = resource;
  if (patch.allowNameChange || patch.allowKindChange) resource.rememberId();
  const content = copyOf(patch.object as Node) as NodeMap;
  if (anyKind) {
    content['apiVersion'] = resource.apiVersion;
    textPairs(content);
  }
  const schema = schemas.schemaOf(resource.apiVersion, kind);
  const result = merged(resource.object, content, { schema, field: undefined });
  if (!isMap(result) || Object.keys(result).length === 0) {
    resource.object = {};
    return;
  }
  resource.object = result;
  if (!patch.allowKindChange) resource.setKind(kind);
  if (!patch.allowNameChange) resource.setName(name);
  resource.setNamespace(namespace);
}

/** Labels and annotations of such a patch are texts, null included: it cannot take them away. */
function textPairs(content: NodeMap): void {
  for (const part of ['labels', 'annotations']) {
    const pairs = lookUp(content, 'metadata', part);
    if (!isMap(pairs)) continue;
    for (const [key, value] of Object.entries(pairs)) put(pairs, key, value === null ? 'null' : scalarText(value));
  }
}

/** Notes about where a resource came from stand among its annotations, and go with them. */
function replacesAnnotations(operation: Json): boolean {
  const path = textAt(operation, 'path');
  return path === '/metadata/annotations' || path === '/metadata';
}

function applyOperations(set: ResourceSet, operations: readonly Json[], { target, source }: Sourced): void {
  if (target === undefined) throw kustomizeFault(`must specify a target for JSON patch ${source}`);
  for (const resource of selected(set.resources, target)) {
    resource.rememberId();
    if (operations.some(replacesAnnotations)) [resource.origin, resource.transformations] = [undefined, []];
    resource.object = copyOf(applyJsonPatch(resource.object as JsonObject, operations as never) as Json) as NodeMap;
  }
  set.changed();
}
