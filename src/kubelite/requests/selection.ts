/** Which objects a list or watch is about: namespace, label selector, field selector. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { checkFieldSelector, matchesFields, parseFieldSelector } from '../../kube/selector/field-selector.ts';
import { matchesLabels, parseLabelSelector } from '../../kube/selector/label-selector.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';

export interface Selection {
  /** Undefined for all namespaces. */
  readonly namespace: string | undefined;
  /** Absent where every object of the namespace is selected. */
  readonly matches: ((object: KubeObject) => boolean) | undefined;
}

/** Reads the selectors of a query. Throws 400 with the server's message where one does not parse or names an unknown field. */
export function selectionOf(definition: ResourceDefinition, namespace: string, query: URLSearchParams): Selection {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '');
  checkFieldSelector(fields, definition.apiVersion, definition.kind, definition.selectable);
  const plain = labels.length === 0 && fields.length === 0;
  return {
    namespace: definition.namespaced && namespace !== '' ? namespace : undefined,
    matches: plain
      ? undefined
      : (object) => matchesLabels(labels, object.metadata.labels) && matchesFields(fields, object),
  };
}

/** True if the object is one of the selected. */
export function isSelected(selection: Selection, object: KubeObject): boolean {
  if (selection.namespace !== undefined && object.metadata.namespace !== selection.namespace) return false;
  return selection.matches?.(object) ?? true;
}
