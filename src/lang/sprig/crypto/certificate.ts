/** X.509 certificates (RFC 5280) with the contents that sprig gives them: for servers and clients, or as an authority. */
import { createHash, createPublicKey, sign, X509Certificate } from 'node:crypto';
import {
  bitString,
  boolean,
  directoryString,
  integer,
  nothing,
  objectIdentifier,
  octetString,
  readDer,
  sequence,
  setOf,
  context as tagged,
  time,
} from '../../../base/der.ts';
import { readPem, writePem } from '../../../base/pem.ts';
import { GoError } from '../../go-value/index.ts';
import type { PrivateKey } from './read-key.ts';

export interface CertificateRequest {
  readonly commonName: string;
  readonly addresses: readonly Buffer[];
  readonly names: readonly string[];
  readonly serial: Uint8Array;
  /** Milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  readonly isAuthority: boolean;
}

export interface Issuer {
  /** The distinguished name in DER. */
  readonly name: Buffer;
  readonly keyId: Buffer | undefined;
  readonly key: PrivateKey;
}

const OID = {
  commonName: '2.5.4.3',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

/** A certificate in PEM for the public half of `key`, signed by itself where no issuer is given. */
export function issueCertificate(request: CertificateRequest, key: PrivateKey, issuer?: Issuer): string {
  const publicKey = createPublicKey(key.key).export({ type: 'spki', format: 'der' });
  const subject = distinguishedName(request.commonName);
  const keyId = request.isAuthority ? keyIdOf(publicKey) : undefined;
  const signer = issuer?.key ?? key;
  const issuerName = issuer?.name ?? subject;
  const algorithm = algorithmOf(signer);
  const authorityId = issuerName.equals(subject) ? undefined : issuer?.keyId;
  const content = sequence(
    tagged(0, integer(Buffer.from([2])), 'constructed'),
    integer(request.serial),
    algorithm.identifier,
    issuerName,
    sequence(time(request.validFrom), time(request.validTo)),
    subject,
    publicKey,
    tagged(3, sequence(...extensions(request, keyId, authorityId)), 'constructed'),
  );
  const signature = sign(algorithm.hash, content, signer.key);
  return writePem('CERTIFICATE', sequence(content, algorithm.identifier, bitString(signature)));
}

interface Algorithm {
  readonly identifier: Buffer;
  readonly hash: string | null;
}

function algorithmOf({ kind, key }: PrivateKey): Algorithm {
  if (kind === 'rsa')
    return { identifier: sequence(objectIdentifier('1.2.840.113549.1.1.11'), nothing()), hash: 'sha256' };
  if (kind === 'ed25519') return { identifier: sequence(objectIdentifier('1.3.101.112')), hash: null };
  if (kind === 'dsa') {
    throw new GoError('error creating certificate: x509: certificate private key does not implement crypto.Signer');
  }
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (curve === 'secp384r1') return { identifier: sequence(objectIdentifier('1.2.840.10045.4.3.3')), hash: 'sha384' };
  if (curve === 'secp521r1') return { identifier: sequence(objectIdentifier('1.2.840.10045.4.3.4')), hash: 'sha512' };
  return { identifier: sequence(objectIdentifier('1.2.840.10045.4.3.2')), hash: 'sha256' };
}

function distinguishedName(commonName: string): Buffer {
  if (commonName === '') return sequence();
  return sequence(setOf(sequence(objectIdentifier(OID.commonName), directoryString(commonName))));
}

/** The first 160 bits of the hash of the key itself (RFC 7093, method 1). */
function keyIdOf(publicKey: Buffer): Buffer {
  const [whole] = readDer(publicKey) ?? [];
  const [, key] = readDer(whole?.content ?? Buffer.alloc(0)) ?? [];
  return createHash('sha256')
    .update(key?.content.subarray(1) ?? publicKey)
    .digest()
    .subarray(0, 20);
}

function extensions(request: CertificateRequest, keyId?: Buffer, authorityId?: Buffer): readonly Buffer[] {
  // Bits 0 and 2, digital signature and key encipherment; bit 5 signs certificates.
  const usage = request.isAuthority ? bitString(Buffer.from([0xa4]), 2) : bitString(Buffer.from([0xa0]), 5);
  const purposes = sequence(objectIdentifier(OID.serverAuth), objectIdentifier(OID.clientAuth));
  const constraints = request.isAuthority ? sequence(boolean(true)) : sequence();
  const alternatives = [
    ...request.names.map((name) => tagged(2, Buffer.from(name), 'primitive')),
    ...request.addresses.map((address) => tagged(7, address, 'primitive')),
  ];
  const list = [
    extension(OID.keyUsage, usage, 'critical'),
    extension(OID.extendedKeyUsage, purposes),
    extension(OID.basicConstraints, constraints, 'critical'),
  ];
  if (keyId !== undefined) list.push(extension(OID.subjectKeyId, octetString(keyId)));
  if (authorityId !== undefined) {
    list.push(extension(OID.authorityKeyId, sequence(tagged(0, authorityId, 'primitive'))));
  }
  if (alternatives.length > 0) {
    const weight = request.commonName === '' ? 'critical' : undefined;
    list.push(extension(OID.alternativeName, sequence(...alternatives), weight));
  }
  return list;
}

function extension(oid: string, value: Buffer, weight?: 'critical'): Buffer {
  const mark = weight === 'critical' ? [boolean(true)] : [];
  return sequence(objectIdentifier(oid), ...mark, octetString(value));
}

/** Who signs with this certificate and key. Fails with GoError where they are none or no pair. */
export function readIssuer(certificatePem: string, key: () => PrivateKey): Issuer {
  const certificate = parseCertificate(certificatePem);
  const [whole] = readDer(certificate.raw) ?? [];
  const [content] = readDer(whole?.content ?? Buffer.alloc(0)) ?? [];
  const fields = readDer(content?.content ?? Buffer.alloc(0)) ?? [];
  // Version, serial, algorithm, issuer, validity, subject.
  const subject = fields[fields[0]?.tag === 0xa0 ? 5 : 4];
  const pair = key();
  if (!certificate.checkPrivateKey(pair.key)) {
    throw new GoError("error creating certificate: x509: provided PrivateKey doesn't match parent's PublicKey");
  }
  const list = fields.find(({ tag }) => tag === 0xa3);
  return { name: subject?.whole ?? sequence(), keyId: subjectKeyId(list?.content), key: pair };
}

function subjectKeyId(extensionList: Buffer | undefined): Buffer | undefined {
  const [list] = readDer(extensionList ?? Buffer.alloc(0)) ?? [];
  const wanted = objectIdentifier(OID.subjectKeyId);
  for (const entry of readDer(list?.content ?? Buffer.alloc(0)) ?? []) {
    const parts = readDer(entry.content) ?? [];
    if (!parts[0]?.whole.equals(wanted)) continue;
    return readDer(parts.at(-1)?.content ?? Buffer.alloc(0))?.[0]?.content;
  }
  return undefined;
}

/** The first certificate of a PEM text. */
export function parseCertificate(pem: string): X509Certificate {
  const block = readPem(pem);
  if (block === undefined) throw new GoError('unable to decode certificate');
  try {
    return new X509Certificate(block.content);
  } catch {
    throw new GoError('error parsing certificate: decodedCert.Bytes: x509: malformed certificate');
  }
}
