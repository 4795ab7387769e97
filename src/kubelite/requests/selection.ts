/** Which objects a list or watch is about: namespace, label selector, field selector. */
import { checkFieldSelector, matchesFields } from '../../kube/selector/field-selector.ts';
import { matchesLabels } from '../../kube/selector/label-selector.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { ListOptions } from './list-options.ts';

export interface Selection {
  /** Undefined for all namespaces. */
  readonly namespace: string | undefined;
  /** Absent where every object of the namespace is selected. */
  readonly matches: ((stored: StoredObject) => boolean) | undefined;
}

/** What is selected of a resource. Throws 400 with the server's message for a field by which nothing is selected. */
export function selectionOf(
  definition: ResourceDefinition,
  namespace: string,
  { labels, fields }: Pick<ListOptions, 'labels' | 'fields'>,
): Selection {
  checkFieldSelector(fields, definition.apiVersion, definition.kind, definition.selectable);
  const where = definition.namespaced && namespace !== '' ? namespace : undefined;
  if (labels.length === 0 && fields.length === 0) return { namespace: where, matches: undefined };
  const places = fields.filter(({ field }) => PLACES.has(field));
  const others = fields.filter(({ field }) => !PLACES.has(field));
  return {
    namespace: where,
    // Labels and places are at hand; an object at rest is made for a look at its other fields only.
    matches: (stored) =>
      places.every(({ field, equal, value }) => (PLACES.get(field)?.(stored) === value) === equal) &&
      matchesLabels(labels, stored.labels) &&
      (others.length === 0 || matchesFields(others, stored.peek())),
  };
}

const PLACES: ReadonlyMap<string, (stored: StoredObject) => string> = new Map([
  ['metadata.name', ({ name }: StoredObject) => name],
  ['metadata.namespace', ({ namespace }: StoredObject) => namespace],
]);

/** True if the object is one of the selected. */
export function isSelected(selection: Selection, stored: StoredObject): boolean {
  if (selection.namespace !== undefined && stored.namespace !== selection.namespace) return false;
  return selection.matches?.(stored) ?? true;
}
