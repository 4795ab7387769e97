/** `genCA`, `genSelfSignedCert`, `genSignedCert` with their `WithKey` twins, `buildCustomCert`, `genPrivateKey`. */
import {
  ANY_SLICE,
  type CallContext,
  displayText,
  GoError,
  type GoFunction,
  GoStruct,
  type GoType,
  type GoValue,
  INT,
  STRING,
  structType,
  toBinary,
} from '../../go-value/index.ts';
import { type CallArguments, define } from '../define.ts';
import { decodeBase64 } from '../encoding/base-encoding.ts';
import { itemsOf } from '../items.ts';
import { parseIpAddress } from '../url/ip-address.ts';
import { type CertificateRequest, issueCertificate, parseCertificate, readIssuer } from './certificate.ts';
import { dsaKey, ecdsaKey, ed25519Key, rsaKey } from './private-key.ts';
import { type PrivateKey, readPrivateKey } from './read-key.ts';

const CERTIFICATE: GoType = structType('sprig.certificate', [
  { name: 'Cert', type: STRING },
  { name: 'Key', type: STRING },
]);

const RSA_BITS = 2048;
const NANOSECONDS_OF_DAY = 86_400n * 1_000_000_000n;
const COST_OF_SIGNING = 10_000;

function certificateValue(certificate: string, key: string): GoStruct {
  return new GoStruct(CERTIFICATE, [certificate, key]);
}

interface Names {
  readonly addresses: readonly Buffer[];
  readonly names: readonly string[];
}

const NO_NAMES: Names = { addresses: [], names: [] };

function readNames(addresses: GoValue, names: GoValue): Names {
  return {
    addresses: (itemsOf(addresses) ?? []).map(readAddress),
    names: (itemsOf(names) ?? []).map((name) => {
      if (typeof name === 'string') return name;
      throw new GoError(`error processing alternate dns name: ${displayText(name)} is not a string`);
    }),
  };
}

function readAddress(value: GoValue): Buffer {
  if (typeof value !== 'string') throw new GoError(`error parsing ip: ${displayText(value)} is not a string`);
  const address = parseIpAddress(value);
  if (address === undefined) throw new GoError(`error parsing ip: ${value}`);
  return address;
}

interface Wish {
  readonly commonName: string;
  readonly days: bigint;
  readonly names: Names;
  readonly isAuthority: boolean;
}

/** Whole seconds: a certificate knows no parts of them. */
function requestOf({ commonName, days, names, isAuthority }: Wish, context: CallContext): CertificateRequest {
  const now = context.now();
  const span = BigInt.asIntN(64, days * NANOSECONDS_OF_DAY);
  const inMilliseconds = (nanoseconds: bigint) => Number(nanoseconds / 1_000_000_000n) * 1000;
  context.budget.step(COST_OF_SIGNING);
  return {
    commonName,
    ...names,
    serial: context.random(16),
    validFrom: inMilliseconds(now),
    validTo: inMilliseconds(now + span),
    isAuthority,
  };
}

/** A key of its own, or the one that stands at this place among the arguments. */
function keyOf(args: CallArguments, context: CallContext, at: number): PrivateKey {
  if (at >= args.values.length) return readPrivateKey(rsaKey(context, RSA_BITS));
  return inWords('parsing private key', () => readPrivateKey(args.text(at)));
}

function inWords<T>(words: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof GoError) throw new GoError(`${words}: ${error.message}`, error);
    throw error;
  }
}

/** The function and its twin that takes a key as its last argument. */
function withKey(
  name: string,
  parameters: readonly GoType[],
  body: (args: CallArguments, context: CallContext) => GoValue,
) {
  return [define(name, parameters, body), define(`${name}WithKey`, [...parameters, STRING], body)];
}

function customCertificate(args: CallArguments): GoStruct {
  const decode = (at: number, what: string) => {
    const decoding = decodeBase64(toBinary(args.text(at)));
    if (decoding.kind === 'bytes') return Buffer.from(decoding.bytes).toString();
    throw new GoError(`unable to decode base64 ${what}`);
  };
  const certificate = decode(0, 'certificate');
  const key = decode(1, 'private key');
  parseCertificate(certificate);
  inWords('error parsing private key', () => readPrivateKey(key));
  return certificateValue(certificate, key);
}

function newPrivateKey(type: string, context: CallContext): string {
  if (type === '' || type === 'rsa') return rsaKey(context, 2 * RSA_BITS);
  if (type === 'ecdsa') return ecdsaKey(context);
  if (type === 'ed25519') return ed25519Key(context);
  return type === 'dsa' ? dsaKey(context) : `Unknown type ${type}`;
}

function signedCertificate(args: CallArguments, context: CallContext): GoValue {
  const key = keyOf(args, context, 5);
  const authority = args.value(4);
  const [certificatePem, keyPem] = authority instanceof GoStruct ? authority.fields : [];
  const issuer = readIssuer(typeof certificatePem === 'string' ? certificatePem : '', () =>
    inWords('error parsing private key', () => readPrivateKey(typeof keyPem === 'string' ? keyPem : '')),
  );
  const names = readNames(args.value(1), args.value(2));
  const wish = { commonName: args.text(0), days: args.integer(3), names, isAuthority: false };
  return certificateValue(issueCertificate(requestOf(wish, context), key, issuer), key.pem);
}

export const CERTIFICATE_FUNCTIONS: readonly GoFunction[] = [
  ...withKey('genCA', [STRING, INT], (args, context) => {
    const key = keyOf(args, context, 2);
    const wish = { commonName: args.text(0), days: args.integer(1), names: NO_NAMES, isAuthority: true };
    return certificateValue(issueCertificate(requestOf(wish, context), key), key.pem);
  }),
  ...withKey('genSelfSignedCert', [STRING, ANY_SLICE, ANY_SLICE, INT], (args, context) => {
    const key = keyOf(args, context, 4);
    const names = readNames(args.value(1), args.value(2));
    const wish = { commonName: args.text(0), days: args.integer(3), names, isAuthority: false };
    return certificateValue(issueCertificate(requestOf(wish, context), key), key.pem);
  }),
  ...withKey('genSignedCert', [STRING, ANY_SLICE, ANY_SLICE, INT, CERTIFICATE], signedCertificate),
  define('buildCustomCert', [STRING, STRING], customCertificate),
  define('genPrivateKey', [STRING], (args, context) => newPrivateKey(args.text(0), context)),
];
