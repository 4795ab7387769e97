/** The older form of discovery: one document per root, group and version. */
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { groupsOf, type ServedGroup } from './served-groups.ts';

const ADDRESSES = [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }];

/** `/api`. */
export function coreVersions(): JsonObject {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: ADDRESSES };
}

/** `/apis`. */
export function groupList(resources: readonly ResourceDefinition[]): JsonObject {
  const groups = groupsOf(resources).filter(({ name }) => name !== '');
  const custom = new Set(groups.filter(isCustomGroup));
  const listed = [...groups.filter((group) => !custom.has(group)), ...[...custom].toSorted(byRegistration)];
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: listed.map(groupContent) };
}

function isCustomGroup({ versions }: ServedGroup): boolean {
  return versions.every((version) => version.resources.every(({ custom }) => custom));
}

/** This list has custom groups in the order of their first registrations, `v1.shop` before `v2.book`. */
function byRegistration(one: ServedGroup, other: ServedGroup): number {
  return firstRegistration(one) < firstRegistration(other) ? -1 : 1;
}

function firstRegistration({ name, versions }: ServedGroup): string {
  return versions.map(({ version }) => `${version}.${name}`).toSorted()[0] ?? name;
}

/** `/apis/<group>`; undefined where the group is not served. */
export function groupDocument(resources: readonly ResourceDefinition[], name: string): JsonObject | undefined {
  const group = groupsOf(resources).find((each) => each.name === name);
  return group && { kind: 'APIGroup', apiVersion: 'v1', ...groupContent(group) };
}

function groupContent({ name, versions }: ServedGroup): JsonObject {
  const entries = versions.map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: entries, preferredVersion: entries[0] ?? {} };
}

/** `/api/v1` or `/apis/<group>/<version>`; undefined where it is not served. */
export function versionDocument(
  resources: readonly ResourceDefinition[],
  group: string,
  version: string,
): JsonObject | undefined {
  const found = groupsOf(resources)
    .find(({ name }) => name === group)
    ?.versions.find((each) => each.version === version);
  if (!found) return undefined;
  const type = group === '' ? { kind: 'APIResourceList' } : { kind: 'APIResourceList', apiVersion: 'v1' };
  const groupVersion = group === '' ? version : `${group}/${version}`;
  return { ...type, groupVersion, resources: found.resources.flatMap(resourceEntries) };
}

function resourceEntries(definition: ResourceDefinition): readonly JsonObject[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories, storageVersionHash } = definition;
  const main = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(storageVersionHash && { storageVersionHash }),
  };
  const others = definition.subresources.map((subresource) => {
    const { group, version, kind: responseKind } = subresource.responseKind;
    const foreign = group !== definition.group || version !== definition.version;
    return {
      name: `${plural}/${subresource.name}`,
      singularName: '',
      namespaced,
      ...(foreign && { ...(group && { group }), version }),
      kind: responseKind,
      verbs: subresource.verbs,
    };
  });
  return [main, ...others];
}
