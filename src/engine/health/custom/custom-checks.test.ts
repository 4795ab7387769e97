import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { resourceOverrides } from '../../settings/resource-overrides.ts';
import { type Health, health } from '../health.ts';
import { customChecks } from './custom-checks.ts';

const SCRIPT = `
local verdict = { status = "Progressing", message = "no status yet" }
if obj.status ~= nil and obj.status.phase ~= nil then
  verdict.status = obj.status.phase
  verdict.message = obj.status.message or ""
end
return verdict`;

function verdictOf(script: string, rest: JsonObject = {}): Health | undefined {
  return assess({ 'resource.customizations.health.example.com_Gate': script }, 'example.com/v1', 'Gate', rest);
}

function assess(
  cm: Readonly<Record<string, string>>,
  ...[apiVersion, kind, rest]: readonly [string, string, JsonObject?]
): Health | undefined {
  const object: KubeObject = { apiVersion, kind, metadata: { name: 'one' }, ...rest };
  return customChecks(resourceOverrides(cm), { now: () => 0 })(object)?.health;
}

type Case = readonly [reason: string, script: string, rest: JsonObject, expected: Health];

const CASES: readonly Case[] = [
  ['nothing known yet', SCRIPT, {}, health('Progressing', 'no status yet')],
  ['status and message', SCRIPT, { status: { phase: 'Degraded', message: 'lost' } }, health('Degraded', 'lost')],
  ['an empty message is none', SCRIPT, { status: { phase: 'Healthy' } }, health('Healthy')],
  [
    'a status that is none',
    SCRIPT,
    { status: { phase: 'Splendid' } },
    health('Unknown', 'Lua returned an invalid health status'),
  ],
  ['nothing returned', 'local x = 1', {}, health('Healthy')],
  ['nil returned', 'return nil', {}, health('Healthy')],
  ['names in any case', 'return { Status = "Suspended", MESSAGE = "held" }', {}, health('Suspended', 'held')],
  [
    'an error, with its line',
    '\nreturn obj.status.phase',
    {},
    health('Unknown', "<string>:2: attempt to index a non-table object(nil) with key 'phase'"),
  ],
  ['no program', 'return {', {}, health('Unknown', '<string> at EOF:   syntax error')],
  ['no table', 'return "Healthy"', {}, health('Unknown', 'expect table output from Lua script, not string')],
  [
    'a status that is no text',
    'return { status = 1 }',
    {},
    health(
      'Unknown',
      'json: cannot unmarshal number into Go struct field HealthStatus.status of type health.HealthStatusCode',
    ),
  ],
  [
    'an empty table',
    'return {}',
    {},
    health('Unknown', 'json: cannot unmarshal array into Go value of type health.HealthStatus'),
  ],
  ['a loop without an end', 'while true do end', {}, health('Unknown', '<string>:1: the script takes too long')],
];

test.each(CASES)('%s', (_reason, script, rest, expected) => {
  expect(verdictOf(script, rest)).toEqual(expected);
});

const PATTERNS = {
  'resource.customizations': `
"*.example.com/*":
  health.lua: return { status = "Suspended" }
"*/*":
  health.lua: return { status = "Degraded" }
inner.example.com/Gate:
  health.lua: return { status = "Missing" }
Secret:
  health.lua: return { status = "Progressing" }
`,
};

test.each([
  ['the kind itself before patterns', 'inner.example.com/v1', 'Gate', 'Missing'],
  ['the narrower pattern', 'inner.example.com/v1', 'Other', 'Suspended'],
  ['the wider pattern', 'other.org/v1', 'Gate', 'Degraded'],
  ['a kind of the core group by its name', 'v1', 'Secret', 'Progressing'],
  ['no pattern with a group is for the core group', 'v1', 'ConfigMap', undefined],
] as const)('%s', (_reason, apiVersion, kind, status) => {
  expect(assess(PATTERNS, apiVersion, kind)?.status).toBe(status);
});

test('a run changes nothing for the next', () => {
  const overrides = resourceOverrides({
    'resource.customizations.health.Gate':
      'count = (count or 0) + 1; obj.a.b = 2; return { status = "Healthy", message = tostring(count) }',
  });
  const check = customChecks(overrides, { now: () => 0 });
  const object: KubeObject = { apiVersion: 'v1', kind: 'Gate', metadata: {}, a: { b: 1 } };
  expect([check(object), check(object)]).toEqual([
    { health: health('Healthy', '1') },
    { health: health('Healthy', '1') },
  ]);
  expect(object['a']).toEqual({ b: 1 });
});
