import { expect, test } from 'vitest';
import { testInputs } from '../../testkit/render-inputs.ts';
import { renderSource } from '../render-source.ts';

/** Five files of a hundred bytes each, below a limit of all together. */
function rendered(limit: number): unknown {
  const start = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n# `;
  const names = ['a', 'b', 'c', 'd', 'e'];
  const files = Object.fromEntries(names.map((name) => [`${name}.yaml`, start(name).padEnd(100, 'x')]));
  const settings = {
    maxCombinedDirectoryManifestsSize: limit,
    valuesFileSchemes: [],
    kustomizeBuildOptions: {},
    disabledTools: [],
  };
  const source = { repoURL: 'https://git.example.com/app.git', path: '.' };
  const request = { appName: 'a', project: 'default', namespace: 'prod', source, references: undefined, settings };
  const outcome = renderSource(request, testInputs({ files }));
  return outcome.kind === 'failed' ? [outcome.error.code, outcome.error.message] : outcome.kind;
}

function tooLarge(path: string, limit: number): readonly string[] {
  const told = 'failed to get potentially valid manifests: exceeded max combined manifest file size';
  return ['render.too-large', `${told} at ${path} (${limit} bytes)`];
}

test.each([
  ['as many bytes as all have', 500, 'done'],
  ['one less: small files count together', 499, tooLarge('e.yaml', 499)],
  ['less than three', 299, tooLarge('c.yaml', 299)],
  ['less than the first', 99, tooLarge('a.yaml', 99)],
  ['no limit', 0, 'done'],
])('the files of a folder may together have %s', (_reason, limit, expected) => {
  expect(rendered(limit)).toEqual(expected);
});
