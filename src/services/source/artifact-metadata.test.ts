import { expect, test } from 'vitest';
import { artifactMetadata } from './artifact-metadata.ts';

const config = { mediaType: '', digest: 'sha256:1', size: 0, annotations: {} };
const image = (annotations: Readonly<Record<string, string>>) =>
  artifactMetadata({ kind: 'image', digest: 'sha256:1', artifactType: '', config, layers: [], annotations });
const NOTHING = { createdAt: '', authors: '', imageUrl: '', docsUrl: '', sourceUrl: '', version: '', description: '' };

test('annotations of the specification, and no others', () => {
  const names = ['created', 'authors', 'url', 'documentation', 'source', 'version', 'description', 'title'];
  const annotations = Object.fromEntries(names.map((name) => [`org.opencontainers.image.${name}`, `its ${name}`]));
  expect(image({ ...annotations, created: 'no' })).toEqual({
    createdAt: 'its created',
    authors: 'its authors',
    imageUrl: '',
    docsUrl: 'its documentation',
    sourceUrl: 'its source',
    version: 'its version',
    description: 'its description',
  });
});

test('where nothing is said, and of a list of manifests', () => {
  expect(image({})).toEqual(NOTHING);
  expect(artifactMetadata({ kind: 'index', digest: 'sha256:1', manifests: [] })).toEqual(NOTHING);
});
