/** Whether a request is one that a policy, or its binding, is about. */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../../base/json-value.ts';
import { labelSelectorOf, matchesLabels } from '../../selector/label-selector.ts';
import { objects } from './policy-expressions.ts';

/** A resource in one version. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

export type Labels = Readonly<Record<string, string>>;

export interface MatchedRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly resource: Resource;
  readonly subresource: string;
  /** The same resource in its other versions. */
  readonly equivalents: readonly Resource[];
  readonly name: string;
  readonly namespaced: boolean;
  /** Labels of the object's namespace, or of the namespace that the request is about; undefined where there is none. */
  readonly namespaceLabels: Labels | undefined;
  /** Labels of the object before and after. */
  readonly labels: readonly Labels[];
}

/** The resource in the version that the rules name; undefined where the request is not meant. */
export function matchedResource(constraints: JsonObject, request: MatchedRequest): Resource | undefined {
  if (!matchesNamespace(constraints, request) || !matchesObject(constraints, request)) return undefined;
  const exact = textAt(constraints, 'matchPolicy') === 'Exact';
  if (ruleFor(constraints['excludeResourceRules'], request, exact) !== undefined) return undefined;
  const rules = objects(constraints['resourceRules']);
  return rules.length === 0 ? request.resource : ruleFor(rules, request, exact);
}

function matchesNamespace(constraints: JsonObject, { namespaceLabels }: MatchedRequest): boolean {
  if (namespaceLabels === undefined) return true;
  return selects(constraints['namespaceSelector'], namespaceLabels);
}

function matchesObject(constraints: JsonObject, { labels }: MatchedRequest): boolean {
  return labels.some((each) => selects(constraints['objectSelector'], each));
}

/** A selector that is not there selects everything here. */
function selects(selector: Json | undefined, labels: Labels): boolean {
  return !isObject(selector) || matchesLabels(labelSelectorOf(selector) ?? [], labels);
}

function ruleFor(rules: Json | undefined, request: MatchedRequest, exact: boolean): Resource | undefined {
  const list = objects(rules);
  const versions = exact ? [request.resource] : [request.resource, ...request.equivalents];
  return versions.find((resource) => list.some((rule) => fits(rule, request, resource)));
}

function fits(rule: JsonObject, request: MatchedRequest, resource: Resource): boolean {
  const names = texts(rule['resourceNames']);
  return (
    holds(rule['operations'], request.operation) &&
    holds(rule['apiGroups'], resource.group) &&
    holds(rule['apiVersions'], resource.version) &&
    texts(rule['resources']).some((text) => fitsResource(text, resource.resource, request.subresource)) &&
    fitsScope(textAt(rule, 'scope') ?? '*', request.namespaced) &&
    (names.length === 0 || names.includes(request.name))
  );
}

function holds(list: Json | undefined, text: string): boolean {
  return texts(list).some((each) => each === '*' || each === text);
}

function fitsScope(scope: string, namespaced: boolean): boolean {
  return scope === '*' || (scope === 'Namespaced') === namespaced;
}

/** `pods`, `pods/status`, `pods/*`, `*`, or all and their subresources as `*` twice. */
function fitsResource(text: string, resource: string, subresource: string): boolean {
  const [wanted = '', part = ''] = text.split('/');
  return (wanted === '*' || wanted === resource) && (part === '*' || part === subresource);
}

function texts(list: Json | undefined): readonly string[] {
  return isList(list) ? list.filter((each) => typeof each === 'string') : [];
}
