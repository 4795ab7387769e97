/** Public keys in `argocd-gpg-keys-cm` (features A26). */
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { mapData } from '../../kube/object/secret-data.ts';
import type { PublicKey, SignaturePort } from '../../ports/signatures.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { createGpgKeys, deleteGpgKey, gpgKey, listGpgKeys } from './gpg-keys.ts';

const MAPS = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const [ADA, BOB] = ['0123456789ABCDEF', 'FEDCBA9876543210'];

/** A text holds the keys whose ids stand in it. */
const signatures: Pick<SignaturePort, 'publicKeys'> = {
  async publicKeys(text): Promise<readonly PublicKey[]> {
    const ids = text.match(/\b[0-9A-F]{16}\b/g) ?? [];
    if (ids.length === 0) throw new AppError({ code: 'signature.no-key', kind: 'user', message: 'no key' });
    return ids.map((keyId) => ({
      keyId,
      fingerprint: `${'0'.repeat(24)}${keyId}`,
      owner: `owner of ${keyId}`,
      algorithm: 'ed25519',
      armored: `key ${keyId}`,
    }));
  },
};

async function open() {
  const kube = memoryKube({ clock: new FakeClock() });
  const namespaces = { group: '', version: 'v1', plural: 'namespaces', namespaced: false };
  await kube.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
  const deps = { kube, namespace: 'argocd', signatures: signatures as SignaturePort };
  const stored = async () => mapData(await kube.get({ type: MAPS, namespace: 'argocd', name: 'argocd-gpg-keys-cm' }));
  const ids = async () => (await listGpgKeys(deps)).map(({ keyID }) => keyID);
  return { deps, stored, ids, kube };
}

test('several keys of one text are kept each by itself, and shown without anybody’s trust', async () => {
  const { deps, stored } = await open();
  const { created, skipped } = await createGpgKeys(deps, `${ADA} and ${BOB}`, { upsert: false });
  expect([created.map(({ keyID }) => keyID), skipped]).toEqual([[ADA, BOB], []]);
  expect(await stored()).toEqual({ [ADA]: `key ${ADA}`, [BOB]: `key ${BOB}` });
  expect(await gpgKey(deps, `${'0'.repeat(24)}${ADA}`.toLowerCase())).toEqual({
    keyID: ADA,
    fingerprint: `${'0'.repeat(24)}${ADA}`,
    owner: `owner of ${ADA}`,
    trust: 'unknown',
    subType: 'ed25519',
    keyData: `key ${ADA}`,
  });
});

test('one that is there is left out unless it is to be replaced', async () => {
  const { deps } = await open();
  await createGpgKeys(deps, ADA, { upsert: false });
  const second = await createGpgKeys(deps, `${ADA} ${BOB}`, { upsert: false });
  expect([second.created.map(({ keyID }) => keyID), second.skipped]).toEqual([[BOB], [ADA]]);
  const third = await createGpgKeys(deps, `${ADA} ${BOB}`, { upsert: true });
  expect([third.created.length, third.skipped]).toEqual([2, []]);
});

test('what cannot be read is not shown, and does no harm to the others', async () => {
  const { deps, ids, kube } = await open();
  const metadata = { name: 'argocd-gpg-keys-cm', namespace: 'argocd' };
  const data = { [ADA]: 'rubbish', [BOB]: `key ${BOB}` };
  await kube.create(MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  expect(await ids()).toEqual([BOB]);
  await deleteGpgKey(deps, ADA);
  await deleteGpgKey(deps, BOB);
  expect(await ids()).toEqual([]);
});

test.each<[string, (deps: Awaited<ReturnType<typeof open>>['deps']) => Promise<unknown>, string]>([
  ['nothing', (deps) => createGpgKeys(deps, ' \n', { upsert: false }), 'submitted key data is empty'],
  ['no key', (deps) => createGpgKeys(deps, 'text', { upsert: true }), 'no valid public key in the submitted data'],
  ['a short id', (deps) => gpgKey(deps, '89ABCDEF'), 'KeyID is malformed or empty'],
  ['a name that leads elsewhere', (deps) => deleteGpgKey(deps, '../../x'), 'KeyID is malformed or empty'],
  ['an unknown one', (deps) => gpgKey(deps, ADA), `no such key: ${ADA}`],
  ['an unknown one to be removed', (deps) => deleteGpgKey(deps, ADA), `No such key: ${ADA}`],
])('refused: %s', async (_reason, work, message) => {
  const { deps } = await open();
  await expect(work(deps)).rejects.toMatchObject({ code: 'api.trust', kind: 'user', message });
});
