import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import { UNTYPED } from '../../kube/merge-schema/merge-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { applyConfiguration } from '../../kube/patch/apply/apply-configuration.ts';
import { DEFAULT_COMPARE_OPTIONS } from './compare-options.ts';
import { compareServerSide, compareStructured } from './server-side.ts';

const MANAGER = 'argocd-controller';
const NOW = '2026-01-01T00:00:00Z';

function configMap(data: JsonObject): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n' }, data };
}

/** What a server makes of applying `target`. */
function applied(live: KubeObject | undefined, target: KubeObject, manager = MANAGER): KubeObject {
  const schema = BUILTIN_SCHEMAS.schemaOf(target.apiVersion, target.kind) ?? UNTYPED;
  const { object } = applyConfiguration({
    live: live ?? { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} },
    creates: live === undefined,
    config: target,
    schema,
    writer: { name: manager, apiVersion: target.apiVersion, subresource: '' },
    now: NOW,
    force: true,
  });
  return object as KubeObject;
}

/** The object as the manager wrote it with client-side apply. */
function updated(target: KubeObject): KubeObject {
  const fieldsV1 = {
    'f:data': Object.fromEntries(Object.keys(target['data'] as object).map((key) => [`f:${key}`, {}])),
  };
  const entry = {
    manager: MANAGER,
    operation: 'Update',
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1,
    time: NOW,
  };
  return { ...target, metadata: { ...target.metadata, managedFields: [entry] } } as KubeObject;
}

function withData(object: KubeObject, data: JsonObject): KubeObject {
  return { ...object, data: { ...(object['data'] as JsonObject), ...data } };
}

const ONE = applied(undefined, configMap({ x: '1', y: '2' }));

const cases: readonly {
  readonly name: string;
  readonly live: KubeObject;
  readonly target: KubeObject;
  /** What admission adds to the dry run. */
  readonly mutation?: JsonObject;
  readonly includeMutations?: boolean;
  readonly modified: boolean;
}[] = [
  { name: 'nothing changed', live: ONE, target: configMap({ x: '1', y: '2' }), modified: false },
  { name: 'a changed value', live: ONE, target: configMap({ x: '1', y: '3' }), modified: true },
  { name: 'a new field', live: ONE, target: configMap({ x: '1', y: '2', z: '3' }), modified: true },
  { name: 'a field that left, applied by the server', live: ONE, target: configMap({ x: '1' }), modified: true },
  {
    name: 'a field that left, applied by the client: it still owns the field (recording 089)',
    live: updated(configMap({ x: '1', y: '2' })),
    target: configMap({ x: '1' }),
    modified: false,
  },
  {
    name: "somebody else's field",
    live: applied(ONE, configMap({ z: '3' }), 'other'),
    target: configMap({ x: '1', y: '2' }),
    modified: false,
  },
  {
    name: 'what a webhook adds',
    live: ONE,
    target: configMap({ x: '1', y: '2' }),
    mutation: { hook: 'h' },
    modified: false,
  },
  {
    name: 'what a webhook adds, where that counts',
    live: ONE,
    target: configMap({ x: '1', y: '2' }),
    mutation: { hook: 'h' },
    includeMutations: true,
    modified: true,
  },
];

test.each(cases)('by dry run: $name', ({ live, target, mutation = {}, includeMutations = false, modified }) => {
  const predicted = withData(applied(live, target), mutation);
  const sides = { live, target, predicted, manager: MANAGER, includeMutations };
  expect(compareServerSide(sides, DEFAULT_COMPARE_OPTIONS).modified).toBe(modified);
});

test.each(cases.filter(({ mutation }) => mutation === undefined))('by structured merge: $name', (entry) => {
  const { live, target, modified } = entry;
  expect(compareStructured({ live, target, manager: MANAGER }, DEFAULT_COMPARE_OPTIONS).modified).toBe(modified);
});

test('ignored fields count in neither', () => {
  const options = {
    ...DEFAULT_COMPARE_OPTIONS,
    ignoreRules: [{ group: '', kind: 'ConfigMap', jsonPointers: ['/data/y'] }],
  };
  const target = configMap({ x: '1', y: '3' });
  const sides = { live: ONE, target, manager: MANAGER };
  const predicted = applied(ONE, target);
  expect(compareServerSide({ ...sides, predicted, includeMutations: false }, options).modified).toBe(false);
  expect(compareStructured(sides, options).modified).toBe(false);
});
