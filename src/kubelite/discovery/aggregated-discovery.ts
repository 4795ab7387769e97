/** The newer form of discovery: everything about all groups in one document (apidiscovery.k8s.io/v2). */
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition, SubresourceDefinition } from '../registry/resource-definition.ts';
import { groupsOf, type ServedVersion } from './served-groups.ts';

/** `/api` has the core group only, `/apis` all others. */
export function aggregatedDiscovery(resources: readonly ResourceDefinition[], root: 'api' | 'apis'): JsonObject {
  const groups = groupsOf(resources).filter(({ name }) => (name === '') === (root === 'api'));
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: name === '' ? {} : { name },
      versions: versions.map(versionEntry),
    })),
  };
}

function versionEntry({ version, resources }: ServedVersion): JsonObject {
  return { version, resources: resources.map(resourceEntry), freshness: 'Current' };
}

/** Built-in resources leave out the version they stand in. */
function shownKind(
  { group, version, custom }: ResourceDefinition,
  kind: SubresourceDefinition['responseKind'],
): JsonObject {
  const own = !custom && kind.group === group && kind.version === version;
  return own ? { group: '', version: '', kind: kind.kind } : { ...kind };
}

function resourceEntry(definition: ResourceDefinition): JsonObject {
  const { group, version, kind, plural, singular, namespaced, verbs, shortNames, categories, subresources } =
    definition;
  return {
    resource: plural,
    responseKind: shownKind(definition, { group, version, kind }),
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && {
      subresources: subresources.map(({ name, responseKind, verbs: subVerbs }) => ({
        subresource: name,
        responseKind: shownKind(definition, responseKind),
        verbs: subVerbs,
      })),
    }),
  };
}
