/**
 * Whom repositories are trusted by: host keys of `argocd-ssh-known-hosts-cm`, certificates of `argocd-tls-certs-cm` (H3). The
 * installation follows both, so that a change holds from the next connection on.
 */
import { X509Certificate } from 'node:crypto';
import type { RepositoryCertificate } from '../../api/certificate/fields.ts';
import { certificateSubject } from '../../base/certificate-subject.ts';
import { AppError } from '../../base/errors.ts';
import { matchPath } from '../../base/glob/path-match.ts';
import { sortedKeys } from '../../base/json/byte-order.ts';
import type { RepositoriesDependencies } from './index.ts';
import {
  fingerprintOf,
  type HostKey,
  hostKeys,
  isSameEntry,
  isWellFormed,
  withHostKey,
  withoutHostKeys,
} from './known-hosts.ts';
import { editMap, readMap, type SettingsMap, type Texts } from './settings-map.ts';

export type CertificateDependencies = Pick<RepositoriesDependencies, 'kube' | 'namespace'>;

/** Empty fields stand for everything. */
export interface CertificateQuery {
  readonly hostNamePattern?: string | undefined;
  readonly certType?: string | undefined;
  readonly certSubType?: string | undefined;
}

const HOSTS_KEY = 'ssh_known_hosts';
/** Letters, digits and hyphens between dots. */
const HOST_NAME =
  /^(?=.{1,253}$)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\.?$/;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
/** Bytes of the text of one server: a ConfigMap has room for a mebibyte in all. */
const LARGEST = 512 * 1024;

function hostsMap({ kube, namespace }: CertificateDependencies): SettingsMap {
  return { kube, namespace, name: 'argocd-ssh-known-hosts-cm' };
}

function tlsMap({ kube, namespace }: CertificateDependencies): SettingsMap {
  return { kube, namespace, name: 'argocd-tls-certs-cm' };
}

/** Host keys in the order of their text, then certificates by server, each certificate of a bundle by itself. */
export async function listCertificates(
  deps: CertificateDependencies,
  query: CertificateQuery,
): Promise<readonly RepositoryCertificate[]> {
  const hosts = hostKeys((await readMap(hostsMap(deps)))[HOSTS_KEY] ?? '').map((key) => shownHostKey(key, 'SHA256:'));
  return [...hosts, ...tlsEntries(await readMap(tlsMap(deps)))].filter((one) => isMeant(one, query));
}

function isMeant({ serverName, certType, certSubType }: RepositoryCertificate, query: CertificateQuery): boolean {
  const { hostNamePattern = '', certType: type = '', certSubType: subType = '' } = query;
  if (hostNamePattern !== '' && matchPath(hostNamePattern, serverName) !== 'match') return false;
  if (type !== '' && type !== '*' && type !== certType) return false;
  return subType === '' || subType === '*' || subType.toLowerCase() === certSubType.toLowerCase();
}

/** Argo CD's lists tell no fingerprint behind `SHA256:` (recorded: cert/list); what is made and removed does. */
function shownHostKey(key: HostKey, certInfo = fingerprintOf(key)): RepositoryCertificate {
  const certData = Buffer.from(key.data).toString('base64');
  return { serverName: key.host, certType: 'ssh', certSubType: key.type, certData, certInfo };
}

function tlsEntries(texts: Texts): readonly RepositoryCertificate[] {
  return sortedKeys(texts).flatMap((serverName) =>
    (texts[serverName]?.match(PEM) ?? []).map((pem) => shownCertificate(serverName, pem)),
  );
}

const ALGORITHMS: Readonly<Record<string, string>> = { rsa: 'rsa', dsa: 'dsa', ec: 'ecdsa', ed25519: 'ed25519' };

/** One that cannot be read is shown without what it says. */
function shownCertificate(serverName: string, pem: string): RepositoryCertificate {
  const certificate = readCertificate(pem);
  return {
    serverName,
    certType: 'https',
    certSubType: ALGORITHMS[certificate?.publicKey.asymmetricKeyType ?? ''] ?? '',
    certData: Buffer.from(pem).toString('base64'),
    certInfo: certificate === undefined ? '' : (certificateSubject(certificate.raw) ?? ''),
  };
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** What was made or changed. Throws `api.trust` where an entry is refused, and then keeps none of them. */
export async function createCertificates(
  deps: CertificateDependencies,
  wanted: readonly RepositoryCertificate[],
  { upsert }: { readonly upsert: boolean },
): Promise<readonly RepositoryCertificate[]> {
  for (const one of wanted) checkEntry(one);
  const ssh = wanted.filter(({ certType }) => certType === 'ssh').map(hostKeyFrom);
  const tls = wanted.filter(({ certType }) => certType === 'https');
  // Refusals of either kind come before anything is written.
  if (ssh.length > 0) addHostKeys(await readMap(hostsMap(deps)), ssh, upsert);
  if (tls.length > 0) addBundles(await readMap(tlsMap(deps)), tls, upsert);
  const madeHosts = ssh.length === 0 ? [] : await editMap(hostsMap(deps), (texts) => addHostKeys(texts, ssh, upsert));
  const madeTls = tls.length === 0 ? [] : await editMap(tlsMap(deps), (texts) => addBundles(texts, tls, upsert));
  return [...madeHosts, ...madeTls];
}

function checkEntry({ serverName, certType }: RepositoryCertificate): void {
  if (certType !== 'ssh' && certType !== 'https') throw refused(`unknown certificate type: ${certType}`);
  const host = certType === 'ssh' ? (/^\[(.*)\]:\d+$/.exec(serverName)?.[1] ?? serverName) : serverName;
  if (!HOST_NAME.test(host)) throw refused(`invalid hostname in request: ${host}`);
}

function hostKeyFrom({ serverName, certSubType, certData }: RepositoryCertificate): HostKey {
  const key = { host: serverName, type: certSubType, data: textOf(certData).trim() };
  if (!isWellFormed(key)) throw refused(`the key of ${serverName} is no key of the type ${certSubType}`);
  return key;
}

interface Edit {
  readonly texts: Texts;
  readonly result: readonly RepositoryCertificate[];
}

function addHostKeys(texts: Texts, keys: readonly HostKey[], upsert: boolean): Edit {
  let text = texts[HOSTS_KEY] ?? '';
  const made: RepositoryCertificate[] = [];
  for (const key of keys) {
    const known = hostKeys(text).find((one) => isSameEntry(one, key));
    if (known?.data === key.data) continue;
    if (known !== undefined && !upsert) {
      throw refused(`key for '${key.host}' (subtype: '${key.type}') already exist and upsert was not specified`);
    }
    text = withHostKey(text, key);
    made.push(shownHostKey(key));
  }
  return { texts: { ...texts, [HOSTS_KEY]: text }, result: made };
}

function addBundles(texts: Texts, wanted: readonly RepositoryCertificate[], upsert: boolean): Edit {
  let next = texts;
  const made: RepositoryCertificate[] = [];
  for (const { serverName, certData } of wanted) {
    const text = textOf(certData);
    const known = next[serverName];
    if (known !== undefined && known !== text && !upsert) {
      throw refused(`TLS certificate for server '${serverName}' already exist and upsert was not specified`);
    }
    const certificates = certificatesIn(serverName, text);
    if (known === text) continue;
    next = { ...next, [serverName]: text };
    made.push(...certificates);
  }
  return { texts: next, result: made };
}

function certificatesIn(serverName: string, text: string): readonly RepositoryCertificate[] {
  if (text.length > LARGEST) throw refused(`the certificates of ${serverName} are too large`);
  const found = text.match(PEM) ?? [];
  if (found.length === 0) throw refused('no valid PEM data received');
  if (found.some((pem) => readCertificate(pem) === undefined)) {
    throw refused(`a certificate of ${serverName} cannot be read`);
  }
  return found.map((pem) => shownCertificate(serverName, pem));
}

function textOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

/** What was removed. A server's certificates go together. */
export async function deleteCertificates(
  deps: CertificateDependencies,
  query: CertificateQuery,
): Promise<readonly RepositoryCertificate[]> {
  const ssh = await editMap(hostsMap(deps), (texts) => {
    const text = texts[HOSTS_KEY] ?? '';
    const isGone = (key: HostKey): boolean => isMeant(shownHostKey(key), query);
    const result = hostKeys(text)
      .filter(isGone)
      .map((key) => shownHostKey(key));
    const left = withoutHostKeys(text, isGone);
    return { texts: result.length === 0 ? texts : { ...texts, [HOSTS_KEY]: left }, result };
  });
  const tls = await editMap(tlsMap(deps), (texts) => {
    const gone = new Set(
      tlsEntries(texts)
        .filter((one) => isMeant(one, query))
        .map(({ serverName }) => serverName),
    );
    const left = Object.fromEntries(Object.entries(texts).filter(([serverName]) => !gone.has(serverName)));
    return { texts: left, result: tlsEntries(texts).filter(({ serverName }) => gone.has(serverName)) };
  });
  return [...ssh, ...tls];
}

function refused(message: string): AppError {
  return new AppError({ code: 'api.trust', kind: 'user', message });
}
