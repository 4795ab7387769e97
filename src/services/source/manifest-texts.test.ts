import { expect, test } from 'vitest';
import type { RenderOutcome } from '../../render/contract.ts';
import { withTexts } from './manifest-texts.ts';

function outcome(...sizes: readonly number[]): Extract<RenderOutcome, { kind: 'done' }> {
  const manifests = sizes.map((size, index) => ({
    object: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: `c${index}` }, data: { a: 'x'.repeat(size) } },
    file: `${index}.yaml`,
    document: 1,
  }));
  return { kind: 'done', sourceType: 'Directory', manifests, reads: [] };
}

test('texts have sorted keys and one digest', () => {
  const made = withTexts(outcome(1));
  const text = '{"apiVersion":"v1","data":{"a":"x"},"kind":"ConfigMap","metadata":{"name":"c0"}}';
  expect(made).toMatchObject({
    kind: 'done',
    texts: [text],
    size: text.length,
    digest: expect.stringMatching(/^\w{64}$/),
  });
});

test('an object that no API server takes is named', () => {
  expect(withTexts(outcome(1, 3 * 1024 * 1024))).toMatchObject({
    kind: 'failed',
    error: {
      code: 'render.too-large',
      message:
        '1.yaml: document 1 (ConfigMap c1) has 3145807 bytes as JSON, and no Kubernetes API takes an object of more than 3145728',
    },
  });
});

test('all together are limited', () => {
  expect(withTexts(outcome(100, 100), 300)).toMatchObject({
    kind: 'failed',
    error: { message: 'the manifests with their aliases written out exceed 300 bytes at 1.yaml' },
  });
});
