import { expect, test } from 'vitest';
import { isObject, type Json, memberAt } from '../../base/json-value.ts';
import { readFields } from '../../kube/protobuf/wire-reader.ts';
import { builtinDefinitions } from '../registry/builtin-definitions.ts';
import { encodeOpenApiV2 } from './encode-v2.ts';
import { openApiV2 } from './v2-document.ts';

const versions = Map.groupBy(builtinDefinitions(), ({ apiVersion }) => apiVersion);
const document = openApiV2([...versions.values()]);

function references(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  const own = typeof value['$ref'] === 'string' ? [value['$ref']] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

test('every reference leads to a definition or a parameter, and nothing of v3 is left', () => {
  const wanted = [...new Set(references(document))];
  expect(wanted.length).toBeGreaterThan(500);
  expect(wanted.filter((one) => memberAt(document, ...one.split('/').slice(1)) === undefined)).toEqual([]);
  expect(JSON.stringify(document)).not.toContain('components/schemas');
});

test('a patch says its types and its kind', () => {
  const patch = memberAt(document, 'paths', '/apis/apps/v1/namespaces/{namespace}/deployments/{name}', 'patch');
  expect(patch).toMatchObject({
    operationId: 'patchAppsV1NamespacedDeployment',
    consumes: [
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/strategic-merge-patch+json',
      'application/apply-patch+yaml',
    ],
    'x-kubernetes-group-version-kind': { group: 'apps', kind: 'Deployment', version: 'v1' },
  });
});

test('in protobuf: fields 1, 2, 8, 9 and 10 of gnostic’s document', () => {
  const fields = readFields(encodeOpenApiV2(document));
  expect([...new Set(fields.map(({ number }) => number))]).toEqual([1, 2, 8, 9, 10]);
});
