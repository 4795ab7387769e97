import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import { emptyObject } from '../../builtin/decode.ts';
import { BUILTIN_SCHEMAS } from '../../merge-schema/builtin-schema.ts';
import { UNTYPED } from '../../merge-schema/merge-schema.ts';
import { customResourceSchema } from '../../merge-schema/openapi-schema.ts';
import { applyConfiguration } from './apply-configuration.ts';
import { trackUpdate } from './track-update.ts';

const NOW = '2030-01-01T00:00:00Z';

interface Step {
  readonly manager: string;
  readonly force?: boolean;
  readonly config: JsonObject;
}

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };

function apply(live: JsonObject | undefined, { manager, config, force = false }: Step): JsonObject {
  const [apiVersion, kind] = [String(config['apiVersion']), String(config['kind'])];
  return applyConfiguration({
    live: live ?? emptyObject(apiVersion, kind),
    creates: live === undefined,
    config,
    schema: BUILTIN_SCHEMAS.schemaOf(apiVersion, kind) ?? UNTYPED,
    writer: { name: manager, apiVersion, subresource: '' },
    now: NOW,
    force,
  }).object;
}

function data(values: JsonObject): JsonObject {
  return { ...CONFIG_MAP, metadata: { name: 'a' }, data: values };
}

function owners(object: JsonObject): object {
  const metadata = object['metadata'] as { managedFields: { manager: string; fieldsV1: object }[] };
  return Object.fromEntries(metadata.managedFields.map(({ manager, fieldsV1 }) => [manager, fieldsV1]));
}

test('two appliers own what each names; the last owner takes a field along', () => {
  const one = apply(undefined, { manager: 'one', config: data({ a: '1', b: '1' }) });
  const both = apply(one, { manager: 'two', config: data({ b: '1', c: '1' }) });
  expect(owners(both)).toEqual({
    one: { 'f:data': { 'f:a': {}, 'f:b': {} } },
    two: { 'f:data': { 'f:b': {}, 'f:c': {} } },
  });
  const after = apply(both, { manager: 'one', config: data({}) });
  expect(after['data']).toEqual({ b: '1', c: '1' });
  expect(owners(after)).toEqual({ two: { 'f:data': { 'f:b': {}, 'f:c': {} } }, one: { 'f:data': {} } });
});

test('a change of a field that another owns is a conflict, unless forced', () => {
  const one = apply(undefined, { manager: 'one', config: data({ a: '1' }) });
  const attempt = { manager: 'two', config: data({ a: '2' }) };
  expect(() => apply(one, attempt)).toThrow(
    expect.objectContaining({
      code: 'kube.conflict',
      message: 'Apply failed with 1 conflict: conflict with "one": .data.a',
      cause: { causes: [{ field: '.data.a', message: 'conflict with "one"', reason: 'FieldManagerConflict' }] },
    }),
  );
  expect(owners(apply(one, { ...attempt, force: true }))).toEqual({ two: { 'f:data': { 'f:a': {} } } });
});

test('conflicts with an updater name its version, two of them are listed', () => {
  const created: JsonObject = {
    ...DEPLOYMENT,
    metadata: { name: 'a' },
    spec: { replicas: 1, template: { spec: { containers: [{ name: 'main', image: 'x' }] } } },
  };
  const managedFields = trackUpdate({
    before: emptyObject('apps/v1', 'Deployment'),
    after: created,
    creates: true,
    schema: BUILTIN_SCHEMAS.schemaOf('apps/v1', 'Deployment') ?? UNTYPED,
    writer: { name: 'facts', apiVersion: 'apps/v1', subresource: '' },
    now: NOW,
  });
  const live: JsonObject = { ...created, metadata: { name: 'a', managedFields } };
  const config = {
    ...DEPLOYMENT,
    spec: { replicas: 2, template: { spec: { containers: [{ name: 'main', image: 'y' }] } } },
  };
  expect(() => apply(live, { manager: 'x', config })).toThrow(
    'Apply failed with 2 conflicts: conflicts with "facts" using apps/v1:\n- .spec.replicas\n' +
      '- .spec.template.spec.containers[name="main"].image',
  );
});

test('a list element goes with the last field its only owner had in it', () => {
  const containers = (...names: string[]): JsonObject => ({
    ...DEPLOYMENT,
    metadata: { name: 'a' },
    spec: { template: { spec: { containers: names.map((name) => ({ name, image: 'x' })) } } },
  });
  const one = apply(undefined, { manager: 'one', config: containers('a', 'b') });
  const after = apply(one, { manager: 'one', config: containers('b') });
  expect(after['spec']).toMatchObject({ template: { spec: { containers: [{ name: 'b', image: 'x' }] } } });
});

test('an applier that lets go of all its metadata leaves the name', () => {
  const named = { ...CONFIG_MAP, metadata: { name: 'a', labels: { x: 'y' } } };
  const one = apply(undefined, { manager: 'one', config: named });
  const after = apply(one, { manager: 'one', config: { ...CONFIG_MAP, metadata: { name: 'a' }, data: { a: '1' } } });
  expect(after['metadata']).toMatchObject({ name: 'a' });
});

test('who owns an empty map keeps it when another takes its last key away', () => {
  const noted = (annotations: JsonObject): JsonObject => ({ ...CONFIG_MAP, metadata: { name: 'a', annotations } });
  const one = apply(undefined, { manager: 'one', config: noted({ a: '1' }) });
  const both = apply(one, { manager: 'two', config: noted({}) });
  const after = apply(both, { manager: 'one', config: data({ b: '1' }) });
  expect(owners(after)).toEqual({
    one: { 'f:data': { 'f:b': {} } },
    two: { 'f:metadata': { 'f:annotations': {} } },
  });
});

test('the same configuration again changes nothing, not even the time', () => {
  const one = apply(undefined, { manager: 'one', config: data({ a: '1' }) });
  expect(apply(one, { manager: 'one', config: data({ a: '1' }) })).toBe(one);
});

test('an object never tracked belongs to before-first-apply', () => {
  const live = { ...data({ a: '1' }) };
  const after = apply(live, { manager: 'one', config: data({ b: '1' }) });
  expect(owners(after)).toEqual({
    'before-first-apply': { 'f:data': { '.': {}, 'f:a': {} } },
    one: { 'f:data': { 'f:b': {} } },
  });
});

const misfits: readonly { spec: JsonObject; message: string }[] = [
  { spec: { odd: 1 }, message: '.spec.odd: field not declared in schema' },
  { spec: { replicas: 'many' }, message: '.spec.replicas: expected numeric (int or float), got string' },
  {
    spec: { template: { spec: { containers: [{ name: 'a' }, { name: 'a' }] } } },
    message: '.spec.template.spec.containers: duplicate entries for key [name="a"]',
  },
];

test.each(misfits)('refuses $message', ({ spec, message }) => {
  expect(() => apply(undefined, { manager: 'x', config: { ...DEPLOYMENT, spec } })).toThrow(
    expect.objectContaining({
      code: 'kube.server-error',
      message: `failed to create typed patch object (/; apps/v1, Kind=Deployment): ${message}`,
    }),
  );
});

test('custom resources: lists as their schema says, unknown parts by their form', () => {
  const schema = customResourceSchema({
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          ports: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['port'],
            items: { type: 'object', properties: { port: { type: 'integer' }, name: { type: 'string' } } },
          },
          tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
          free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    },
  });
  const head = { apiVersion: 'x/v1', kind: 'X' };
  const { object } = applyConfiguration({
    live: head,
    creates: true,
    config: { ...head, spec: { ports: [{ port: 1, name: 'n' }], tags: ['t'], free: { a: { b: [1] } } } },
    schema,
    writer: { name: 'x', apiVersion: 'x/v1', subresource: '' },
    now: NOW,
    force: false,
  });
  expect(owners(object)).toEqual({
    x: {
      'f:spec': {
        'f:free': { 'f:a': { '.': {}, 'f:b': {} } },
        'f:ports': { 'k:{"port":1}': { '.': {}, 'f:name': {}, 'f:port': {} } },
        'f:tags': { 'v:"t"': {} },
      },
    },
  });
});
