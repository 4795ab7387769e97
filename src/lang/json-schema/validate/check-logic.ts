/** Keywords that combine schemas. */
import type { Issue } from '../issue.ts';
import { applyHere } from './apply-schema.ts';
import { addIssue, type Check } from './validation.ts';

export function checkLogic(check: Check): void {
  const { not } = check.scope.schema;
  if (not !== undefined && applyHere(check, not, { silent: true }) === undefined) addIssue(check, () => "'not' failed");
  checkAllOf(check);
  checkAnyOf(check);
  checkOneOf(check);
  checkCondition(check);
}

function checkAllOf(check: Check): void {
  const issues: Issue[] = [];
  for (const schema of check.scope.schema.allOf ?? []) {
    const issue = applyHere(check, schema);
    if (issue !== undefined) issues.push(issue);
    if (issue !== undefined && check.isSilent) break;
  }
  if (issues.length > 0) addIssue(check, () => "'allOf' failed", issues);
}

function checkAnyOf(check: Check): void {
  const { anyOf = [] } = check.scope.schema;
  if (anyOf.length === 0) return;
  const issues: Issue[] = [];
  let matched = false;
  for (const schema of anyOf) {
    const issue = applyHere(check, schema);
    if (issue !== undefined) {
      issues.push(issue);
      continue;
    }
    matched = true;
    // Where somebody asks for what was looked at, all alternatives must look.
    if (check.unevaluated.names.size === 0 && check.unevaluated.indexes.size === 0) break;
  }
  if (!matched) addIssue(check, () => "'anyOf' failed", issues);
}

function checkOneOf(check: Check): void {
  const { oneOf = [] } = check.scope.schema;
  if (oneOf.length === 0) return;
  const issues: Issue[] = [];
  let matched: number | undefined;
  for (const [index, schema] of oneOf.entries()) {
    const issue = applyHere(check, schema, { silent: matched !== undefined });
    if (issue !== undefined) {
      if (matched === undefined) issues.push(issue);
      continue;
    }
    if (matched !== undefined) {
      const first = matched;
      addIssue(check, () => `'oneOf' failed, subschemas ${first}, ${index} matched`);
      break;
    }
    matched = index;
  }
  if (matched === undefined) addIssue(check, () => "'oneOf' failed, none matched", issues);
}

function checkCondition(check: Check): void {
  const { if: condition, then: consequence, else: alternative } = check.scope.schema;
  if (condition === undefined) return;
  const holds = applyHere(check, condition, { silent: true }) === undefined;
  const next = holds ? consequence : alternative;
  const issue = next === undefined ? undefined : applyHere(check, next);
  if (issue !== undefined) check.issues.push(issue);
}
