import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGpgCli } from '../../adapters/gpg-cli/gpg-cli.ts';
import { systemClock } from '../../adapters/system-clock/system-clock.ts';
import type { RepositoryCertificate } from '../../api/certificate/fields.ts';
import { mapData } from '../../kube/object/secret-data.ts';
import { createGpgKeys, deleteGpgKey, gpgKey, listGpgKeys } from '../../services/repositories/index.ts';
import { type ApiEnvironment, apiEnvironment } from '../../testkit/api-environment.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { isGpgInstalled, pgpSigner } from '../../testkit/pgp-signer.ts';
import { testCertificates } from '../../testkit/test-certificates.ts';

const MAPS = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

async function textsOf({ kube }: Pick<ApiEnvironment, 'kube'>, name: string) {
  return mapData(await kube.get({ type: MAPS, namespace: 'argocd', name }));
}

async function post(api: ApiEnvironment, items: readonly object[], query = '', user = 'admin') {
  const answer = await api.ask('POST', `/api/v1/certificates${query}`, { user, body: JSON.stringify({ items }) });
  return {
    status: answer.status,
    ...(JSON.parse(answer.body) as { message?: string; items?: RepositoryCertificate[] }),
  };
}

async function listed(api: ApiEnvironment, query = ''): Promise<readonly string[]> {
  const answer = await api.ask('GET', `/api/v1/certificates${query}`, { user: 'admin' });
  const { items } = JSON.parse(answer.body) as { items: RepositoryCertificate[] | null };
  return (items ?? []).map((one) => `${one.serverName} ${one.certType} ${one.certSubType} ${one.certInfo}`);
}

/** Two keys of hosts as ssh-keygen makes and names them. */
function hostKeyPair() {
  const folder = mkdtempSync(join(tmpdir(), 'host-key-'));
  try {
    const file = join(folder, 'key');
    const make = () => {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file]);
      const [type = '', data = ''] = readFileSync(`${file}.pub`, 'utf8').trim().split(' ');
      const fingerprint = /SHA256:\S+/.exec(
        execFileSync('ssh-keygen', ['-l', '-f', `${file}.pub`], { encoding: 'utf8' }),
      );
      rmSync(file);
      return { type, data, fingerprint: fingerprint?.[0] };
    };
    return [make(), make()] as const;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('host keys: made, shown with their fingerprints, changed by upsert only, removed; other lines stay (H3)', async () => {
  await using api = await apiEnvironment();
  const [first, second] = hostKeyPair();
  const metadata = { name: 'argocd-ssh-known-hosts-cm', namespace: 'argocd' };
  const data = { ssh_known_hosts: '# ours\nhashed|1|a ssh-rsa AAAA\n' };
  await api.kube.create(MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  const entry = (key: typeof first, serverName = '[git.example.com]:2222') => ({
    serverName,
    certType: 'ssh',
    certSubType: key.type,
    certData: base64(key.data),
  });
  const made = await post(api, [entry(first), entry(first, 'other.example.com')]);
  expect([made.status, made.items?.map(({ certInfo }) => certInfo)]).toEqual([
    200,
    [first.fingerprint, first.fingerprint],
  ]);
  expect(await post(api, [entry(first)])).toMatchObject({ status: 200, items: null });
  expect(await post(api, [entry(second)])).toMatchObject({
    status: 500,
    message: "key for '[git.example.com]:2222' (subtype: 'ssh-ed25519') already exist and upsert was not specified",
  });
  expect((await post(api, [entry(second)], '?upsert=true')).items?.length).toBe(1);
  expect((await textsOf(api, metadata.name))['ssh_known_hosts']).toBe(
    `# ours\nhashed|1|a ssh-rsa AAAA\n[git.example.com]:2222 ssh-ed25519 ${second.data}\nother.example.com ssh-ed25519 ${first.data}\n`,
  );
  const gone = await api.ask('DELETE', '/api/v1/certificates?hostNamePattern=*.example.com&certType=ssh', {
    user: 'admin',
  });
  expect(JSON.parse(gone.body).items.map(({ serverName }: RepositoryCertificate) => serverName)).toEqual([
    'other.example.com',
  ]);
  expect(await listed(api)).toEqual([
    'hashed|1|a ssh ssh-rsa SHA256:',
    '[git.example.com]:2222 ssh ssh-ed25519 SHA256:',
  ]);
});

test('certificates: a line for each of a bundle, whole servers removed', async () => {
  await using api = await apiEnvironment();
  const { server, client } = testCertificates();
  const bundle = `${server.certificate}\n# and\n${client.certificate}`;
  const entry = { serverName: 'git.example.com', certType: 'https', certData: base64(bundle) };
  expect((await post(api, [entry])).items?.length).toBe(2);
  expect(await listed(api, '?certType=https')).toEqual([
    'git.example.com https ecdsa CN=server',
    'git.example.com https ecdsa CN=client',
  ]);
  const other = { ...entry, certData: base64(server.certificate) };
  expect((await post(api, [other])).message).toMatch(/already exist and upsert was not specified/);
  expect((await post(api, [other], '?upsert=true')).items?.length).toBe(1);
  await api.ask('DELETE', '/api/v1/certificates?hostNamePattern=git.example.com', { user: 'admin' });
  expect(await textsOf(api, 'argocd-tls-certs-cm')).toEqual({});
});

test('many at once, and none is lost', async () => {
  await using api = await apiEnvironment();
  const [key] = hostKeyPair();
  const entry = (at: number) => ({
    serverName: `host-${at}.example.com`,
    certType: 'ssh',
    certSubType: key.type,
    certData: base64(key.data),
  });
  const answers = await Promise.all(Array.from({ length: 4 }, (_, at) => post(api, [entry(at)])));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await listed(api)).length).toBe(4);
});

const REFUSED: readonly (readonly [string, object, RegExp])[] = [
  ['a name that is none', { serverName: 'a b', certType: 'ssh' }, /^invalid hostname in request: a b$/],
  ['a key of another ConfigMap entry', { serverName: '../../x', certType: 'https' }, /^invalid hostname in request/],
  ['another kind', { serverName: 'a', certType: 'pigeon' }, /^unknown certificate type: pigeon$/],
  ['no PEM', { serverName: 'a', certType: 'https', certData: base64('x') }, /^no valid PEM data received$/],
  [
    'a broken certificate',
    {
      serverName: 'a',
      certType: 'https',
      certData: base64('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'),
    },
    /cannot be read/,
  ],
  [
    'a key that is not of its type, or holds a line of its own',
    { serverName: 'a', certType: 'ssh', certSubType: 'ssh-rsa', certData: base64('AAAA\nb ssh-rsa AAAA') },
    /no key of the type ssh-rsa/,
  ],
];

test('what is refused leaves nothing behind, not even its good neighbours', async () => {
  await using api = await apiEnvironment();
  const [key] = hostKeyPair();
  const good = { serverName: 'good', certType: 'ssh', certSubType: key.type, certData: base64(key.data) };
  for (const [reason, entry, message] of REFUSED) {
    const answer = await post(api, [good, entry]);
    expect([reason, answer.status, answer.message]).toEqual([reason, 500, expect.stringMatching(message)]);
  }
  expect(await listed(api)).toEqual([]);
});

test('who may not lists, makes and removes nothing', async () => {
  await using api = await apiEnvironment();
  const statuses = [
    (await post(api, [], '', 'alice')).status,
    (await api.ask('DELETE', '/api/v1/certificates?hostNamePattern=a', { user: 'alice' })).status,
    (await api.ask('GET', '/api/v1/gpgkeys', { user: 'alice' })).status,
    (await api.ask('GET', '/api/v1/gpgkeys/0000000000000000', { user: 'alice' })).status,
    (await api.ask('POST', '/api/v1/gpgkeys', { user: 'alice', body: '{"keyData":"x"}' })).status,
    (await api.ask('DELETE', '/api/v1/gpgkeys?keyID=0000000000000000', { user: 'alice' })).status,
  ];
  expect(statuses).toEqual([403, 403, 403, 403, 403, 403]);
  const unknown = await api.ask('GET', '/api/v1/gpgkeys/0000000000000000', { user: 'admin' });
  expect([unknown.status, JSON.parse(unknown.body).message]).toEqual([500, 'no such key: 0000000000000000']);
});

test.skipIf(!isGpgInstalled)('keys of signers: added once, shown, removed (A26)', async () => {
  await using ann = await pgpSigner('ann');
  await using bob = await pgpSigner('bob');
  const kube = memoryKube({ clock: systemClock });
  await kube.create(
    { group: '', version: 'v1', plural: 'namespaces', namespaced: false },
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'argocd' },
    },
  );
  const deps = { kube, namespace: 'argocd', signatures: createGpgCli() };
  const first = await createGpgKeys(deps, ann.key, { upsert: false });
  expect(first).toEqual({
    created: [
      {
        keyID: ann.keyId,
        fingerprint: expect.stringMatching(new RegExp(`^[0-9A-F]{24}${ann.keyId}$`)),
        owner: 'ann@example.com',
        trust: 'unknown',
        subType: 'ed25519',
        keyData: expect.stringMatching(/^-----BEGIN PGP PUBLIC KEY BLOCK-----/),
      },
    ],
    skipped: [],
  });
  const both = await createGpgKeys(deps, `${ann.key}\n${bob.key}`, { upsert: false });
  expect([both.created.map(({ keyID }) => keyID), both.skipped]).toEqual([[bob.keyId], [ann.keyId]]);
  expect((await listGpgKeys(deps)).length).toBe(2);
  expect((await gpgKey(deps, ann.keyId.toLowerCase())).owner).toBe('ann@example.com');
  await deleteGpgKey(deps, ann.keyId);
  expect(Object.keys(await textsOf({ kube }, 'argocd-gpg-keys-cm'))).toEqual([bob.keyId]);
  for (const call of [
    gpgKey(deps, 'nonsense'),
    deleteGpgKey(deps, ann.keyId),
    createGpgKeys(deps, ' ', { upsert: false }),
    createGpgKeys(deps, 'no key', { upsert: true }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: 'api.trust' });
  }
  await kube.kubelite.close();
});
