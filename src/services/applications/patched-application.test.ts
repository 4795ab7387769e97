import { expect, test } from 'vitest';
import { patchedApplication } from './patched-application.ts';

const APP = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'web', labels: { a: '1' } },
  spec: { project: 'p', destination: {}, source: { repoURL: 'r', path: '.' } },
};

test.each([
  ['a merge patch', 'merge', '{"metadata":{"labels":{"a":null,"b":"2"}}}', { labels: { b: '2' } }],
  ['a JSON patch', 'json', '[{"op":"add","path":"/metadata/labels/b","value":"2"}]', { labels: { a: '1', b: '2' } }],
  ['a JSON patch without saying so', '', '[{"op":"remove","path":"/metadata/labels/a"}]', { labels: {} }],
])('%s', (_reason, patchType, patch, metadata) => {
  expect(patchedApplication(APP, { patch, patchType })).toMatchObject({ metadata, spec: { source: { repoURL: 'r' } } });
});

test.each([
  ['no JSON', 'json', '{', 'error decoding json patch: '],
  ['a path that is not there', 'json', '[{"op":"remove","path":"/nothing"}]', 'error applying patch: '],
  ['what is no Application then', 'merge', '{"spec":{"source":1}}', 'error unmarshaling patched app: '],
  ['an unknown kind', 'strategic', '{}', "Patch type 'strategic' is not supported"],
])('refused: %s', (_reason, patchType, patch, message) => {
  expect(() => patchedApplication(APP, { patch, patchType })).toThrow(message);
});
