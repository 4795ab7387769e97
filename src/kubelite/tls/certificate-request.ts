/** Requests for certificates as clients send them: PKCS #10 (RFC 2986) in PEM. */
import { createPublicKey, verify } from 'node:crypto';
import { objectIdentifier, readDer } from '../../base/der.ts';

/** What a request asks for. */
export interface CertificateRequest {
  readonly commonName: string;
  readonly organizations: readonly string[];
  /** Distinguished name, public key and alternative names as they are written in certificates. */
  readonly subject: Buffer;
  readonly publicKey: Buffer;
  readonly alternativeNames?: Buffer;
  /** How many alternative names are of each type. */
  readonly names: { readonly dns: number; readonly email: number; readonly ip: number; readonly uri: number };
}

const COMMON_NAME = objectIdentifier('2.5.4.3');
const ORGANIZATION = objectIdentifier('2.5.4.10');
const EXTENSIONS = objectIdentifier('1.2.840.113549.1.9.14');
const ALTERNATIVE_NAMES = objectIdentifier('2.5.29.17');
const DIGESTS: readonly (readonly [Buffer, string | null])[] = [
  [objectIdentifier('1.2.840.10045.4.3.2'), 'sha256'],
  [objectIdentifier('1.2.840.10045.4.3.3'), 'sha384'],
  [objectIdentifier('1.2.840.10045.4.3.4'), 'sha512'],
  [objectIdentifier('1.2.840.113549.1.1.11'), 'sha256'],
  [objectIdentifier('1.2.840.113549.1.1.12'), 'sha384'],
  [objectIdentifier('1.2.840.113549.1.1.13'), 'sha512'],
  [objectIdentifier('1.3.101.112'), null],
];

/** The request in a text of PEM; undefined where there is none, or where it is not signed by its own key. */
export function readCertificateRequest(pem: string): CertificateRequest | undefined {
  const [, content] =
    /-----BEGIN CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE REQUEST-----/.exec(pem) ?? [];
  if (content === undefined) return undefined;
  const [info, algorithm, signature] = partsOf(Buffer.from(content, 'base64'), 0) ?? [];
  const [, subject, publicKey, attributes] = (info && readDer(info.content)) ?? [];
  if (!info || !algorithm || !signature || !subject || !publicKey) return undefined;
  // The first byte of a bit string tells how many bits are not used.
  if (
    !isSigned({
      signed: info.whole,
      algorithm: algorithm.content,
      signature: signature.content.subarray(1),
      publicKey: publicKey.whole,
    })
  )
    return undefined;
  const alternativeNames = attributes && alternativeNamesIn(attributes.content);
  return {
    commonName: attributesOf(subject.content, COMMON_NAME).at(-1) ?? '',
    organizations: attributesOf(subject.content, ORGANIZATION),
    subject: subject.whole,
    publicKey: publicKey.whole,
    ...(alternativeNames && { alternativeNames }),
    names: countNames(alternativeNames),
  };
}

/** The values inside the value at that place. */
function partsOf(bytes: Buffer, index: number) {
  const value = readDer(bytes)?.[index];
  return value && readDer(value.content);
}

interface Signed {
  readonly signed: Buffer;
  readonly algorithm: Buffer;
  readonly signature: Buffer;
  readonly publicKey: Buffer;
}

function isSigned({ signed, algorithm, signature, publicKey }: Signed): boolean {
  const digest = DIGESTS.find(([identifier]) => algorithm.subarray(0, identifier.length).equals(identifier));
  if (!digest) return false;
  try {
    return verify(digest[1], signed, createPublicKey({ key: publicKey, format: 'der', type: 'spki' }), signature);
  } catch {
    // A key that this runtime can't read.
    return false;
  }
}

/** A name is a list of sets of pairs of type and text. */
function attributesOf(name: Buffer, type: Buffer): readonly string[] {
  return (readDer(name) ?? []).flatMap((set) =>
    (readDer(set.content) ?? []).flatMap((pair) => {
      const [identifier, text] = readDer(pair.content) ?? [];
      return identifier?.whole.equals(type) && text ? [text.content.toString('utf8')] : [];
    }),
  );
}

/** Among the extensions that are asked for. */
function alternativeNamesIn(attributes: Buffer): Buffer | undefined {
  for (const attribute of readDer(attributes) ?? []) {
    const [type, values] = readDer(attribute.content) ?? [];
    if (!type?.whole.equals(EXTENSIONS) || !values) continue;
    for (const extension of partsOf(values.content, 0) ?? []) {
      const parts = readDer(extension.content) ?? [];
      if (parts[0]?.whole.equals(ALTERNATIVE_NAMES)) return parts.at(-1)?.content;
    }
  }
  return undefined;
}

/** Tags of RFC 5280, GeneralName. */
function countNames(alternativeNames: Buffer | undefined): CertificateRequest['names'] {
  const names = (alternativeNames && partsOf(alternativeNames, 0)) ?? [];
  const count = (tag: number): number => names.filter((name) => (name.tag & 0x1f) === tag).length;
  return { dns: count(2), email: count(1), ip: count(7), uri: count(6) };
}
