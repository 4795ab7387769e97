/** What a kustomization has gathered: resources, where transformers work, variables. */

import { type Configuration, mergeConfigurations, NO_CONFIGURATION } from '../configuration/configuration.ts';
import { kustomizeFault } from '../fault.ts';
import { at, isMap, type Node, type NodeMap, put } from '../object/node.ts';
import { noteOpenKey } from '../object/notes.ts';
import type { Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';
import { ResourceSet } from '../object/resource-set.ts';
import { joinVariables, type Variable } from '../references/variables.ts';

export class Accumulator {
  readonly set = new ResourceSet();
  configuration: Configuration = NO_CONFIGURATION;
  variables: readonly Variable[] = [];

  /** Takes in all that another one has. Throws where both have the same. */
  merge(other: Accumulator): void {
    this.set.appendAll(other.set.resources);
    this.configuration = mergeConfigurations(this.configuration, other.configuration);
    this.variables = joinVariables(this.variables, other.variables);
  }

  /** A generated resource: new, or merged with or in place of the one of its name, as its behavior says. */
  absorb(resource: Resource): void {
    const { id, behavior } = resource;
    const found = this.set.withAnyId(id);
    const [old] = found;
    if (found.length > 1) throw kustomizeFault(`found multiple objects that could accept merge of ${idText(id)}`);
    if (old === undefined) {
      if (behavior === 'merge' || behavior === 'replace') {
        throw kustomizeFault(`id ${idLiteral(resource)} does not exist; cannot merge or replace`);
      }
      this.set.append(resource);
      return;
    }
    if (behavior !== 'merge' && behavior !== 'replace') {
      throw kustomizeFault(
        `id ${idLiteral(resource)} exists; can not use behavior: '${behavior}', behavior must be merge or replace`,
      );
    }
    takeOver(resource, old);
    this.set.replace(old, resource);
  }
}

/** As Go prints the struct. */
function idLiteral({ id }: Resource): string {
  return `resid.ResId{Gvk:resid.Gvk{Group:${JSON.stringify(id.group)}, Version:${JSON.stringify(id.version)}, Kind:${JSON.stringify(id.kind)}, isClusterScoped:false}, Name:${JSON.stringify(id.name)}, Namespace:${JSON.stringify(id.namespace)}}`;
}

function takeOver(resource: Resource, old: Resource): void {
  for (const part of ['labels', 'annotations'] as const) {
    const both = joined(old[part], resource[part]);
    if (Object.keys(both).length > 0) put(metadataOf(resource), part, both);
  }
  const isMerge = resource.behavior === 'merge';
  for (const part of isMerge ? ['data', 'binaryData'] : []) {
    const both = joined(at(old.object, part), at(resource.object, part));
    if (Object.keys(both).length > 0) put(resource.object, part, both);
  }
  if (isMerge && old.origin !== undefined) resource.origin = old.origin;
  resource.transformations = old.transformations;
  resource.needsHash = resource.needsHash && old.needsHash;
  resource.setName(old.name);
  resource.setNamespace(old.namespace);
  resource.past = old.past;
  resource.prefixes = old.prefixes;
  resource.suffixes = old.suffixes;
  resource.variables = old.variables;
}

function joined(first: Node | undefined, second: Node | undefined): NodeMap {
  const both = { ...(isMap(first) ? first : {}), ...(isMap(second) ? second : {}) };
  for (const key of Object.keys(both)) noteOpenKey(both, key);
  return both;
}

function metadataOf({ object }: Resource): NodeMap {
  return at(object, 'metadata') as NodeMap;
}
