/** `replacements`: values copied from one object to fields of others. */

import { messageOf } from '../../../base/errors.ts';
import type { Place } from '../configuration/visit-fields.ts';
import { explained, isUserFault, kustomizeFault, orUndefined } from '../fault.ts';
import { Growth } from '../object/growth.ts';
import { copyOf, isEmpty, isMap, isScalar, isSequence, type Node, scalarText } from '../object/node.ts';
import type { Resource } from '../object/resource.ts';
import { idText, isIdSelectedBy, type ResourceId } from '../object/resource-id.ts';
import { idsOf, type ResourceSet } from '../object/resource-set.ts';
import { sameType } from '../object/set-scalar.ts';
import { keepingShared } from '../object/shared-pairs.ts';
import { Written } from '../object/written.ts';
import { idMatcher, matchesMetadata, type Selector } from '../patch/selector.ts';
import { findPlaces, findValue, splitFieldPath } from './field-path.ts';
import { changedText } from './structured-text.ts';

export interface FieldOptions {
  readonly delimiter?: string;
  readonly index?: number;
  readonly create?: boolean;
}

export interface ReplacementTarget {
  readonly select?: Selector;
  readonly reject?: readonly Selector[];
  readonly fieldPaths?: readonly string[];
  readonly options?: FieldOptions;
}

export interface Replacement {
  readonly source?: Partial<ResourceId> & { readonly fieldPath?: string; readonly options?: FieldOptions };
  readonly sourceValue?: string;
  readonly targets?: readonly ReplacementTarget[];
}

const NAME = 'metadata.name';

export function applyReplacements(set: ResourceSet, replacements: readonly Replacement[]): void {
  const growth = new Growth('replacements');
  for (const replacement of replacements) {
    const { source, sourceValue, targets } = replacement;
    if ((source === undefined && sourceValue === undefined) || targets === undefined) {
      throw kustomizeFault('replacements must specify a source and at least one target');
    }
    const value = sourceOf(set, replacement);
    for (const target of targets) replaceIn(set, target, { value, growth });
    set.changed();
  }
}

function sourceOf(set: ResourceSet, { source, sourceValue }: Replacement): Node {
  if (source !== undefined && sourceValue !== undefined) {
    throw kustomizeFault('value and resource selectors are mutually exclusive');
  }
  if (source === undefined) return new Written(sourceValue ?? '', 'open');
  const { fieldPath = '', options, ...selector } = source;
  const text = [idText(selector), fieldPath].filter((part) => part !== '').join(':');
  const found = set.resources.filter((resource) => idsOf(resource).some((id) => isIdSelectedBy(id, selector)));
  if (found.length > 1) throw kustomizeFault(`multiple matches for selector ${text}`);
  const [resource] = found;
  if (resource === undefined) throw kustomizeFault(`nothing selected by ${text}`);
  const path = fieldPath || NAME;
  const value = findValue(resource.object, splitFieldPath(path));
  if (value === undefined || isEmpty(value)) {
    throw kustomizeFault(`fieldPath \`${path}\` is missing for replacement source ${idText(selector)}`);
  }
  return partOf(value, options);
}

function partOf(value: Node, { delimiter = '', index = 0 }: FieldOptions = {}): Node {
  if (delimiter === '') return value;
  if (!isScalar(value)) throw kustomizeFault('delimiter option can only be used with scalar nodes');
  const text = scalarText(value);
  const part = text.split(delimiter)[index];
  if (part === undefined) throw kustomizeFault(`options.index ${index} is out of bounds for value ${text}`);
  return typeof value === 'string' ? part : new Written(part, 'open');
}

function replaceIn(set: ResourceSet, target: ReplacementTarget, { value, growth }: Copied): void {
  const { select, reject = [] } = target;
  if (select === undefined) throw kustomizeFault('target must specify resources to select');
  const about = 'error creating target selector';
  const matcher = explained(about, () => idMatcher(select));
  const rejecting = explained(about, () => reject.map((selector) => ({ selector, matcher: idMatcher(selector) })));
  for (const resource of set.resources) {
    if (!matchesMetadata(resource, select)) continue;
    const ids = [resource.id, ...resource.pastIds];
    if (rejecting.some((each) => isRejected(resource, ids, each))) continue;
    const isSelected = ids.some((id) => matcher.gvk(id) && matcher.name(id.name) && matcher.namespace(id.namespace));
    if (isSelected)
      for (const path of pathsOf(target)) replaceAt(resource, { path, value, growth, options: target.options ?? {} });
  }
}

interface Rejecting {
  readonly selector: Selector;
  readonly matcher: ReturnType<typeof idMatcher>;
}

function isRejected(resource: Resource, ids: readonly ResourceId[], { selector, matcher }: Rejecting): boolean {
  const byMetadata = (selector.labelSelector ?? '') !== '' || (selector.annotationSelector ?? '') !== '';
  if (byMetadata && matchesMetadata(resource, selector)) return true;
  const { group, version, kind, name, namespace } = selector;
  const byId = [group, version, kind, name, namespace].some((part) => (part ?? '') !== '');
  return byId && ids.some((id) => matcher.gvk(id) && matcher.name(id.name) && matcher.namespace(id.namespace));
}

function pathsOf({ fieldPaths = [] }: ReplacementTarget): readonly string[] {
  return fieldPaths.length === 0 ? [NAME] : fieldPaths;
}

interface Copied {
  readonly value: Node;
  readonly growth: Growth;
}

interface Change extends Copied {
  readonly path: string;
  readonly options: FieldOptions;
}

function replaceAt(resource: Resource, change: Change): void {
  const { path, value, growth, options } = change;
  const steps = splitFieldPath(path);
  if (replaceInText(resource, change)) return;
  const creates = options.create === true;
  const places = found(() => findPlaces(resource.object, steps, creates ? value : undefined), change);
  if (places.length === 0) throw kustomizeFault(notFound(change));
  for (const place of places) {
    const node = changed(place, value, options);
    growth.add(node);
    keepingShared(resource, () => place.set(node));
  }
}

function notFound({ path, options }: Change): string {
  const verb = options.create === true ? 'find or create' : 'find';
  return `unable to ${verb} field ${JSON.stringify(path)} in replacement target`;
}

function found<T>(work: () => T, change: Change): T {
  try {
    return work();
  } catch (error) {
    throw isUserFault(error) ? kustomizeFault(`${notFound(change)}: ${messageOf(error)}`, error) : error;
  }
}

/** A scalar keeps its type; anything else is replaced. */
function changed({ value: old }: Place, value: Node, { delimiter = '', index = 0 }: FieldOptions): Node {
  if (isMap(old) || isSequence(old)) {
    if (delimiter !== '') throw kustomizeFault('delimiter option can only be used with scalar nodes');
    return copyOf(value);
  }
  if (!isScalar(value)) return copyOf(value);
  const text = delimiter === '' ? scalarText(value) : spliced(scalarText(old), scalarText(value), { delimiter, index });
  return sameType(old, text);
}

function spliced(old: string, value: string, { delimiter, index }: { delimiter: string; index: number }): string {
  const parts = old.split(delimiter);
  if (index < 0) parts.unshift(value);
  else if (index >= parts.length) parts.push(value);
  else parts[index] = value;
  return parts.join(delimiter);
}

/** A path that goes on inside a text of JSON or YAML. False where there is no such text on the way. */
function replaceInText(resource: Resource, { path, value, growth, options }: Change): boolean {
  const steps = splitFieldPath(path);
  for (let length = 1; length < steps.length; length++) {
    const [place] = orUndefined(() => findPlaces(resource.object, steps.slice(0, length), undefined)) ?? [];
    if (place === undefined || !isScalar(place.value)) continue;
    const text = changedText(scalarText(place.value), {
      steps: steps.slice(length),
      value,
      creates: options.create === true,
      changed: (found) => changed(found, value, {}),
    });
    if (text !== undefined) {
      growth.add(text);
      place.set(text);
    }
    return text !== undefined;
  }
  return false;
}
