import { expect, test } from 'vitest';
import type { AppProjectSpec, SourceIntegrityGitPolicy } from '../../api/app-project/fields.ts';
import { type IntegrityWish, integrityWish, isTrustedKey } from './source-integrity.ts';

const KEY = 'D56C4FCA57A46444';
const GPG = { mode: 'strict', keys: [KEY] };
const WANTED: IntegrityWish = { kind: 'signatures', policy: { mode: 'strict', keys: [KEY] } };
const NOTHING: IntegrityWish = { kind: 'nothing' };
const URL = 'https://git.example.com/team/app.git';

const policies = (...all: SourceIntegrityGitPolicy[]): AppProjectSpec => ({
  sourceIntegrity: { git: { policies: all } },
});
const policy = (urls: readonly string[], gpg: object | null = GPG): SourceIntegrityGitPolicy => ({
  repos: urls.map((url) => ({ url })),
  gpg: gpg as SourceIntegrityGitPolicy['gpg'],
});

test.each<[string, AppProjectSpec, IntegrityWish]>([
  ['a project without a word', {}, NOTHING],
  ['an empty word', { sourceIntegrity: { git: null } }, NOTHING],
  ['a star stands for every repository', policies(policy(['*'])), WANTED],
  ['a star matches slashes', policies(policy(['https://git.example.com/*'])), WANTED],
  ['another spelling of the address', policies(policy(['https://git.example.com/team/app'])), WANTED],
  ['another repository', policies(policy(['https://git.example.com/team/other'])), NOTHING],
  ['a denial wins', policies(policy(['*', '!https://git.example.com/team/*'])), NOTHING],
  ['a denial alone speaks of nothing', policies(policy(['!https://elsewhere/*'])), NOTHING],
  [
    'two policies forbid it, so that none is switched off by mistake',
    policies(policy(['*/team/*'], { mode: 'none', keys: [] }), policy(['*'])),
    { kind: 'unknown', problem: `multiple (2) git source integrity policies found for repo URL: ${URL}` },
  ],
  ['one of two speaks of it', policies(policy(['https://elsewhere/*']), policy(['*'])), WANTED],
  ['a policy without gpg', policies(policy(['*'], null)), NOTHING],
  [
    'no trusted key',
    policies(policy(['*'], { mode: 'head' })),
    { kind: 'signatures', policy: { mode: 'head', keys: [] } },
  ],
  [
    'a mode that there is not',
    policies(policy(['*'], { mode: 'all' })),
    { kind: 'unknown', problem: 'unknown GPG mode "all" configured for GIT source integrity' },
  ],
  [
    'the older word',
    { signatureKeys: [{ keyID: KEY }] },
    { kind: 'signatures', policy: { mode: 'head', keys: [KEY] } },
  ],
  ['the newer word beside the older', { signatureKeys: [{ keyID: KEY }], sourceIntegrity: { git: null } }, NOTHING],
])('%s', (_reason, project, expected) => {
  expect(integrityWish(project, URL)).toEqual(expected);
});

const PRIMARY = `AAAAAAAAAAAAAAAAAAAAAAAA${KEY}`;

test.each<[string, string, boolean]>([
  ['a long id', KEY, true],
  ['in small letters', KEY.toLowerCase(), true],
  ['with a prefix', `0x${KEY}`, true],
  ['a fingerprint', PRIMARY, true],
  ['another fingerprint with the same end', `B${PRIMARY.slice(1)}`, false],
  ['a short id could be anybody’s', KEY.slice(8), false],
  ['nothing', '', false],
])('trusted by %s: %s', (_reason, key, expected) => {
  expect(isTrustedKey({ mode: 'head', keys: [key] }, ['BBBBBBBBBBBBBBBBBBBBBBBB1111111111111111', PRIMARY])).toBe(
    expected,
  );
});
