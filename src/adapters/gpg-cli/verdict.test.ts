import { expect, test } from 'vitest';
import { readVerdict } from './verdict.ts';

const KEY = 'D56C4FCA57A46444';
const OWN = `${'A'.repeat(24)}${KEY}`;
const PRIMARY = 'B'.repeat(40);
const line = (text: string): string => `[GNUPG:] ${text}\n`;
const valid = line(`VALIDSIG ${OWN} 2026-01-01 1767225600 0 4 0 22 10 00 ${PRIMARY}`);
const good = `${line('NEWSIG')}${line(`GOODSIG ${KEY} Ada`)}${valid}`;
const refused = (kind: string, keyId = KEY) => ({ kind, keyId, fingerprints: [] });

test.each([
  ['a good one', good, true, { kind: 'good', keyId: KEY, fingerprints: [OWN, PRIMARY] }],
  ['good, but gpg says no', good, false, refused('bad')],
  ['two signatures', `${good}${line('NEWSIG')}`, true, refused('bad')],
  ['a good one and a bad one', `${good}${line(`BADSIG ${KEY} Ada`)}`, true, refused('bad')],
  ['changed text', `${line('NEWSIG')}${line(`BADSIG ${KEY} Ada`)}`, false, refused('bad')],
  ['the key has expired', `${line(`EXPKEYSIG ${KEY} Ada`)}${valid}`, true, refused('expired-key')],
  ['the signature has expired', `${line(`EXPSIG ${KEY} Ada`)}${valid}`, true, refused('expired-signature')],
  ['the key was revoked', `${line(`REVKEYSIG ${KEY} Ada`)}${valid}`, true, refused('revoked-key')],
  [
    'a key that is not there',
    `${line(`ERRSIG ${KEY} 22 10 00 1 9 -`)}${line(`NO_PUBKEY ${KEY}`)}`,
    false,
    refused('missing-key'),
  ],
  ['an algorithm that is not there', line(`ERRSIG ${KEY} 99 10 00 1 4 -`), false, refused('bad')],
  ['nothing', '', false, refused('bad', '')],
  ['a user id that looks like a verdict', line(`NOTATION_DATA x GOODSIG ${KEY}`), true, refused('bad', '')],
])('%s', (_reason, status, succeeded, expected) => {
  expect(readVerdict(status, succeeded)).toEqual(expected);
});
