/** The table of built-in resources, derived from the facts about a real server; what is special per kind stands in `builtin-strategies.ts`. */

import { BUILTIN_RESOURCES, type BuiltinResource, columnsOfKind } from '../../kube/builtin/resources.ts';
import { convertVersion } from '../../kube/conversion/convert-version.ts';
import { splitApiVersion } from '../../kube/object/kube-object.ts';
import { strategyOf } from './builtin-strategies.ts';
import type { ResourceDefinition, ScalePaths, SubresourceDefinition } from './resource-definition.ts';

/** Kinds of one group that another group serves as well: both share a shelf. */
const SHARED_SHELVES: Readonly<Record<string, { readonly shelf: string; readonly storedAs: string }>> = {
  'events.k8s.io/events': { shelf: '/events', storedAs: 'v1' },
  'autoscaling/horizontalpodautoscalers': { shelf: 'autoscaling/horizontalpodautoscalers', storedAs: 'autoscaling/v2' },
};

const WORKLOAD_SCALE: ScalePaths = {
  replicas: ['spec', 'replicas'],
  statusReplicas: ['status', 'replicas'],
  selector: ['spec', 'selector'],
};

/** One entry per served version. */
export function builtinDefinitions(): readonly ResourceDefinition[] {
  return BUILTIN_RESOURCES.map(definitionOf);
}

function definitionOf({ group, version, apiVersion, resource }: BuiltinResource): ResourceDefinition {
  const id = `${group}/${resource.name}`;
  const shared = SHARED_SHELVES[id];
  const subresources = (resource.subresources ?? []).map(subresourceOf);
  return {
    group,
    version,
    apiVersion,
    kind: resource.kind,
    listKind: `${resource.kind}List`,
    plural: resource.name,
    singular: resource.singular,
    namespaced: resource.namespaced,
    verbs: resource.verbs,
    shortNames: resource.shortNames ?? [],
    categories: resource.categories ?? [],
    ...(resource.storageVersionHash && { storageVersionHash: resource.storageVersionHash }),
    subresources,
    shelf: shared?.shelf ?? id,
    storedAs: shared?.storedAs ?? apiVersion,
    convert: convertVersion,
    strategy: strategyOf({ group, plural: resource.name, apiVersion, kind: resource.kind, subresources }),
    ...(subresources.some(({ name }) => name === 'scale') && { scale: WORKLOAD_SCALE }),
    custom: false,
    columns: columnsOfKind(apiVersion, resource.kind),
  };
}

function subresourceOf(fact: {
  readonly name: string;
  readonly responseKind: string;
  readonly verbs: readonly string[];
}): SubresourceDefinition {
  const [apiVersion = '', kind = ''] = fact.responseKind.split(' ');
  return { name: fact.name, responseKind: { ...splitApiVersion(apiVersion), kind }, verbs: fact.verbs };
}
