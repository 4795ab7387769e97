import { expect, test } from 'vitest';
import { type JsonObject, memberAt } from '../../base/json-value.ts';
import { builtinDefinitions } from '../registry/builtin-definitions.ts';
import { groupDocument } from './group-document.ts';

const apps = groupDocument(builtinDefinitions().filter(({ apiVersion }) => apiVersion === 'apps/v1'));
const paths = apps['paths'] as JsonObject;
const home = '/apis/apps/v1/namespaces/{namespace}/deployments';

function namesAt(...path: string[]): readonly string[] {
  const found = memberAt(paths, ...path, 'parameters');
  return (Array.isArray(found) ? found : []).map((one) => String(memberAt(one, 'name')));
}

test('objects, collections, subresources and watches have paths', () => {
  expect(Object.keys(paths).filter((path) => path.includes('deployments'))).toEqual([
    '/apis/apps/v1/deployments',
    home,
    `${home}/{name}`,
    `${home}/{name}/scale`,
    `${home}/{name}/status`,
    '/apis/apps/v1/watch/deployments',
    '/apis/apps/v1/watch/namespaces/{namespace}/deployments',
    '/apis/apps/v1/watch/namespaces/{namespace}/deployments/{name}',
  ]);
});

test.each([
  {
    why: 'what all operations have stands at the path',
    at: [`${home}/{name}`],
    names: ['name', 'namespace', 'pretty'],
  },
  {
    why: 'a patch may be forced',
    at: [`${home}/{name}`, 'patch'],
    names: ['dryRun', 'fieldManager', 'fieldValidation', 'force'],
  },
  { why: 'an update may not', at: [`${home}/{name}`, 'put'], names: ['dryRun', 'fieldManager', 'fieldValidation'] },
  { why: 'one operation alone leaves its own at the path', at: ['/apis/apps/v1/deployments', 'get'], names: [] },
])('parameters: $why', ({ at, names }) => {
  expect(namesAt(...at)).toEqual(names);
});

test('a property that is a struct says its default beside its type', () => {
  const spec = memberAt(apps, 'components', 'schemas', 'io.k8s.api.apps.v1.DeploymentSpec', 'properties', 'strategy');
  expect(spec).toEqual({
    default: {},
    allOf: [{ $ref: '#/components/schemas/io.k8s.api.apps.v1.DeploymentStrategy' }],
    'x-kubernetes-patch-strategy': 'retainKeys',
  });
});
