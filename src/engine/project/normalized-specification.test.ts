/** What of a specification is stored. */
import { expect, test } from 'vitest';
import { normalizedSpecification } from './normalized-specification.ts';

test.each([
  ['a project is named', { project: '' }, { project: 'default' }],
  ['an empty policy', { syncPolicy: { syncOptions: [] } }, {}],
  [
    'options that say nothing',
    { source: { repoURL: 'r', helm: { skipCrds: false }, kustomize: {}, directory: { jsonnet: {} } } },
    { source: { repoURL: 'r' } },
  ],
  [
    'patterns of a folder are something',
    { source: { repoURL: 'r', directory: { include: 'x', jsonnet: {} } } },
    { source: { repoURL: 'r', directory: { include: 'x', jsonnet: {} } } },
  ],
  ['each of several sources', { sources: [{ repoURL: 'r', helm: {} }] }, { sources: [{ repoURL: 'r' }] }],
  [
    'what is switched off for automation is kept',
    { syncPolicy: { automated: { prune: false } } },
    { syncPolicy: { automated: { prune: false } } },
  ],
])('stored: %s', (_reason, given, expected) => {
  expect(normalizedSpecification({ destination: {}, project: 'p', ...given })).toEqual({
    destination: {},
    project: 'p',
    ...expected,
  });
});
