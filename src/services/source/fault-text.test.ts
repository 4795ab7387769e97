/** What a condition says of a commit that is not there, beside the recorded words of `git`. */
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { fetchText, missingShortText } from './fault-text.ts';

const BRINGING = 'failed to initialize repository resources: rpc error: code = Internal desc = ';
const ID = 'deadbeef'.repeat(5);
const LACKS = new AppError({ code: 'git.missing-object', kind: 'user', message: 'there is no such commit' });
const SILENT = new AppError({ code: 'git.unreachable', kind: 'transient', message: 'cannot connect' });

test.each([
  [
    'a server that lacks the commit (recorded)',
    fetchText(LACKS, ID),
    `Failed to checkout revision ${ID}: \`git fetch origin ${ID} --tags --force --prune\` failed exit status 128: fatal: remote error: upload-pack: not our ref ${ID}`,
  ],
  [
    'the same of a shallow repository, whose only fetch names the commit',
    fetchText(LACKS, ID, 1),
    `Failed to fetch default: \`git fetch origin ${ID} --depth 1 --force --prune\` failed exit status 128: fatal: remote error: upload-pack: not our ref ${ID}`,
  ],
  [
    'a shortened id that no commit has (recorded)',
    missingShortText('fedcba9'),
    "Failed to checkout revision fedcba9: `git fetch origin fedcba9 --tags --force --prune` failed exit status 128: fatal: couldn't find remote ref fedcba9",
  ],
  [
    'the same of a shallow repository',
    missingShortText('fedcba9', 3),
    "Failed to fetch default: `git fetch origin fedcba9 --depth 3 --force --prune` failed exit status 128: fatal: couldn't find remote ref fedcba9",
  ],
  ['a server that does not answer', fetchText(SILENT, ID), 'Failed to fetch default: cannot connect'],
  ['the same of a shallow repository', fetchText(SILENT, ID, 1), 'Failed to fetch default: cannot connect'],
])('%s', (_, text, expected) => {
  expect(text).toBe(BRINGING + expected);
});
