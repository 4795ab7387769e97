/** Host keys and certificates in their ConfigMaps (features H3). */
import { expect, test } from 'vitest';
import type { RepositoryCertificate } from '../../api/certificate/fields.ts';
import { AppError } from '../../base/errors.ts';
import { mapData } from '../../kube/object/secret-data.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { testCertificates } from '../../testkit/test-certificates.ts';
import { createCertificates, deleteCertificates, listCertificates } from './certificates.ts';

const MAPS = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const { server, client } = testCertificates();
const base64 = (text: string): string => Buffer.from(text).toString('base64');

async function open() {
  const kube = memoryKube({ clock: new FakeClock() });
  const metadata = { name: 'argocd' };
  const namespaces = { group: '', version: 'v1', plural: 'namespaces', namespaced: false };
  await kube.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata });
  const deps = { kube, namespace: 'argocd' };
  const texts = async (name: string) => {
    const object = await kube.get({ type: MAPS, namespace: 'argocd', name }).catch(() => undefined);
    return object === undefined ? undefined : mapData(object);
  };
  const create = async (items: readonly RepositoryCertificate[], upsert = false) => {
    try {
      return (await createCertificates(deps, items, { upsert })).map(({ serverName }) => serverName);
    } catch (error) {
      return error instanceof AppError ? `${error.code}: ${error.message}` : error;
    }
  };
  return { deps, texts, create };
}

/** A key as RFC 4253 writes it. */
function hostKey(serverName: string, seed = 1, type = 'ssh-ed25519'): RepositoryCertificate {
  const name = Buffer.from(type);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length);
  const data = Buffer.concat([length, name, Buffer.alloc(36, seed)]).toString('base64');
  return { serverName, certType: 'ssh', certSubType: type, certData: base64(data), certInfo: '' };
}

function bundle(serverName: string, text: string): RepositoryCertificate {
  return { serverName, certType: 'https', certSubType: '', certData: base64(text), certInfo: '' };
}

test('nothing is there at first, and looking makes nothing', async () => {
  const { deps, texts } = await open();
  expect(await listCertificates(deps, {})).toEqual([]);
  expect(await deleteCertificates(deps, {})).toEqual([]);
  expect(await texts('argocd-ssh-known-hosts-cm')).toBeUndefined();
});

test('both kinds are made, and asked for by host, kind and algorithm', async () => {
  const { deps, create, texts } = await open();
  const items = [hostKey('[git.test]:2222'), hostKey('other.test', 2), bundle('git.test', server.certificate)];
  expect(await create(items)).toEqual(['[git.test]:2222', 'other.test', 'git.test']);
  expect((await texts('argocd-ssh-known-hosts-cm'))?.['ssh_known_hosts']).toMatch(
    /^\[git\.test\]:2222 ssh-ed25519 \S+\n/,
  );
  expect(await texts('argocd-tls-certs-cm')).toEqual({ 'git.test': server.certificate });
  const shown = async (query: Parameters<typeof listCertificates>[1]) =>
    (await listCertificates(deps, query)).map(({ serverName, certType }) => `${certType} ${serverName}`);
  expect(await shown({})).toEqual(['ssh [git.test]:2222', 'ssh other.test', 'https git.test']);
  expect(await shown({ hostNamePattern: '*.test', certType: 'ssh' })).toEqual(['ssh other.test']);
  expect(await shown({ hostNamePattern: 'git.test' })).toEqual(['https git.test']);
  expect(await shown({ certSubType: 'ECDSA' })).toEqual(['https git.test']);
  expect(await shown({ certType: '*', certSubType: '*' })).toHaveLength(3);
});

test('another one for the same only by upsert; the same again is no change', async () => {
  const { create, texts } = await open();
  await create([hostKey('git.test'), bundle('git.test', server.certificate)]);
  expect(await create([hostKey('git.test'), bundle('git.test', server.certificate)])).toEqual([]);
  expect(await create([hostKey('git.test', 2)])).toBe(
    "api.trust: key for 'git.test' (subtype: 'ssh-ed25519') already exist and upsert was not specified",
  );
  expect(await create([bundle('git.test', client.certificate)])).toBe(
    "api.trust: TLS certificate for server 'git.test' already exist and upsert was not specified",
  );
  expect(await create([hostKey('git.test', 2), bundle('git.test', client.certificate)], true)).toHaveLength(2);
  expect(await texts('argocd-tls-certs-cm')).toEqual({ 'git.test': client.certificate });
});

test.each<[string, RepositoryCertificate, string]>([
  ['a kind that there is not', { ...hostKey('a.test'), certType: 'gpg' }, 'unknown certificate type: gpg'],
  ['a name with a slash', hostKey('a.test/../x'), 'invalid hostname in request'],
  ['a name of two lines', bundle('a.test\nssh_known_hosts', server.certificate), 'invalid hostname in request'],
  ['no key', { ...hostKey('a.test'), certData: base64('AAAA') }, 'the key of a.test is no key of the type'],
  ['a key of another type', { ...hostKey('a.test'), certSubType: 'ssh-rsa' }, 'is no key of the type ssh-rsa'],
  ['no certificate', bundle('a.test', 'text'), 'no valid PEM data received'],
  [
    'a broken one',
    bundle('a.test', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'),
    'a certificate of a.test cannot be read',
  ],
  ['too much', bundle('a.test', server.certificate.padEnd(600_000)), 'the certificates of a.test are too large'],
])('refused, and with it all that was sent: %s', async (_reason, item, expected) => {
  const { create, texts } = await open();
  expect(await create([hostKey('good.test'), bundle('good.test', server.certificate), item])).toContain(expected);
  expect([await texts('argocd-ssh-known-hosts-cm'), await texts('argocd-tls-certs-cm')]).toEqual([
    undefined,
    undefined,
  ]);
});

test('what is removed is told, what is not meant stays', async () => {
  const { deps, create, texts } = await open();
  await create([
    hostKey('a.test'),
    hostKey('b.test'),
    bundle('a.test', server.certificate),
    bundle('b.test', client.certificate),
  ]);
  const gone = await deleteCertificates(deps, { hostNamePattern: 'a.test' });
  expect(gone.map(({ certType, serverName }) => `${certType} ${serverName}`)).toEqual(['ssh a.test', 'https a.test']);
  expect(Object.keys((await texts('argocd-tls-certs-cm')) ?? {})).toEqual(['b.test']);
  expect((await texts('argocd-ssh-known-hosts-cm'))?.['ssh_known_hosts']).toMatch(/^b\.test \S+ \S+\n$/);
});
