import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { DEFAULT_COMPARE_OPTIONS } from './compare-options.ts';
import { compareStructured } from './server-side.ts';

const MANAGER = 'argocd-controller';
const METADATA = { name: 'a', namespace: 'n' };

function service(ports: readonly JsonObject[], more: JsonObject = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: METADATA, spec: { selector: { app: 'a' }, ports, ...more } };
}

function pod(container: JsonObject): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: METADATA, spec: { containers: [{ name: 'main', ...container }] } };
}

function secret(more: JsonObject): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: METADATA, type: 'Opaque', ...more };
}

/** As it stands in a cluster after an apply by our manager that owns `fields`. */
function owned(object: KubeObject, fields: JsonObject): KubeObject {
  const entry = { manager: MANAGER, operation: 'Apply', apiVersion: object.apiVersion, fieldsType: 'FieldsV1' };
  const managedFields = [{ ...entry, time: '2026-01-01T00:00:00Z', fieldsV1: fields }];
  return { ...object, metadata: { ...object.metadata, uid: 'u', resourceVersion: '7', managedFields } };
}

const PORT = { port: 80, protocol: 'TCP', targetPort: 80 };
const PORT_KEY = 'k:{"port":80,"protocol":"TCP"}';
const PORT_FIELDS = { 'f:spec': { 'f:ports': { [PORT_KEY]: { '.': {}, 'f:port': {} } }, 'f:selector': {} } };

const cases: readonly {
  readonly name: string;
  readonly live: KubeObject;
  readonly target: KubeObject;
  readonly modified: boolean;
}[] = [
  {
    name: 'a port whose protocol is the default, which is part of its key',
    live: owned(service([PORT], { type: 'ClusterIP', sessionAffinity: 'None', clusterIP: '10.0.0.1' }), PORT_FIELDS),
    target: service([{ port: 80 }]),
    modified: false,
  },
  {
    name: 'another port beside one that leaves',
    live: owned(service([PORT], { type: 'ClusterIP', sessionAffinity: 'None' }), PORT_FIELDS),
    target: service([{ port: 81 }]),
    modified: true,
  },
  {
    name: 'a quantity in another form',
    live: owned(pod({ image: 'x', resources: { limits: { cpu: '1' } } }), {}),
    target: pod({ image: 'x', resources: { limits: { cpu: '1000m' } } }),
    modified: false,
  },
  {
    name: 'text of a Secret that stands encoded in the cluster',
    live: owned(secret({ data: { key: 'b25l' } }), { 'f:data': { 'f:key': {} } }),
    target: secret({ stringData: { key: 'one' } }),
    modified: false,
  },
  {
    name: 'text of a Secret that has changed',
    live: owned(secret({ data: { key: 'b25l' } }), { 'f:data': { 'f:key': {} } }),
    target: secret({ stringData: { key: 'two' } }),
    modified: true,
  },
  {
    name: 'a custom resource: lists are one value',
    live: { apiVersion: 'x.test/v1', kind: 'Thing', metadata: { ...METADATA, uid: 'u' }, spec: { list: ['a', 'b'] } },
    target: { apiVersion: 'x.test/v1', kind: 'Thing', metadata: METADATA, spec: { list: ['a'] } },
    modified: true,
  },
];

test.each(cases)('$name', ({ live, target, modified }) => {
  expect(compareStructured({ live, target, manager: MANAGER }, DEFAULT_COMPARE_OPTIONS).modified).toBe(modified);
});
