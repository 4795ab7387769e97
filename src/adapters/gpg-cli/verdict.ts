/** What gpg's status lines say of one detached signature (GnuPG's documentation, `doc/DETAILS`). */
import type { SignatureVerdict } from '../../ports/signatures.ts';

/** In this order: the first that stands there decides. */
const REFUSALS: readonly (readonly [RegExp, SignatureVerdict['kind']])[] = [
  [/^\[GNUPG:\] BADSIG ([0-9A-F]{16})/m, 'bad'],
  [/^\[GNUPG:\] REVKEYSIG ([0-9A-F]{16})/m, 'revoked-key'],
  [/^\[GNUPG:\] EXPKEYSIG ([0-9A-F]{16})/m, 'expired-key'],
  [/^\[GNUPG:\] EXPSIG ([0-9A-F]{16})/m, 'expired-signature'],
  [/^\[GNUPG:\] NO_PUBKEY ([0-9A-F]{16})/m, 'missing-key'],
  [/^\[GNUPG:\] ERRSIG ([0-9A-F]{16})/m, 'bad'],
];
const GOOD = /^\[GNUPG:\] GOODSIG ([0-9A-F]{16})/m;
const VALID = /^\[GNUPG:\] VALIDSIG ([0-9A-F]{40}) .* ([0-9A-F]{40})$/m;

/** `succeeded`: gpg ended with 0. Good is only one single signature of which everything says so. */
export function readVerdict(status: string, succeeded: boolean): SignatureVerdict {
  for (const [pattern, kind] of REFUSALS) {
    const keyId = pattern.exec(status)?.[1];
    if (keyId !== undefined) return { kind, keyId, fingerprints: [] };
  }
  const keyId = GOOD.exec(status)?.[1] ?? '';
  const [, own, primary] = VALID.exec(status) ?? [];
  const signatures = status.match(/^\[GNUPG:\] NEWSIG\b/gm)?.length ?? 0;
  if (!succeeded || keyId === '' || own === undefined || primary === undefined || signatures !== 1) {
    return { kind: 'bad', keyId, fingerprints: [] };
  }
  return { kind: 'good', keyId, fingerprints: [own, primary] };
}
