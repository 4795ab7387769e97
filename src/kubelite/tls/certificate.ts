/** X.509 certificates (RFC 5280) signed with ECDSA over P-256: a CA of our own and what it signs. Node only reads certificates. */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  bitString,
  boolean,
  context,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  time,
  utf8String,
} from '../../base/der.ts';

export interface KeyedCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** What a certificate says. */
export interface CertificateSubject {
  readonly commonName: string;
  readonly organizations?: readonly string[];
  /** DNS names and IPv4 addresses that a server may be reached by. */
  readonly hosts?: readonly string[];
  readonly serial: Uint8Array;
  /** In milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
}

const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

const ALGORITHM = sequence(objectIdentifier(OID.ecdsaWithSha256));

interface Issuer {
  readonly subject: CertificateSubject;
  readonly key: KeyObject;
  readonly publicKey: Buffer;
}

/** A certificate for a key that somebody else holds. */
export interface IssuedCertificate extends Pick<CertificateSubject, 'serial' | 'validFrom' | 'validTo'> {
  /** A distinguished name, a public key and alternative names as they are written in certificates. */
  readonly subject: Buffer;
  readonly publicKey: Buffer;
  readonly alternativeNames?: Buffer;
  readonly usages: readonly string[];
}

/** A certificate authority: signs itself, and others by `sign`. */
export interface CertificateAuthority extends KeyedCertificate {
  /** A certificate in PEM with the usages of a `CertificateSigningRequest`; unknown ones are left out. */
  issue(asked: IssuedCertificate): string;
  /** A certificate for a server (with hosts) or a client. */
  sign(subject: CertificateSubject): KeyedCertificate;
}

/** Makes a new CA, or continues one that was kept; `subject` is then what it was made for. */
export function certificateAuthority(subject: CertificateSubject, kept?: KeyedCertificate): CertificateAuthority {
  const pair = kept === undefined ? newKey() : keyFrom(kept.keyPem);
  const issuer: Issuer = { subject, ...pair };
  const made = () => pem('CERTIFICATE', build(issuer, ownKey(subject, pair.publicKey), caExtensions(pair.publicKey)));
  return {
    certificatePem: kept?.certificatePem ?? made(),
    keyPem: pair.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    sign: (of) => signFor(issuer, of),
    issue: (asked) => pem('CERTIFICATE', build(issuer, asked, issuedExtensions(issuer, asked))),
  };
}

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { key: privateKey, publicKey: publicKey.export({ type: 'spki', format: 'der' }) };
}

function keyFrom(keyPem: string) {
  const key = createPrivateKey(keyPem);
  const jwk = key.export({ format: 'jwk' });
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(jwk.x ?? '', 'base64url'),
    Buffer.from(jwk.y ?? '', 'base64url'),
  ]);
  const algorithm = sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.2.840.10045.3.1.7'));
  return { key, publicKey: sequence(algorithm, bitString(point)) };
}

function signFor(issuer: Issuer, subject: CertificateSubject): KeyedCertificate {
  const { key, publicKey } = newKey();
  const certificate = build(issuer, ownKey(subject, publicKey), leafExtensions(issuer, subject, publicKey));
  return {
    certificatePem: pem('CERTIFICATE', certificate),
    keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

type BuiltCertificate = Omit<IssuedCertificate, 'usages'>;

function ownKey({ serial, validFrom, validTo, ...subject }: CertificateSubject, publicKey: Buffer): BuiltCertificate {
  return { serial, validFrom, validTo, subject: distinguishedName(subject), publicKey };
}

function build(issuer: Issuer, asked: BuiltCertificate, extensions: readonly Buffer[]): Buffer {
  const content = sequence(
    context(0, integer(Buffer.from([2])), 'constructed'),
    integer(asked.serial),
    ALGORITHM,
    distinguishedName(issuer.subject),
    sequence(time(asked.validFrom), time(asked.validTo)),
    asked.subject,
    asked.publicKey,
    context(3, sequence(...extensions), 'constructed'),
  );
  return sequence(content, ALGORITHM, bitString(sign('sha256', content, issuer.key)));
}

function distinguishedName({
  commonName,
  organizations = [],
}: Pick<CertificateSubject, 'commonName' | 'organizations'>): Buffer {
  const attribute = (oid: string, text: string) => setOf(sequence(objectIdentifier(oid), utf8String(text)));
  return sequence(
    ...organizations.map((name) => attribute(OID.organization, name)),
    attribute(OID.commonName, commonName),
  );
}

function caExtensions(publicKey: Buffer): readonly Buffer[] {
  return [
    critical(OID.basicConstraints, sequence(boolean(true))),
    // keyCertSign and cRLSign are bits 5 and 6.
    critical(OID.keyUsage, bitString(Buffer.from([0b0000_0110]), 1)),
    extension(OID.subjectKeyId, octetString(keyId(publicKey))),
  ];
}

function leafExtensions(issuer: Issuer, { hosts = [] }: CertificateSubject, publicKey: Buffer): readonly Buffer[] {
  const purpose = hosts.length > 0 ? OID.serverAuth : OID.clientAuth;
  return [
    critical(OID.basicConstraints, sequence()),
    // digitalSignature is bit 0.
    critical(OID.keyUsage, bitString(Buffer.from([0b1000_0000]), 7)),
    extension(OID.extendedKeyUsage, sequence(objectIdentifier(purpose))),
    extension(OID.subjectKeyId, octetString(keyId(publicKey))),
    extension(OID.authorityKeyId, sequence(context(0, keyId(issuer.publicKey), 'primitive'))),
    ...(hosts.length > 0 ? [extension(OID.alternativeName, sequence(...hosts.map(hostName)))] : []),
  ];
}

/** Bits of the key usage extension, the first being the highest. Source: RFC 5280, 4.2.1.3. */
const KEY_USAGES: Readonly<Record<string, number>> = { 'digital signature': 0, 'key encipherment': 2 };
const PURPOSES: Readonly<Record<string, string>> = { 'client auth': OID.clientAuth, 'server auth': OID.serverAuth };

function issuedExtensions(issuer: Issuer, { usages, alternativeNames }: IssuedCertificate): readonly Buffer[] {
  const bits = usages.flatMap((usage) => KEY_USAGES[usage] ?? []);
  const purposes = usages.flatMap((usage) => PURPOSES[usage] ?? []);
  const byte = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return [
    ...(bits.length > 0 ? [critical(OID.keyUsage, bitString(Buffer.from([byte]), 7 - Math.max(...bits)))] : []),
    ...(purposes.length > 0 ? [extension(OID.extendedKeyUsage, sequence(...purposes.map(objectIdentifier)))] : []),
    critical(OID.basicConstraints, sequence()),
    extension(OID.authorityKeyId, sequence(context(0, keyId(issuer.publicKey), 'primitive'))),
    ...(alternativeNames ? [extension(OID.alternativeName, alternativeNames)] : []),
  ];
}

function hostName(host: string): Buffer {
  if (isIPv4(host)) return context(7, Buffer.from(host.split('.').map(Number)), 'primitive');
  return context(2, Buffer.from(host), 'primitive');
}

function extension(oid: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(oid), octetString(value));
}

function critical(oid: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(oid), boolean(true), octetString(value));
}

function keyId(publicKey: Buffer): Buffer {
  return createHash('sha1').update(publicKey).digest();
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
