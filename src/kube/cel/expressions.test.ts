import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  compileProgram,
  type Environment,
  functionsOf,
  mapOfObject,
  STANDARD_TABLES,
  types,
} from '../../lang/cel/index.ts';
import { typeText } from '../../lang/cel/types.ts';
import type { ExpressionCase } from '../../testkit/cel/expression-cases.ts';
import { KUBERNETES_TABLES } from './library/kubernetes-functions.ts';

const RECORDED: readonly ExpressionCase[] = JSON.parse(
  readFileSync(new URL('testdata/expressions.json', import.meta.url), 'utf8'),
);
const functions = functionsOf(...STANDARD_TABLES, ...KUBERNETES_TABLES);

function environment(variable: string): Environment {
  return { variables: new Map([[variable, types.DYN]]), functions, structs: () => undefined };
}

function answerOf({ expression, type, text, fault }: ExpressionCase): ExpressionCase {
  const compiled = compileProgram(expression, environment('object'));
  if (compiled.kind === 'errors') return { expression, errors: compiled.text };
  if (type === undefined && compiled.kind === 'unusable') return { expression, unusable: compiled.text };
  const typed = compiled.kind === 'program' ? { type: typeText(compiled.program.type) } : { ...(type && { type }) };
  if (text === undefined && fault === undefined) return { expression, ...typed };
  const formatted = compileProgram(`'%s'.format([dyn(${expression})])`, environment('self'));
  if (formatted.kind !== 'program') return { expression, ...typed, fault: formatted.text };
  const outcome = formatted.program.evaluate(() => mapOfObject({}), 10_000_000);
  if (outcome.kind === 'value') return { expression, ...typed, text: String(outcome.value).trim() };
  return { expression, ...typed, fault: outcome.message };
}

const AT_ONCE = 50;
const groups = Array.from({ length: Math.ceil(RECORDED.length / AT_ONCE) }, (_, index) =>
  RECORDED.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
);

test.each(groups.map((group) => ({ first: group[0]?.expression, group })))('$first and on', ({ group }) => {
  expect(group.map(answerOf)).toEqual(group);
});
