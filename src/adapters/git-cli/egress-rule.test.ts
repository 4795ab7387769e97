import { expect, test } from 'vitest';
import { type EgressRule, type EgressRules, ruleFor } from './egress-rule.ts';

const rule: EgressRule = { check: () => undefined, lookup: () => undefined };

test.each<[string, EgressRules, boolean, 'all' | 'far' | undefined]>([
  ['no rules', {}, true, undefined],
  ['a rule for all, whoever names the address', { all: rule, far: rule }, false, 'all'],
  ['a rule for all is the stricter one', { all: rule, far: rule }, true, 'all'],
  ['what content names', { far: rule }, true, 'far'],
  ['what is configured, or a source', { far: rule }, false, undefined],
])('%s', (_name, rules, farOnly, expected) => {
  expect(ruleFor(rules, { farOnly })?.name).toBe(expected);
});
