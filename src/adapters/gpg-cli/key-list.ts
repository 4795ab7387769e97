/** What gpg's listing with colons says of public keys (GnuPG's documentation, `doc/DETAILS`). */
import type { PublicKey } from '../../ports/signatures.ts';

/** Names of algorithms by their numbers in OpenPGP; those of curves are named by the curve. */
const ALGORITHMS: Readonly<Record<string, string>> = { 1: 'rsa', 2: 'rsa', 3: 'rsa', 16: 'elg', 17: 'dsa' };

export type ListedKey = Omit<PublicKey, 'armored'>;

/** In the order of the listing. */
export function readKeyList(text: string): readonly ListedKey[] {
  const keys: ListedKey[] = [];
  for (const line of text.split('\n')) {
    const fields = line.split(':');
    const key = keys.at(-1);
    if (fields[0] === 'pub')
      keys.push({ keyId: fields[4] ?? '', fingerprint: '', owner: '', algorithm: named(fields) });
    else if (key === undefined) continue;
    else if (fields[0] === 'fpr' && key.fingerprint === '')
      keys.splice(-1, 1, { ...key, fingerprint: fields[9] ?? '' });
    else if (fields[0] === 'uid' && key.owner === '') keys.splice(-1, 1, { ...key, owner: plain(fields[9] ?? '') });
  }
  return keys;
}

function named(fields: readonly string[]): string {
  const base = ALGORITHMS[fields[3] ?? ''];
  return base === undefined ? (fields[16] ?? '') : `${base}${fields[2] ?? ''}`;
}

/** Colons and control characters stand as `\x3a`. */
function plain(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
