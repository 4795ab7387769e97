/** Keywords for objects. Members are taken in byte order of their names; the Go library takes them in any. */

import { sortedKeys } from '../../../base/json/byte-order.ts';
import type { Json, JsonObject } from '../../../base/json-value.ts';
import type { Issue } from '../issue.ts';
import { quoted, quotedList } from '../quoted.ts';
import type { Schema } from '../schema.ts';
import { sizeMessage } from './check-scalar.ts';
import { addIssue, type Check } from './validation.ts';

/** How other schemas are applied; given along, as they come back here. */
export interface Appliers {
  inside(check: Check, schema: Schema, member: { value: Json; step: string }): Issue | undefined;
  here(check: Check, schema: Schema): Issue | undefined;
  apart(check: Check, schema: Schema, value: Json): Issue | undefined;
}

export function checkObject(check: Check, object: JsonObject, apply: Appliers): void {
  const { schema } = check.scope;
  checkSize(check, Object.keys(object).length);
  const missing = missingOf(object, schema.required ?? []);
  if (missing.length > 0) addIssue(check, () => requiredMessage(missing));
  if (check.isSilent && check.issues.length > 0) return;
  checkDependencies(check, object, apply);
  checkMembers(check, object, apply);
  if (schema.draft >= 6 && schema.propertyNames !== undefined) checkNames(check, object, apply);
  if (schema.draft >= 7) checkDependents(check, object, apply);
}

function checkSize(check: Check, size: number): void {
  const { minProperties, maxProperties } = check.scope.schema;
  if (minProperties !== undefined && size < minProperties) {
    addIssue(check, () => sizeMessage('minProperties', size, minProperties));
  }
  if (maxProperties !== undefined && size > maxProperties) {
    addIssue(check, () => sizeMessage('maxProperties', size, maxProperties));
  }
}

function missingOf(object: JsonObject, names: readonly string[]): readonly string[] {
  return names.filter((name) => !Object.hasOwn(object, name));
}

function requiredMessage(missing: readonly string[]): string {
  return `missing ${missing.length === 1 ? 'property' : 'properties'} ${quotedList(missing)}`;
}

function checkDependencies(check: Check, object: JsonObject, apply: Appliers): void {
  for (const [name, dependency] of check.scope.schema.dependencies ?? []) {
    if (!Object.hasOwn(object, name)) continue;
    if ('location' in dependency) push(check, apply.here(check, dependency));
    else checkRequiredWith(check, object, { name, required: dependency });
  }
}

function checkRequiredWith(
  check: Check,
  object: JsonObject,
  { name, required }: { name: string; required: readonly string[] },
): void {
  const missing = missingOf(object, required);
  if (missing.length > 0)
    addIssue(check, () => `properties ${quotedList(missing)} required, if ${quoted(name)} exists`);
}

function checkMembers(check: Check, object: JsonObject, apply: Appliers): void {
  const { schema } = check.scope;
  const surplus: string[] = [];
  for (const name of sortedKeys(object)) {
    if (check.isSilent && check.issues.length > 0) return;
    const member = { value: object[name] ?? null, step: name };
    const schemas = schemasFor(check, name);
    for (const one of schemas) push(check, apply.inside(check, one, member));
    const { additionalProperties } = schema;
    if (schemas.length === 0 && additionalProperties === undefined) continue;
    if (schemas.length === 0 && additionalProperties === false) surplus.push(name);
    if (schemas.length === 0 && typeof additionalProperties === 'object') {
      push(check, apply.inside(check, additionalProperties, member));
    }
    check.unevaluated.names.delete(name);
  }
  if (surplus.length > 0) addIssue(check, () => `additional properties ${quotedList(surplus)} not allowed`);
}

function schemasFor(check: Check, name: string): readonly Schema[] {
  const { properties, patternProperties } = check.scope.schema;
  const named = properties?.get(name);
  const schemas = named === undefined ? [] : [named];
  for (const { pattern, schema } of patternProperties ?? []) {
    check.budget.step(check.scope.depth);
    if (pattern.matches(name)) schemas.push(schema);
  }
  return schemas;
}

/** Such an issue stands at the root, as the name is checked on its own. */
function checkNames(check: Check, object: JsonObject, apply: Appliers): void {
  const { propertyNames } = check.scope.schema;
  if (propertyNames === undefined) return;
  for (const name of sortedKeys(object)) {
    const issue = apply.apart(check, propertyNames, name);
    if (issue === undefined) continue;
    const causes = issue.isGroup ? issue.causes : [issue];
    const message = check.isSilent ? '' : `invalid propertyName ${quoted(name)}`;
    check.issues.push({ path: [], message, causes, isReference: false, isGroup: false });
  }
}

function checkDependents(check: Check, object: JsonObject, apply: Appliers): void {
  const { dependentSchemas, dependentRequired } = check.scope.schema;
  for (const [name, schema] of dependentSchemas ?? []) {
    if (Object.hasOwn(object, name)) push(check, apply.here(check, schema));
  }
  for (const [name, required] of dependentRequired ?? []) {
    if (Object.hasOwn(object, name)) checkRequiredWith(check, object, { name, required });
  }
}

function push(check: Check, issue: Issue | undefined): void {
  if (issue !== undefined) check.issues.push(issue);
}
