import { expect, test } from 'vitest';
import { historyTables } from './history.ts';

const A = 'https://git.test/a';
const B = 'https://git.test/b';
const COMMIT = '0123456789012345678901234567890123456789';
const at = '2024-05-01T10:00:00Z';

test.each([
  ['nothing was deployed', [], ''],
  [
    'commits are abbreviated, texts that are short stay out',
    [
      { id: 0, deployedAt: at, source: { repoURL: A, targetRevision: 'main' }, revision: COMMIT },
      { id: 12, deployedAt: at, source: { repoURL: A, targetRevision: '1.0.0' }, revision: '1.0.0' },
    ],
    `SOURCE  ${A}
ID      DATE                           REVISION
0       2024-05-01 10:00:00 +0000 UTC  main (0123456)
12      2024-05-01 10:00:00 +0000 UTC  1.0.0
`,
  ],
  [
    'a table for each repository, a blank line between them',
    [
      {
        id: 3,
        deployedAt: at,
        sources: [
          { repoURL: A, targetRevision: 'v1' },
          { repoURL: B, targetRevision: 'main' },
        ],
        revisions: ['v1', COMMIT],
      },
    ],
    `SOURCE  ${A}
ID      DATE                           REVISION
3       2024-05-01 10:00:00 +0000 UTC  v1

SOURCE  ${B}
ID      DATE                           REVISION
3       2024-05-01 10:00:00 +0000 UTC  main (0123456)
`,
  ],
])('%s', (_reason, history, text) => {
  expect(historyTables(history as Parameters<typeof historyTables>[0])).toBe(text);
});
