/** From a CustomResourceDefinition to entries of the resource table: one per served version. */
import { createHash } from 'node:crypto';
import { isList, isObject, type Json, type JsonObject, member, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { customColumns } from '../../kube/printing/custom-cells.ts';
import { compareVersions } from '../discovery/served-groups.ts';
import type { Column, ResourceDefinition, ScalePaths, SubresourceDefinition } from '../registry/resource-definition.ts';
import { customStrategy } from './custom-strategy.ts';

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const SUBRESOURCE_VERBS = ['get', 'patch', 'update'];
const NAME: Column = { name: 'Name', type: 'string', format: 'name' };

/** The entries of a definition's served versions. */
export function customDefinitions(crd: KubeObject): readonly ResourceDefinition[] {
  const versions = versionsOf(crd);
  const storage = versions.find((version) => version['storage'] === true) ?? versions[0] ?? {};
  const storedAs = `${textAt(crd, 'spec', 'group') ?? ''}/${textAt(storage, 'name') ?? ''}`;
  return versions
    .filter((version) => version['served'] === true)
    .map((version) => entryOf(crd, { version, versions, storedAs }));
}

/** The versions of a definition, as they stand in it. */
export function versionsOf(crd: KubeObject): readonly JsonObject[] {
  return list(memberAt(crd, 'spec', 'versions')).filter(isObject);
}

interface Entry {
  readonly version: JsonObject;
  readonly versions: readonly JsonObject[];
  readonly storedAs: string;
}

/** An object in another version of its definition: without what that version does not have, with its defaults. */
function inVersion(versions: readonly JsonObject[], group: string, object: KubeObject, apiVersion: string): KubeObject {
  if (object.apiVersion === apiVersion) return object;
  const version = versions.find((one) => `${group}/${textAt(one, 'name')}` === apiVersion);
  const named = { ...object, apiVersion };
  if (version === undefined) return named;
  const { decode, defaults } = customStrategy(version, named);
  const pruned = decode?.(named).object ?? named;
  return defaults?.(pruned) ?? pruned;
}

/** Which version to use instead of one that is to be left. Source: apiextensions' `customresource_handler.go`. */
function deprecationOf(
  versions: readonly JsonObject[],
  version: JsonObject,
  { group, kind }: { readonly group: string; readonly kind: string },
): { readonly deprecation?: string } {
  if (version['deprecated'] !== true) return {};
  const own = textAt(version, 'name') ?? '';
  const given = textAt(version, 'deprecationWarning');
  if (given) return { deprecation: given };
  const newer = versions
    .filter((one) => one['served'] === true && one['deprecated'] !== true)
    .map((one) => textAt(one, 'name') ?? '')
    .filter((name) => compareVersions(name, own) > 0)
    .toSorted((one, other) => compareVersions(other, one));
  const instead = newer[0] === undefined ? '' : `; use ${group}/${newer[0]} ${kind}`;
  return { deprecation: `${group}/${own} ${kind} is deprecated${instead}` };
}

function fieldPath(jsonPath: string): string {
  return jsonPath.replace(/^\./, '');
}

function entryOf(crd: KubeObject, { version, versions, storedAs }: Entry): ResourceDefinition {
  const group = textAt(crd, 'spec', 'group') ?? '';
  const names = memberAt(crd, 'spec', 'names');
  const name = textAt(version, 'name') ?? '';
  const kind = textAt(names, 'kind') ?? '';
  const plural = textAt(names, 'plural') ?? '';
  const apiVersion = `${group}/${name}`;
  const columns = customColumns(member(version, 'additionalPrinterColumns'));
  const scale = scaleOf(version);
  const schema = memberAt(version, 'schema', 'openAPIV3Schema');
  return {
    group,
    version: name,
    apiVersion,
    kind,
    listKind: textAt(names, 'listKind') ?? `${kind}List`,
    plural,
    singular: textAt(names, 'singular') ?? kind.toLowerCase(),
    namespaced: textAt(crd, 'spec', 'scope') === 'Namespaced',
    verbs: VERBS,
    shortNames: texts(member(names, 'shortNames')),
    categories: texts(member(names, 'categories')),
    storageVersionHash: createHash('sha256').update(`${storedAs}/${kind}`).digest().subarray(0, 8).toString('base64'),
    subresources: subresourcesOf(version, { group, version: name, kind }),
    shelf: `${group}/${plural}`,
    storedAs,
    convert: (object, to) => inVersion(versions, group, object, to),
    strategy: customStrategy(version, { apiVersion, kind }),
    selectable: list(member(version, 'selectableFields')).map((field) => fieldPath(textAt(field, 'jsonPath') ?? '')),
    ...deprecationOf(versions, version, { group, kind }),
    ...(scale && { scale }),
    custom: true,
    columns: [NAME, ...columns.map(({ fact }) => fact)],
    customColumns: columns,
    ...(isObject(schema) && { schema }),
  };
}

function subresourcesOf(version: JsonObject, responseKind: SubresourceDefinition['responseKind']) {
  const declared = member(version, 'subresources');
  const found: SubresourceDefinition[] = [];
  if (isObject(member(declared, 'status'))) found.push({ name: 'status', responseKind, verbs: SUBRESOURCE_VERBS });
  if (!isObject(member(declared, 'scale'))) return found;
  const scale = { group: 'autoscaling', version: 'v1', kind: 'Scale' };
  return [...found, { name: 'scale', responseKind: scale, verbs: SUBRESOURCE_VERBS }];
}

function scaleOf(version: JsonObject): ScalePaths | undefined {
  const scale = memberAt(version, 'subresources', 'scale');
  if (!isObject(scale)) return undefined;
  const selector = textAt(scale, 'labelSelectorPath');
  return {
    replicas: pathOf(textAt(scale, 'specReplicasPath')),
    statusReplicas: pathOf(textAt(scale, 'statusReplicasPath')),
    ...(selector !== undefined && { selector: pathOf(selector) }),
  };
}

function pathOf(path = ''): readonly string[] {
  return path.split('.').filter((part) => part !== '');
}

function texts(value: Json | undefined): readonly string[] {
  return list(value).filter((each) => typeof each === 'string');
}

function list(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}
