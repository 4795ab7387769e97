import { expect, test } from 'vitest';
import { readManifests } from './read-manifests.ts';

function found(name: string, text: string): unknown {
  try {
    return readManifests(name, text).map(({ value, document }) => [document, value['kind']]);
  } catch (error) {
    return (error as Error).message;
  }
}

const BROKEN = 'a: [\n';
const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';

test.each<[string, string, string, unknown]>([
  [
    'documents are counted, those of nothing but comments are not',
    'a.yaml',
    'kind: A\n---\n# words\n---\nnull\n---\nkind: B\n',
    [
      [1, 'A'],
      [3, 'B'],
    ],
  ],
  ['an object of JSON', 'a.json', '{"kind": "A"}', [[1, 'A']]],
  ['nothing as JSON', 'a.json', 'null', []],
  ['a file that asks to be left out', 'a.yaml', `# +argocd:skip-file-rendering\n${BROKEN}`, []],
  ['what is broken and looks like no manifest', 'a.yaml', BROKEN, []],
  ['some of the words of a manifest', 'a.yaml', `apiVersion: v1\nkind: A\n${BROKEN}`, []],
  [
    'what is broken behind a document that held an object',
    'a.yaml',
    `kind: A\n---\n${BROKEN}`,
    expect.stringMatching(/^Failed to unmarshal "a.yaml": failed to unmarshal manifest: /),
  ],
  [
    'what is broken and looks like a manifest',
    'a.yaml',
    `apiVersion: v1\nkind: A\nmetadata:\n${BROKEN}`,
    expect.stringMatching(/^Failed to unmarshal "a.yaml": failed to unmarshal manifest: /),
  ],
  ['broken JSON, whatever it looks like', 'a.json', '{', expect.stringMatching(/^Failed to unmarshal "a.json": /)],
  [
    'a list behind an object',
    'a.yaml',
    'kind: A\n---\n- secret\n',
    'Failed to unmarshal "a.yaml": failed to unmarshal manifest: line 3: the document is not an object',
  ],
  ['a list as JSON', 'a.json', '["secret"]', 'Failed to unmarshal "a.json": line 1: the document is not an object'],
  ['no kind', 'a.json', '{"x": "secret"}', `Failed to unmarshal "a.json": line 1: Object 'Kind' is missing`],
  ['an empty kind', 'a.json', '{"kind": ""}', `Failed to unmarshal "a.json": line 1: Object 'Kind' is missing`],
  ['a kind that is no text', 'a.json', '{"kind": 1}', `Failed to unmarshal "a.json": line 1: Object 'Kind' is missing`],
  [
    'a pointer of LFS',
    'a.yaml',
    POINTER,
    'Failed to unmarshal "a.yaml": it is kept by Git LFS, which is not supported yet',
  ],
])('%s', (_reason, name, text, expected) => {
  expect(found(name, text)).toEqual(expected);
});
