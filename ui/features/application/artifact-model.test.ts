import { expect, test } from 'vitest';
import type { Application } from '../../../src/api/application/fields.ts';
import { artifactLines, artifactOf } from './artifact-model.ts';

const DIGEST = `sha256:${'1'.repeat(64)}`;
const oci = { repoURL: 'oci://registry.example.com/app', path: '.' };
const git = { repoURL: 'https://git.example.com/app', path: '.' };

const app = (spec: object, sync: object): Application =>
  ({
    metadata: { name: 'a' },
    spec: { project: 'default', destination: {}, ...spec },
    status: { sync },
  }) as Application;

test.each([
  ['an artifact', app({ source: oci }, { revision: DIGEST }), { revision: DIGEST, sourceIndex: 0 }],
  [
    'the second of two',
    app({ sources: [git, oci] }, { revisions: ['1', DIGEST] }),
    { revision: DIGEST, sourceIndex: 1 },
  ],
  ['none is known yet', app({ source: oci }, {}), undefined],
  ['a repository of Git', app({ source: git }, { revision: '1'.repeat(40) }), undefined],
  ['no source at all', app({}, {}), undefined],
])('%s', (_reason, given, expected) => {
  expect(artifactOf(given)).toEqual(expected);
});

test('lines for what is said', () => {
  const said = { version: '1.2.3', description: '', authors: 'team', createdAt: '', imageUrl: '' };
  const lines = artifactLines({ ...said, sourceUrl: 'https://git.example.com/a', docsUrl: 'javascript:alert(1)' });
  expect(lines).toEqual([
    { name: 'Version', text: '1.2.3' },
    { name: 'Authors', text: 'team' },
    { name: 'Source', text: 'https://git.example.com/a' },
    { name: 'Documentation', text: 'javascript:alert(1)' },
  ]);
});
