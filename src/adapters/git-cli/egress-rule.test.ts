import { expect, test } from 'vitest';
import { type EgressRule, type EgressRules, ruleFor } from './egress-rule.ts';

const rule: EgressRule = { check: () => undefined, lookup: () => undefined };

const every = { far: rule, offLink: rule };

test.each<[string, EgressRules, Parameters<typeof ruleFor>[1], keyof EgressRules | undefined]>([
  ['no rules', {}, { farOnly: true }, undefined],
  ['a rule for all, whoever names the address', { ...every, all: rule }, {}, 'all'],
  ['a rule for all is the stricter one', { ...every, all: rule }, { farOnly: true, offLink: true }, 'all'],
  ['what content names', every, { farOnly: true }, 'far'],
  ['what content names is judged by the stricter rule', every, { farOnly: true, offLink: true }, 'far'],
  ['a source that is not configured', every, { offLink: true }, 'offLink'],
  ['what is configured', every, {}, undefined],
])('%s', (_name, rules, remote, expected) => {
  expect(ruleFor(rules, remote)?.name).toBe(expected);
});
