import { expect, test } from 'vitest';
import { type Json, memberAt } from '../../base/json-value.ts';
import { builtinDefinitions } from '../registry/builtin-definitions.ts';
import { connectItems } from './connect-items.ts';

const definition = (plural: string) => {
  const found = builtinDefinitions().find((one) => one.apiVersion === 'v1' && one.plural === plural);
  if (found === undefined) throw new Error(`there is no ${plural}`);
  return found;
};
const POD = '/api/v1/namespaces/{namespace}/pods/{name}';

const itemsOf = (subresource: string) => connectItems(definition('pods'), subresource, `${POD}/${subresource}`);
const namesIn = (item: Json) => (memberAt(item, 'parameters') as readonly Json[]).map((one) => memberAt(one, 'name'));

test.each([
  ['exec', [`${POD}/exec`], ['get', 'post']],
  ['portforward', [`${POD}/portforward`], ['get', 'post']],
  ['proxy', [`${POD}/proxy`, `${POD}/proxy/{path}`], ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']],
  ['log', [`${POD}/log`], ['get']],
  ['status', [], []],
  ['toString', [], []],
])('paths and methods of %s', (subresource, paths, methods) => {
  const items = itemsOf(subresource);
  expect(items.map(([path]) => path)).toEqual(paths);
  for (const [, item] of items) expect(Object.keys(item)).toEqual([...methods, 'parameters']);
});

test('operations are named by kind, scope, method and what follows', () => {
  const [plain, deep] = itemsOf('proxy').map(([, item]) => memberAt(item, 'post', 'operationId'));
  expect([plain, deep]).toEqual(['connectCoreV1PostNamespacedPodProxy', 'connectCoreV1PostNamespacedPodProxyWithPath']);
  const [[, item] = ['', {}]] = connectItems(definition('nodes'), 'proxy', '/api/v1/nodes/{name}/proxy');
  expect(memberAt(item, 'get', 'operationId')).toBe('connectCoreV1GetNodeProxy');
  expect(memberAt(item, 'get', 'x-kubernetes-group-version-kind')).toEqual({
    group: '',
    version: 'v1',
    kind: 'NodeProxyOptions',
  });
});

test('parameters of path and query stand together, in the order of their names', () => {
  const [[, exec] = ['', {}]] = itemsOf('exec');
  expect(namesIn(exec)).toEqual(['command', 'container', 'name', 'namespace', 'stderr', 'stdin', 'stdout', 'tty']);
  const [, [, deep] = ['', {}]] = itemsOf('proxy');
  expect(namesIn(deep)).toEqual(['name', 'namespace', 'path', 'path']);
});

test('a log is read, as text or as JSON', () => {
  const [[, log] = ['', {}]] = itemsOf('log');
  expect(memberAt(log, 'get', 'x-kubernetes-action')).toBe('get');
  expect(memberAt(log, 'get', 'operationId')).toBe('readCoreV1NamespacedPodLog');
  expect(Object.keys(memberAt(log, 'get', 'responses', '200', 'content') as object)).toContain('text/plain');
});
