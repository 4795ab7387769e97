/** Which resources a patch or replacement is for: patterns for kind, name and place, and selectors of labels. */

import { compilePattern, patternError } from '../../../base/regexp/regexp.ts';
import { matchesLabels, parseLabelSelector } from '../../../kube/selector/label-selector.ts';
import { kustomizeFault } from '../fault.ts';
import { textsOf } from '../object/notes.ts';
import type { Resource } from '../object/resource.ts';
import { effectiveNamespace, type ResourceId } from '../object/resource-id.ts';

export interface Selector {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

type Matcher = (text: string) => boolean;

/** Matches a whole text; an empty pattern matches all. Throws for what is no pattern. */
export function wholeMatcher(pattern = ''): Matcher {
  if (pattern === '') return () => true;
  const compiled = compilePattern(pattern);
  if (compiled === undefined) throw kustomizeFault(patternError(`^(?:${pattern})$`) ?? 'error parsing regexp');
  return (text) => compiled.matchesWhole(text);
}

export interface IdMatcher {
  readonly gvk: (id: ResourceId) => boolean;
  readonly name: Matcher;
  readonly namespace: Matcher;
}

export function idMatcher(selector: Selector): IdMatcher {
  const [group, version, kind] = [selector.group, selector.version, selector.kind].map(wholeMatcher) as [
    Matcher,
    Matcher,
    Matcher,
  ];
  return {
    gvk: (id) => group(id.group) && version(id.version) && kind(id.kind),
    name: wholeMatcher(selector.name),
    namespace: wholeMatcher(selector.namespace),
  };
}

/** Labels and annotations alone. */
export function matchesMetadata(
  resource: Resource,
  { labelSelector = '', annotationSelector = '' }: Selector,
): boolean {
  return (
    (labelSelector === '' || matchesLabels(parseLabelSelector(labelSelector), textsOf(resource.labels))) &&
    (annotationSelector === '' || matchesLabels(parseLabelSelector(annotationSelector), textsOf(resource.annotations)))
  );
}

/** The resources that a target selects, by what they are or were called first. */
export function selected(resources: readonly Resource[], selector: Selector): readonly Resource[] {
  const matcher = idMatcher(selector);
  return resources.filter((resource) => {
    const [current, original] = [resource.id, resource.originalId];
    return (
      (matcher.namespace(effectiveNamespace(original)) || matcher.namespace(effectiveNamespace(current))) &&
      (matcher.name(original.name) || matcher.name(current.name)) &&
      matcher.gvk(current) &&
      matchesMetadata(resource, selector)
    );
  });
}

/** As messages print it. */
export function selectorText(selector: Selector, id: string): string {
  return `${id}:a=${selector.annotationSelector ?? ''}:l=${selector.labelSelector ?? ''}`;
}
