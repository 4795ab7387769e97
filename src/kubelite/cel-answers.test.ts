import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type PolicyCase, policyAnswers } from '../testkit/cel/policy-cases.ts';
import { type RuleCase, ruleAnswers } from '../testkit/cel/rule-cases.ts';
import { type TypeCase, typeAnswer } from '../testkit/cel/type-cases.ts';
import { kubeliteTarget } from '../testkit/conversation/kubelite-target.ts';

function read<T>(name: string): readonly T[] {
  return JSON.parse(readFileSync(new URL(`./testdata/${name}.json`, import.meta.url), 'utf8')) as readonly T[];
}

describe('rules of definitions, beside the answers of a real server', () => {
  const cases = read<RuleCase>('cel-rules');
  const target = kubeliteTarget();

  test.each(cases.map((one, index) => ({ name: one.name, one, index })))('$name', async ({ one, index }) => {
    expect(await ruleAnswers(target, one, index)).toEqual(one.answers);
  });
});

describe('admission policies, beside the answers of a real server', () => {
  const cases = read<PolicyCase>('cel-policies');
  const answered = policyAnswers(kubeliteTarget(), cases);

  test.each(cases.map((one, index) => ({ name: one.name, one, index })))('$name', async ({ one, index }) => {
    expect((await answered)[index]).toEqual(one.answers);
  });
});

describe('types of policies, beside the answers of a real server', () => {
  const target = kubeliteTarget();

  test.each(read<TypeCase>('cel-types'))('$name', async (one) => {
    expect(await typeAnswer(target, one)).toEqual(one.answer);
  });
});
