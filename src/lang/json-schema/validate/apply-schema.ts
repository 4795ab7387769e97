/** Applies a schema to a value: the checks and their order are those of the Go library, so that its messages come out. */

import { sortedKeys } from '../../../base/json/byte-order.ts';
import { jsonEqual } from '../../../base/json-equal.ts';
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import { isInteger } from '../decimal.ts';
import type { Issue } from '../issue.ts';
import type { JsonType, Schema } from '../schema.ts';
import { checkArray } from './check-array.ts';
import { checkLogic } from './check-logic.ts';
import { checkObject } from './check-object.ts';
import { checkNumber, checkText } from './check-scalar.ts';
import { constantMessage, enumerationMessage } from './display.ts';
import { type Check, issueOf, type Scope, type Unevaluated } from './validation.ts';

/** Applies it to the same value. The issue, or undefined; what it looked at is taken from the check's unevaluated. */
export function applyHere(
  check: Check,
  schema: Schema,
  { keyword = '', silent = false }: { keyword?: string; silent?: boolean } = {},
): Issue | undefined {
  const { scope, unevaluated } = check;
  const wanted = unevaluated.names.size > 0 || unevaluated.indexes.size > 0;
  const inner: Check = {
    ...check,
    scope: childScope(scope, { schema, keyword, valueDepth: scope.valueDepth }),
    unevaluated: unevaluatedOf(check.value, schema, wanted),
    isSilent: check.isSilent || silent,
    issues: [],
  };
  const issue = applySchema(inner);
  if (issue === undefined) keepCommon(unevaluated, inner.unevaluated);
  return issue;
}

/** Applies it to a member or item. */
export function applyInside(
  check: Check,
  schema: Schema,
  { value, step }: { value: Json; step: string },
): Issue | undefined {
  return applySchema({
    ...check,
    value,
    path: [...check.path, step],
    scope: childScope(check.scope, { schema, keyword: '', valueDepth: check.scope.valueDepth + 1 }),
    unevaluated: unevaluatedOf(value, schema, false),
    issues: [],
  });
}

/** The whole of it; `check.issues` is empty before. */
export function applySchema(check: Check): Issue | undefined {
  const { schema } = check.scope;
  check.budget.step(check.scope.depth);
  if (schema.always !== undefined) return schema.always ? undefined : issueOf(check, () => 'false schema');
  const cycle = cycleIn(check.scope);
  if (cycle !== undefined) return issueOf(check, () => cycleMessage(check.scope, cycle));
  const early = earlyIssue(check);
  if (early !== undefined) return early;
  if (schema.ref !== undefined) {
    const issue = applyReference(check, schema.ref, '$ref');
    if (schema.draft < 2019) return issue;
    if (issue !== undefined) check.issues.push(issue);
  }
  checkByType(check);
  if (check.issues.length === 0 || !check.isSilent) {
    if (schema.draft >= 2019) applyDynamicReferences(check);
    checkLogic(check);
    if (schema.draft >= 2019) checkUnevaluated(check);
  }
  const [first, second] = check.issues;
  return second === undefined
    ? first
    : issueOf(check, () => 'validation failed', { causes: check.issues, isGroup: true });
}

/** Those of several kinds of failures that end the check. */
function earlyIssue(check: Check): Issue | undefined {
  const { value, scope } = check;
  const { types, constant, enumeration, format } = scope.schema;
  const type = typeOf(value);
  if (types !== undefined && !hasType(types, value, type))
    return issueOf(check, () => `got ${type}, want ${types.join(' or ')}`);
  if (constant !== undefined && !jsonEqual(value, constant.value))
    return issueOf(check, () => constantMessage(constant.value));
  if (enumeration !== undefined) {
    check.budget.step(scope.depth, enumeration.length >> 4);
    if (!enumeration.some((item) => jsonEqual(value, item)))
      return issueOf(check, () => enumerationMessage(enumeration));
  }
  const reason = format !== undefined && typeof value === 'string' ? format.check(value) : undefined;
  if (reason === undefined || format === undefined) return undefined;
  return issueOf(
    check,
    () => `${constantMessage(value).replace(/^value must be /, '')} is not valid ${format.name}: ${reason}`,
  );
}

function hasType(types: readonly JsonType[], value: Json, type: JsonType): boolean {
  if (types.includes(type)) return true;
  return types.includes('integer') && (typeof value === 'number' || typeof value === 'bigint') && isInteger(value);
}

function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (isObject(value)) return 'object';
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'boolean' : 'number';
}

function checkByType(check: Check): void {
  const { value } = check;
  if (isList(value)) checkArray(check, value, applyInside);
  else if (isObject(value)) checkObject(check, value, { inside: applyInside, here: applyHere, apart: applyApart });
  else if (typeof value === 'string') checkText(check, value);
  else if (typeof value === 'number' || typeof value === 'bigint') checkNumber(check, value);
}

/** As a check of its own, with an empty path: names of properties are checked so. */
function applyApart(check: Check, schema: Schema, value: Json): Issue | undefined {
  const scope: Scope = { schema, keyword: '', valueDepth: 0, depth: check.scope.depth + 1, parent: undefined };
  return applySchema({
    ...check,
    value,
    path: [],
    scope,
    unevaluated: unevaluatedOf(value, schema, false),
    issues: [],
  });
}

function applyReference(check: Check, target: Schema, keyword: string): Issue | undefined {
  const issue = applyHere(check, target, { keyword });
  if (issue === undefined) return undefined;
  const causes = issue.isGroup ? issue.causes : [issue];
  return issueOf(check, () => 'validation failed', { causes, isReference: true });
}

function applyDynamicReferences(check: Check): void {
  const { recursiveRef, dynamicRef } = check.scope.schema;
  if (recursiveRef !== undefined) {
    const target = recursiveRef.recursiveAnchor === true ? outermostRecursive(check.scope, recursiveRef) : recursiveRef;
    push(check, applyReference(check, target, '$recursiveRef'));
  }
  if (dynamicRef !== undefined) {
    const { target, anchor } = dynamicRef;
    const isDynamic = anchor !== '' && target.dynamicAnchor === anchor;
    push(
      check,
      applyReference(check, isDynamic ? outermostDynamic(check.scope, anchor, target) : target, '$dynamicRef'),
    );
  }
}

function outermostRecursive(scope: Scope, fallback: Schema): Schema {
  let found = fallback;
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.schema.resource?.recursiveAnchor === true) found = at.schema;
  }
  return found;
}

function outermostDynamic(scope: Scope, anchor: string, fallback: Schema): Schema {
  let found = fallback;
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    found = at.schema.resource?.dynamicAnchors?.get(anchor) ?? found;
  }
  return found;
}

function checkUnevaluated(check: Check): void {
  const { value, scope, unevaluated } = check;
  const { unevaluatedProperties, unevaluatedItems } = scope.schema;
  if (isObject(value) && unevaluatedProperties !== undefined) {
    for (const name of unevaluated.names) {
      push(check, applyInside(check, unevaluatedProperties, { value: value[name] ?? null, step: name }));
    }
    unevaluated.names.clear();
  }
  if (isList(value) && unevaluatedItems !== undefined) {
    for (const index of unevaluated.indexes) {
      push(check, applyInside(check, unevaluatedItems, { value: value[index] ?? null, step: String(index) }));
    }
    unevaluated.indexes.clear();
  }
}

function push(check: Check, issue: Issue | undefined): void {
  if (issue !== undefined) check.issues.push(issue);
}

function childScope(parent: Scope, child: Pick<Scope, 'schema' | 'keyword' | 'valueDepth'>): Scope {
  return { ...child, depth: parent.depth + 1, parent };
}

/** The scope of the same value that applied the same schema: it would go round for ever. */
function cycleIn(scope: Scope): Scope | undefined {
  for (let at = scope.parent; at?.valueDepth === scope.valueDepth; at = at.parent) {
    if (at.schema === scope.schema) return at;
  }
  return undefined;
}

function cycleMessage(scope: Scope, first: Scope): string {
  const { location } = scope.schema;
  return `both ${keywordLocation(scope)} and ${keywordLocation(first)} resolve to "${location}" causing reference cycle`;
}

function keywordLocation(scope: Scope): string {
  if (scope.parent === undefined) return '';
  const step =
    scope.keyword === '' ? scope.schema.location.slice(scope.parent.schema.location.length) : `/${scope.keyword}`;
  return keywordLocation(scope.parent) + step;
}

/** Never added to. */
const NOTHING_TRACKED: Unevaluated = { names: new Set(), indexes: new Set() };

/** What is to be tracked for a value: only where the schema or one around asks for what nobody looked at. */
function unevaluatedOf(value: Json, schema: Schema, wanted: boolean): Unevaluated {
  const { unevaluatedProperties, unevaluatedItems } = schema;
  if (!wanted && unevaluatedProperties === undefined && unevaluatedItems === undefined) return NOTHING_TRACKED;
  const names = new Set<string>();
  const indexes = new Set<number>();
  if (isObject(value)) {
    const asked = wanted || unevaluatedProperties !== undefined;
    if (asked && schema.additionalProperties === undefined) for (const name of sortedKeys(value)) names.add(name);
  } else if (isList(value)) {
    const asked = wanted || unevaluatedItems !== undefined;
    const all =
      schema.draft < 2020
        ? schema.additionalItems !== undefined || isOne(schema.items)
        : schema.restItems !== undefined;
    if (asked && !all) for (let at = evaluatedItems(schema); at < value.length; at++) indexes.add(at);
  }
  return { names, indexes };
}

function isOne(items: Schema['items']): boolean {
  return items !== undefined && !Array.isArray(items);
}

function evaluatedItems({ draft, items, prefixItems }: Schema): number {
  if (draft >= 2020) return prefixItems?.length ?? 0;
  return Array.isArray(items) ? items.length : 0;
}

function keepCommon(outer: Unevaluated, inner: Unevaluated): void {
  for (const name of outer.names) if (!inner.names.has(name)) outer.names.delete(name);
  for (const index of outer.indexes) if (!inner.indexes.has(index)) outer.indexes.delete(index);
}
