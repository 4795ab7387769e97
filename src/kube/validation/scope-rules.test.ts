import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { scopeRules } from './scope-rules.ts';

const RULES = scopeRules((name) => ['pods', 'services', 'cpu'].includes(name));

function toldOf(spec: JsonObject): readonly string[] {
  const outer = { value: spec, path: 'spec', object: {} };
  const list = RULES.list(spec['scopes'], 'spec.scopes', outer);
  const selector = spec['scopeSelector'] as JsonObject | undefined;
  const chosen = selector ? RULES.selector({ value: selector, path: 'spec.scopeSelector', object: {}, outer }) : [];
  return [...list, ...chosen].map(({ field, message }) => `${field}: ${message.replace(/^.*: /, '')}`);
}

test.each<readonly [why: string, spec: JsonObject, told: readonly string[]]>([
  ['pods in any scope of pods', { hard: { pods: 1 }, scopes: ['BestEffort', 'NotTerminating'] }, []],
  [
    'each resource that is not counted there',
    { hard: { cpu: 1, services: 1, 'example.com/a': 1 }, scopes: ['BestEffort'] },
    ['spec.scopes: unsupported scope applied to resource', 'spec.scopes: unsupported scope applied to resource'],
  ],
  ['no such scope', { scopes: ['Odd'] }, ['spec.scopes: unsupported scope']],
  ['two that exclude each other', { scopes: ['Terminating', 'NotTerminating'] }, ['spec.scopes: conflicting scopes']],
  [
    'a scope that is or is not takes no values',
    { scopeSelector: { matchExpressions: [{ scopeName: 'BestEffort', operator: 'In', values: ['a'] }] } },
    [
      "spec.scopeSelector.matchExpressions.operator: must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity",
    ],
  ],
  [
    'values beside an operator without any',
    { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'Exists', values: ['a'] }] } },
    [
      "spec.scopeSelector.matchExpressions.values: must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
    ],
  ],
])('%s', (_, spec, told) => {
  expect(toldOf(spec)).toEqual(told);
});
