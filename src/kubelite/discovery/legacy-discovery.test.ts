import { expect, test } from 'vitest';
import { memberAt } from '../../base/json-value.ts';
import { builtinDefinitions } from '../registry/builtin-definitions.ts';
import { groupList } from './legacy-discovery.ts';

test('custom groups come last, in the order of their registrations', () => {
  const [first] = builtinDefinitions().filter(({ group }) => group === 'apps');
  if (first === undefined) throw new Error('apps is served');
  const custom = [
    ['a.example.org', 'v2'],
    ['b.example.org', 'v1beta1'],
    ['c.example.org', 'v1'],
    ['c.example.org', 'v3'],
  ].map(([group = '', version = '']) => ({ ...first, group, version, custom: true }));
  const groups = memberAt(groupList([...custom, first]), 'groups');
  const names = (Array.isArray(groups) ? groups : []).map((group) => memberAt(group, 'name'));
  expect(names).toEqual(['apps', 'c.example.org', 'b.example.org', 'a.example.org']);
});
