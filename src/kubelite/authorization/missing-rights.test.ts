import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { missingRights, rightsText } from './missing-rights.ts';
import { allows, EVERYTHING, type PolicyRule } from './policy-rule.ts';

function rule(given: Partial<PolicyRule>): PolicyRule {
  return { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [], ...given };
}

describe('what is missing', () => {
  test.each([
    [
      'a verb',
      [rule({ apiGroups: [''], resources: ['pods'], verbs: ['get'] })],
      '{APIGroups:[""], Resources:["pods"], Verbs:["list" "watch"]}',
    ],
    [
      'everything, where only names are held',
      [rule({ apiGroups: ['*'], resources: ['*'], verbs: ['*'], resourceNames: ['a'] })],
      '{APIGroups:[""], Resources:["pods"], Verbs:["get" "list" "watch"]}',
    ],
    ['nothing, where all is held', EVERYTHING, ''],
  ])('%s', (_, held, text) => {
    const wanted = [rule({ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] })];
    expect(rightsText(missingRights(held, wanted))).toBe(text);
  });
});

const some = (...texts: string[]) => fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 });
const anyRule = fc
  .record({
    verbs: some('get', 'list', '*'),
    apiGroups: some('', 'apps', '*'),
    resources: some('pods', 'pods/log', '*/log', '*'),
    resourceNames: fc.oneof(fc.constant([]), some('a', 'b')),
  })
  .map(rule);

test('who misses nothing of a rule is allowed what the rule allows', () => {
  const access = fc.record({
    kind: fc.constant('resource' as const),
    verb: fc.constantFrom('get', 'list', 'watch'),
    group: fc.constantFrom('', 'apps', 'batch'),
    resource: fc.constantFrom('pods', 'nodes'),
    subresource: fc.constantFrom('', 'log'),
    namespace: fc.constant('n'),
    name: fc.constantFrom('', 'a', 'b', 'c'),
  });
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 3 }), anyRule, access, (held, wanted, asked) => {
      if (missingRights(held, [wanted]).length > 0 || !allows(wanted, asked)) return true;
      return held.some((one) => allows(one, asked));
    }),
    { numRuns: 2000 },
  );
});

test('a rule misses nothing of itself, and with what is missing everything is held', () => {
  fc.assert(
    fc.property(fc.array(anyRule), fc.array(anyRule), (held, wanted) => {
      expect(missingRights(wanted, wanted)).toEqual([]);
      expect(missingRights([...held, ...missingRights(held, wanted)], wanted)).toEqual([]);
    }),
  );
});
