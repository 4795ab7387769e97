/** Keywords for lists. */
import { jsonEqual } from '../../../base/json-equal.ts';
import type { Json } from '../../../base/json-value.ts';
import { englishInteger } from '../english-number.ts';
import type { Issue } from '../issue.ts';
import type { Schema } from '../schema.ts';
import { sizeMessage } from './check-scalar.ts';
import { addIssue, type Check } from './validation.ts';

type Inside = (check: Check, schema: Schema, item: { value: Json; step: string }) => Issue | undefined;

export function checkArray(check: Check, list: readonly Json[], inside: Inside): void {
  const { schema } = check.scope;
  const { minItems, maxItems } = schema;
  if (minItems !== undefined && list.length < minItems) {
    addIssue(check, () => sizeMessage('minItems', list.length, minItems));
  }
  if (maxItems !== undefined && list.length > maxItems) {
    addIssue(check, () => sizeMessage('maxItems', list.length, maxItems));
  }
  if (schema.uniqueItems === true) checkUnique(check, list);
  if (schema.draft < 2020) checkItems(check, list, inside);
  else checkPrefixed(check, list, inside);
  if (schema.contains !== undefined) checkContains(check, list, { contains: schema.contains, inside });
}

function checkUnique(check: Check, list: readonly Json[]): void {
  for (let second = 1; second < list.length; second++) {
    check.budget.step(check.scope.depth, (second >> 3) + 1);
    const first = list.findIndex((item, index) => index < second && jsonEqual(item, list[second]));
    if (first < 0 || first >= second) continue;
    addIssue(check, () => `items at ${englishInteger(first)} and ${englishInteger(second)} are equal`);
    return;
  }
}

function checkItems(check: Check, list: readonly Json[], inside: Inside): void {
  const { items, additionalItems } = check.scope.schema;
  let evaluated = 0;
  if (items !== undefined && 'location' in items) {
    applyEach(check, list, { inside, schemas: () => items });
    evaluated = list.length;
  } else if (items !== undefined) {
    evaluated = Math.min(list.length, items.length);
    applyEach(check, list.slice(0, evaluated), { inside, schemas: (index) => items[index] });
  }
  if (additionalItems === false && evaluated !== list.length) {
    addIssue(check, () => `last ${englishInteger(list.length - evaluated)} additionalItem(s) not allowed`);
  }
  // The Go library counts these from zero again.
  if (typeof additionalItems === 'object')
    applyEach(check, list.slice(evaluated), { inside, schemas: () => additionalItems });
}

function checkPrefixed(check: Check, list: readonly Json[], inside: Inside): void {
  const { prefixItems = [], restItems } = check.scope.schema;
  const evaluated = Math.min(prefixItems.length, list.length);
  applyEach(check, list.slice(0, evaluated), { inside, schemas: (index) => prefixItems[index] });
  if (restItems !== undefined) applyEach(check, list.slice(evaluated), { inside, schemas: () => restItems });
}

function applyEach(
  check: Check,
  items: readonly Json[],
  { inside, schemas }: { inside: Inside; schemas: (index: number) => Schema | undefined },
): void {
  for (const [index, value] of items.entries()) {
    const schema = schemas(index);
    const issue = schema === undefined ? undefined : inside(check, schema, { value, step: String(index) });
    if (issue !== undefined) check.issues.push(issue);
  }
}

function checkContains(
  check: Check,
  list: readonly Json[],
  { contains, inside }: { contains: Schema; inside: Inside },
): void {
  const { draft, minContains, maxContains } = check.scope.schema;
  const issues: Issue[] = [];
  const matched: number[] = [];
  for (const [index, value] of list.entries()) {
    const issue = inside(check, contains, { value, step: String(index) });
    if (issue !== undefined) issues.push(issue);
    else {
      matched.push(index);
      if (draft >= 2020) check.unevaluated.indexes.delete(index);
    }
  }
  if (minContains !== undefined) {
    if (matched.length < minContains) addIssue(check, () => fewMessage(minContains, matched), issues);
  } else if (matched.length === 0) addIssue(check, () => 'no items match contains schema', issues);
  if (maxContains !== undefined && matched.length > maxContains)
    addIssue(check, () => manyMessage(maxContains, matched));
}

function fewMessage(want: number, matched: readonly number[]): string {
  const start = `min ${englishInteger(want)} items required to match contains schema, but`;
  if (matched.length === 0) return `${start} none matched`;
  return `${start} matched ${englishInteger(matched.length)} items at ${matched.join(' ')}`;
}

function manyMessage(want: number, matched: readonly number[]): string {
  const got = englishInteger(matched.length);
  return `max ${englishInteger(want)} items required to match contains schema, but matched ${got} items at ${matched.join(' ')}`;
}
