/** Public keys that signatures of commits are checked with, in `argocd-gpg-keys-cm` by their ids (A26). */
import type { GnuPGPublicKey } from '../../api/gpg-key/fields.ts';
import { AppError, hasCode } from '../../base/errors.ts';
import { sortedKeys } from '../../base/json/byte-order.ts';
import type { PublicKey, SignaturePort } from '../../ports/signatures.ts';
import type { RepositoriesDependencies } from './index.ts';
import { editMap, readMap, type SettingsMap } from './settings-map.ts';

export interface GpgKeyDependencies extends Pick<RepositoriesDependencies, 'kube' | 'namespace'> {
  readonly signatures: SignaturePort;
}

function keysMap({ kube, namespace }: GpgKeyDependencies): SettingsMap {
  return { kube, namespace, name: 'argocd-gpg-keys-cm' };
}

/** By their ids. What cannot be read is left out: signatures by it do not count either. */
export async function listGpgKeys(deps: GpgKeyDependencies): Promise<readonly GnuPGPublicKey[]> {
  const texts = await readMap(keysMap(deps));
  const found: GnuPGPublicKey[] = [];
  for (const name of sortedKeys(texts)) {
    const keys = await readable(deps, texts[name] ?? '');
    const key = keys.find(({ keyId }) => keyId === name.toUpperCase()) ?? keys[0];
    if (key !== undefined) found.push(shown(key));
  }
  return found;
}

async function readable({ signatures }: GpgKeyDependencies, text: string): Promise<readonly PublicKey[]> {
  try {
    return await signatures.publicKeys(text);
  } catch (error) {
    if (hasCode(error, 'signature.no-key')) return [];
    throw error;
  }
}

/** Throws `api.trust` where there is none of this id. */
export async function gpgKey(deps: GpgKeyDependencies, id: string): Promise<GnuPGPublicKey> {
  const keyId = longId(id);
  const found = (await listGpgKeys(deps)).find((key) => key.keyID === keyId);
  if (found === undefined) throw refused(`no such key: ${keyId}`);
  return found;
}

/** Those that were not there before, and the ids of the others. Throws `api.trust` where the text holds no key. */
export async function createGpgKeys(
  deps: GpgKeyDependencies,
  keyData: string,
  { upsert }: { readonly upsert: boolean },
): Promise<{ readonly created: readonly GnuPGPublicKey[]; readonly skipped: readonly string[] }> {
  if (keyData.trim() === '') throw refused('submitted key data is empty');
  const keys = await readable(deps, keyData);
  if (keys.length === 0) throw refused('no valid public key in the submitted data');
  return await editMap(keysMap(deps), (texts) => {
    const isKnown = ({ keyId }: PublicKey): boolean => texts[keyId] !== undefined;
    const added = keys.filter((key) => upsert || !isKnown(key));
    const skipped = keys.filter((key) => !added.includes(key)).map(({ keyId }) => keyId);
    const next = Object.fromEntries(added.map(({ keyId, armored }) => [keyId, armored]));
    return { texts: { ...texts, ...next }, result: { created: added.map(shown), skipped } };
  });
}

/** Throws `api.trust` where there is none of this id. */
export async function deleteGpgKey(deps: GpgKeyDependencies, id: string): Promise<void> {
  const keyId = longId(id);
  await editMap(keysMap(deps), (texts) => {
    if (texts[keyId] === undefined) throw refused(`No such key: ${keyId}`);
    return { texts: Object.fromEntries(Object.entries(texts).filter(([name]) => name !== keyId)), result: undefined };
  });
}

/** A long id, or the end of a fingerprint. */
function longId(id: string): string {
  const digits = id.trim().toUpperCase();
  if (!/^(?:[0-9A-F]{16}|[0-9A-F]{40}|[0-9A-F]{64})$/.test(digits)) throw refused('KeyID is malformed or empty');
  return digits.slice(-16);
}

/** gpg trusts nobody by itself: which keys count is said by projects. */
function shown({ keyId, fingerprint, owner, algorithm, armored }: PublicKey): GnuPGPublicKey {
  return { keyID: keyId, fingerprint, owner, trust: 'unknown', subType: algorithm, keyData: armored };
}

function refused(message: string): AppError {
  return new AppError({ code: 'api.trust', kind: 'user', message });
}
