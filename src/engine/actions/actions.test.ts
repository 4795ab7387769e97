import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { resourceOverrides } from '../settings/resource-overrides.ts';
import { actionPatch } from './action-patch.ts';
import { BUILTIN_ACTIONS, discoverActions, runAction } from './index.ts';

const NOW = Date.UTC(2024, 1, 3, 4, 5, 6);

function object(apiVersion: string, kind: string, rest: JsonObject = {}): KubeObject {
  return { apiVersion, kind, metadata: { name: 'one', namespace: 'n', uid: 'u' }, ...rest };
}

function run(name: string, live: KubeObject, parameters: Readonly<Record<string, string>> = {}) {
  return runAction(name, { object: live, parameters, now: NOW }, []);
}

const GATE = object('example.com/v1', 'Gate', { spec: { selector: {}, list: [], open: false } });

function own(yaml: string): ReturnType<typeof resourceOverrides> {
  return resourceOverrides({ 'resource.customizations.actions.example.com_Gate': yaml });
}

function script(lua: string): ReturnType<typeof resourceOverrides> {
  const indented = lua.split('\n').join('\n    ');
  return own(`definitions:\n- name: go\n  action.lua: |\n    ${indented}\n`);
}

describe('what is offered', () => {
  test('by scripts: looks, parameters, and a table without content for what is as usual', () => {
    const overrides = own(`
discovery.lua: |
  local actions = {}
  actions["open"] = {disabled = obj.spec.open, iconClass = "fa fa-sun", displayName = "Open it"}
  actions["by"] = {params = {{name = "width", default = "2"}, {name = "height"}}}
  actions["close"] = {}
  return actions
`);
    expect(discoverActions({ object: GATE, now: NOW }, overrides)).toEqual([
      {
        name: 'by',
        disabled: false,
        iconClass: '',
        displayName: '',
        parameters: [{ name: 'width', default: '2' }, { name: 'height' }],
      },
      { name: 'close', disabled: false, iconClass: '', displayName: '', parameters: [] },
      { name: 'open', disabled: false, iconClass: 'fa fa-sun', displayName: 'Open it', parameters: [] },
    ]);
  });

  const deployment = object('apps/v1', 'Deployment', { spec: { replicas: 1 } });
  const names = (actions: string): readonly string[] =>
    discoverActions(
      { object: deployment, now: NOW },
      resourceOverrides({ 'resource.customizations.actions.apps_Deployment': actions }),
    ).map(({ name, displayName }) => `${name}${displayName && `: ${displayName}`}`);
  const discovery = 'discovery.lua: return {restart = {displayName = "Mine"}, more = {}}';

  test.each([
    ['the built-in ones', '', ['pause', 'restart', 'resume', 'scale']],
    ['only what the installation has', discovery, ['more', 'restart: Mine']],
    [
      'both, the own first',
      `mergeBuiltinActions: true\n${discovery}`,
      ['more', 'pause', 'restart: Mine', 'resume', 'scale'],
    ],
    ['none', 'discovery.lua: return {}', []],
  ])('%s', (_what, actions, expected) => {
    expect(names(actions)).toEqual(expected);
  });

  test.each([
    ['nothing returned', 'discovery.lua: local x = 1', 'expect table output from Lua script, not nil'],
    ['a list', 'discovery.lua: return {1}', 'error unmarshaling action table: it has no names'],
    [
      'a flag for a table',
      'discovery.lua: return {a = true}',
      'error unmarshaling action a: it is no table with names',
    ],
    [
      'a number for a text',
      'discovery.lua: return {a = {iconClass = 1}}',
      'error unmarshaling action a: iconClass is no text',
    ],
    ['a fault of the script', 'discovery.lua: error("no", 0)', 'no'],
    ['text that is no map', 'just text', 'cannot read the actions of apps/Deployment in argocd-cm: it is no map'],
  ])('%s is told', (_what, actions, message) => {
    expect(() => names(actions)).toThrow(message);
  });
});

describe('what running one comes to', () => {
  test('a script changes the object; maps that were empty stay maps, lists stay lists', () => {
    expect(
      runAction(
        'go',
        { object: GATE, parameters: { to: 'yes' }, now: NOW },
        script('obj.spec.open = actionParams["to"]\nreturn obj'),
      ),
    ).toEqual([{ operation: 'patch', resource: { ...GATE, spec: { selector: {}, list: [], open: 'yes' } } }]);
  });

  test('a script makes objects, and knows the time', () => {
    const lua = `
local os = require("os")
local job = {apiVersion = "batch/v1", kind = "Job", metadata = {name = "one-" .. os.date("!%Y%m%d")}}
return {{operation = "create", resource = job}, {operation = "patch", resource = obj}}`;
    expect(runAction('go', { object: GATE, parameters: {}, now: NOW }, script(lua))).toEqual([
      { operation: 'create', resource: { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'one-20240203' } } },
      { operation: 'patch', resource: GATE },
    ]);
  });

  test.each([
    ['nothing', 'return nil', 'expect table output from Lua script, not nil'],
    ['a table of nothing', 'return {{}}', 'a member of the list is no table with names'],
    ['another verb', 'return {{operation = "delete", resource = obj}}', 'unsupported operation: "delete"'],
    ['no verb', 'return {{resource = obj}}', 'unsupported operation: null'],
    ['an object without a kind', 'return {apiVersion = "v1"}', "Object 'Kind' is missing in the result"],
    [
      'a change of another object',
      'obj.metadata.name = "two"\nreturn obj',
      'the action would change Gate two, which it was not run on',
    ],
    [
      'a change of a Secret beside it',
      'return {{operation = "patch", resource = {apiVersion = "v1", kind = "Secret", metadata = {name = "one"}}}}',
      'the action would change Secret one, which it was not run on',
    ],
    ['no end', 'while true do end', '<string>:1: the script takes too long'],
    ['files', 'return io.open("/etc/passwd")', "attempt to index a non-table object(nil) with key 'open'"],
  ])('of a script that gives %s', (_what, lua, message) => {
    expect(() => runAction('go', { object: GATE, parameters: {}, now: NOW }, script(lua))).toThrow(message);
  });

  test('a built-in action runs although the installation does not show it; its own goes before', () => {
    const deployment = object('apps/v1', 'Deployment', { spec: { paused: false } });
    const overrides = resourceOverrides({
      'resource.customizations.actions.apps_Deployment':
        'discovery.lua: return {}\ndefinitions:\n- name: resume\n  action.lua: return obj\n',
    });
    const results = (name: string) => runAction(name, { object: deployment, parameters: {}, now: NOW }, overrides);
    expect(results('pause')).toEqual([{ operation: 'patch', resource: { ...deployment, spec: { paused: true } } }]);
    expect(results('resume')).toEqual([{ operation: 'patch', resource: deployment }]);
    expect(() => results('fly')).toThrow('built-in script "apps/Deployment/actions/fly" does not exist');
  });

  test('names that are made are never longer than a label may be', () => {
    const long = {
      ...object('batch/v1', 'CronJob', { spec: { jobTemplate: { spec: {} } } }),
      metadata: { name: 'n'.repeat(52), namespace: 'n', uid: 'u' },
    };
    const [made] = run('create-job', long);
    expect(made?.resource.metadata.name).toBe(`${'n'.repeat(50)}-202402030405`);
  });

  test.each(['', 'x', '-1', '1.5', '1e3', '0x10', '12345678901'])('%j replicas are refused', (replicas) => {
    const set = object('apps/v1', 'StatefulSet', { spec: { replicas: 1 } });
    expect(() => run('scale', set, { replicas })).toThrow(`invalid number: ${replicas}`);
  });

  test('a parameter that is missing is named', () => {
    expect(() => run('scale', object('apps/v1', 'StatefulSet'))).toThrow('replicas parameter is required');
  });

  test.each([
    ['the next', undefined, 'one-1', 'one-2'],
    ['the first after the last', 'any', 'one-2', 'one-1'],
    ['the first where the primary is lost', 'any', 'one-9', 'one-1'],
    ['one by its number', '1', 'one-2', 'one-1'],
  ])('a promotion takes %s', (_what, instance, currentPrimary, expected) => {
    const cluster = object('postgresql.cnpg.io/v1', 'Cluster', {
      status: { currentPrimary, instancesStatus: { healthy: ['one-1', 'one-2'] } },
    });
    const [result] = run('promote', cluster, instance === undefined ? {} : { instance });
    expect(result?.resource.status).toMatchObject({ targetPrimary: expected });
    expect(() => run('promote', cluster, { instance: 'two-1' })).toThrow(
      'Could not find a healthy instance matching the criteria: two-1',
    );
  });

  test.each([
    ['on where nothing is said', {}, { automated: { enabled: true } }],
    ['off where it is on', { automated: { prune: true } }, { automated: { prune: true, enabled: false } }],
    ['on where it was switched off', { automated: { enabled: false } }, { automated: { enabled: true } }],
  ])('auto-sync is switched %s', (_what, syncPolicy, expected) => {
    const app = object('argoproj.io/v1alpha1', 'Application', { spec: { syncPolicy } });
    const [result] = run('toggle-auto-sync', app);
    expect(result?.resource.spec).toEqual({ syncPolicy: expected });
  });
});

test.each(BUILTIN_ACTIONS.map((member) => [`${member.group}/${member.kind}`, member] as const))(
  '%s: an object with nothing in it gets offers, and is changed or refused, but is no fault of ours',
  (_name, { group, kind, actions }) => {
    const bare = object(`${group}/v1`, kind);
    expect(new Set(actions.map(({ name }) => name)).size).toBe(actions.length);
    for (const { name, offer, run: act } of actions) {
      offer(bare);
      try {
        act({ object: bare, parameters: { replicas: '1' }, now: NOW });
      } catch (error) {
        expect([name, error]).toEqual([name, expect.objectContaining({ code: 'action.refused', kind: 'user' })]);
      }
    }
  },
);

test.each<[string, JsonObject, JsonObject, ReturnType<typeof actionPatch>]>([
  ['no change', { spec: { a: 1 } }, { spec: { a: 1 } }, undefined],
  [
    'a change of the specification',
    { spec: { a: 1, b: 2 } },
    { spec: { a: 3 } },
    { whole: '{"spec":{"a":3,"b":null}}', rest: '{"spec":{"a":3,"b":null}}', status: undefined },
  ],
  [
    'a change of the status',
    { status: { a: 1 } },
    { status: {} },
    { whole: '{"status":{"a":null}}', rest: undefined, status: '{"status":{"a":null}}' },
  ],
  [
    'both',
    { status: {} },
    { status: { a: 1 }, spec: 1 },
    { whole: '{"spec":1,"status":{"a":1}}', rest: '{"spec":1}', status: '{"status":{"a":1}}' },
  ],
])('%s as a patch', (_what, before, after, expected) => {
  expect(actionPatch(object('v1', 'A', before), object('v1', 'A', after))).toEqual(expected);
});
