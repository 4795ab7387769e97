/**
 * What an API server serves: aggregated discovery (`apidiscovery.k8s.io/v2`, two requests), else the older lists, one request
 * per group and version. A group that cannot be listed is told, not dropped.
 */

import { hasCode } from '../../base/errors.ts';
import { isList, isObject, type Json, type JsonObject, member, textAt } from '../../base/json-value.ts';
import { joinApiVersion } from '../../kube/object/kube-object.ts';
import type { ApiResource, Discovery } from '../../ports/kube.ts';

/** Versions of the aggregated form that we read, newest first, then the older lists. */
export const DISCOVERY_ACCEPT = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

/** Reads one discovery path. Throws as every request does. */
export type ReadDiscovery = (path: string) => Promise<JsonObject>;

interface GroupVersionResources {
  readonly group: string;
  readonly version: string;
  /** Undefined: could not be listed. */
  readonly resources: readonly ApiResource[] | undefined;
}

/** Everything served. Throws where even the list of groups cannot be had. */
export async function discoverAll(read: ReadDiscovery): Promise<Discovery> {
  const [core, groups] = await Promise.all([read('/api'), read('/apis')]);
  const found = await Promise.all([versionsOf(core, read), versionsOf(groups, read)]);
  return assemble(found.flat());
}

async function versionsOf(list: JsonObject, read: ReadDiscovery): Promise<readonly GroupVersionResources[]> {
  return list['kind'] === 'APIGroupDiscoveryList' ? aggregated(list) : legacy(list, read);
}

function aggregated(list: JsonObject): readonly GroupVersionResources[] {
  return objects(list['items']).flatMap((item) => {
    const group = textAt(item, 'metadata', 'name') ?? '';
    return objects(item['versions']).map((entry) => aggregatedVersion(group, entry));
  });
}

/** A version whose `freshness` is Stale belongs to an extension server that does not answer. */
function aggregatedVersion(group: string, entry: JsonObject): GroupVersionResources {
  const version = textAt(entry, 'version') ?? '';
  if (textAt(entry, 'freshness') === 'Stale' && entry['resources'] === undefined) {
    return { group, version, resources: undefined };
  }
  const resources = objects(entry['resources']).map((resource) => ({
    group,
    version,
    kind: textAt(resource, 'responseKind', 'kind') ?? '',
    plural: textAt(resource, 'resource') ?? '',
    namespaced: textAt(resource, 'scope') === 'Namespaced',
    verbs: texts(resource['verbs']),
    shortNames: texts(resource['shortNames']),
    singular: textAt(resource, 'singularResource') ?? '',
    subresources: objects(resource['subresources']).map((sub) => textAt(sub, 'subresource') ?? ''),
  }));
  return { group, version, resources };
}

/** `/api` answers APIVersions, `/apis` an APIGroupList with the preferred version of each group. */
async function legacy(list: JsonObject, read: ReadDiscovery): Promise<readonly GroupVersionResources[]> {
  const wanted =
    list['kind'] === 'APIVersions'
      ? texts(list['versions']).map((version) => ({ group: '', version }))
      : objects(list['groups']).flatMap(groupVersions);
  return Promise.all(
    wanted.map(async ({ group, version }) => ({
      group,
      version,
      resources: await legacyResources(group, version, read),
    })),
  );
}

function groupVersions(entry: JsonObject): readonly { group: string; version: string }[] {
  const group = textAt(entry, 'name') ?? '';
  const preferred = textAt(entry, 'preferredVersion', 'version');
  const served = objects(entry['versions']).map((version) => textAt(version, 'version') ?? '');
  const ordered = [...served.filter((version) => version === preferred), ...served.filter((v) => v !== preferred)];
  return ordered.map((version) => ({ group, version }));
}

async function legacyResources(
  group: string,
  version: string,
  read: ReadDiscovery,
): Promise<readonly ApiResource[] | undefined> {
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  try {
    return legacyEntries(group, version, objects((await read(path))['resources']));
  } catch (error) {
    if (hasCode(error, 'kube.server-error', 'kube.unavailable', 'kube.not-found', 'kube.timeout', 'kube.forbidden'))
      return undefined;
    throw error;
  }
}

/** Subresources stand beside their resources as `pods/log`. An entry's own group and version are those of the answer's kind. */
function legacyEntries(group: string, version: string, entries: readonly JsonObject[]): readonly ApiResource[] {
  const names = entries.map((entry) => textAt(entry, 'name') ?? '');
  return entries
    .filter((_, index) => !names[index]?.includes('/'))
    .map((entry) => {
      const plural = textAt(entry, 'name') ?? '';
      return {
        group,
        version,
        kind: textAt(entry, 'kind') ?? '',
        plural,
        namespaced: member(entry, 'namespaced') === true,
        verbs: texts(entry['verbs']),
        shortNames: texts(entry['shortNames']),
        singular: textAt(entry, 'singularName') ?? '',
        subresources: names
          .filter((name) => name.startsWith(`${plural}/`))
          .map((name) => name.slice(plural.length + 1)),
      };
    });
}

/** The first version of a group is the preferred one, in both forms. */
function assemble(versions: readonly GroupVersionResources[]): Discovery {
  const preferred = new Map<string, string>();
  for (const { group, version } of versions) if (!preferred.has(group)) preferred.set(group, version);
  return {
    resources: versions.flatMap(({ resources }) => resources ?? []),
    preferred: Object.fromEntries(preferred),
    failed: versions
      .filter(({ resources }) => resources === undefined)
      .map(({ group, version }) => joinApiVersion(group, version)),
  };
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

function texts(value: Json | undefined): readonly string[] {
  return isList(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
