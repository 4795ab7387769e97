import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { isObject, type JsonObject, member } from '../../base/json-value.ts';
import { decodeTyped, emptyObject } from '../builtin/decode.ts';
import { type StructType, structOfKind } from '../builtin/type-table.ts';
import { qosClass } from './pod-admission.ts';
import { setDefaults } from './set-defaults.ts';

function struct(apiVersion: string, kind: string): StructType {
  const found = structOfKind(apiVersion, kind);
  if (found === undefined) throw new Error(`${kind} is not built in`);
  return found;
}

const DEPLOYMENT = struct('apps/v1', 'Deployment');
const HEAD = { apiVersion: 'apps/v1', kind: 'Deployment' };

function deployment(spec: JsonObject): JsonObject {
  return decodeTyped({ ...HEAD, metadata: { name: 'a' }, spec }, DEPLOYMENT).object;
}

test('a second time changes nothing, and shares everything', () => {
  const once = setDefaults(deployment({ template: { spec: { containers: [{ name: 'a', image: 'x' }] } } }), DEPLOYMENT);
  expect(setDefaults(once, DEPLOYMENT)).toEqual(once);
});

test.each([
  ['nginx', 'Always'],
  ['nginx:latest', 'Always'],
  ['nginx:1', 'IfNotPresent'],
  ['host:5000/nginx', 'Always'],
  ['nginx@sha256:aa', 'IfNotPresent'],
])('image %s is pulled %s', (image, policy) => {
  const object = setDefaults(deployment({ template: { spec: { containers: [{ name: 'a', image }] } } }), DEPLOYMENT);
  expect(object['spec']).toMatchObject({ template: { spec: { containers: [{ imagePullPolicy: policy }] } } });
});

test('a struct that is no pointer is there, an empty list that may be left out is not', () => {
  expect(emptyObject('apps/v1', 'Deployment')).toEqual({
    ...HEAD,
    metadata: {},
    spec: { selector: null, template: { metadata: {}, spec: { containers: null } }, strategy: {} },
    status: {},
  });
});

test('unknown fields are dropped and told', () => {
  const { object, unknown } = decodeTyped(
    { ...HEAD, spec: { odd: 1, template: { spec: { containers: [{ name: 'a', odd: 1 }] } } } },
    DEPLOYMENT,
  );
  expect(unknown).toEqual(['spec.odd', 'spec.template.spec.containers[0].odd']);
  expect(member(object['spec'], 'odd')).toBeUndefined();
});

test.each([
  [
    { spec: { replicas: 'many' } },
    'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  ],
  [{ metadata: [] }, 'json: cannot unmarshal array into Go struct field Deployment.metadata of type v1.ObjectMeta'],
])('a wrong type is refused: %j', (body, message) => {
  const attempt = (): object => decodeTyped({ ...HEAD, ...body }, DEPLOYMENT);
  expect(attempt).toThrow(AppError);
  expect(attempt).toThrow(expect.objectContaining({ code: 'kube.bad-request', message }));
});

test.each([
  [{}, 'BestEffort'],
  [{ requests: { cpu: '1' } }, 'Burstable'],
  [{ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1000m', memory: '1024Mi' } }, 'Guaranteed'],
])('quality of service of %j is %s', (resources, expected) => {
  expect(qosClass({ spec: { containers: [{ resources }] } })).toBe(expected);
  expect(isObject(resources)).toBe(true);
});
