/** Private keys that a template brings along. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readPem } from '../../../base/pem.ts';
import { GoError } from '../../go-value/index.ts';

export interface PrivateKey {
  readonly kind: 'rsa' | 'ec' | 'ed25519' | 'dsa';
  readonly key: KeyObject;
  /** As Go writes keys of this kind. */
  readonly pem: string;
}

const KINDS: Readonly<Record<string, PrivateKey['kind']>> = { rsa: 'rsa', ec: 'ec', ed25519: 'ed25519', dsa: 'dsa' };
const FORMS = { rsa: 'pkcs1', ec: 'sec1', ed25519: 'pkcs8' } as const;

/** Fails with GoError, in sprig's words; what is wrong inside the key is not told in detail. */
export function readPrivateKey(text: string): PrivateKey {
  const block = readPem(text);
  if (block === undefined) throw new GoError('no PEM data in input');
  const { label } = block;
  if (label !== 'PRIVATE KEY' && !label.endsWith(' PRIVATE KEY')) {
    throw new GoError(`no private key data in PEM block of type ${label}`);
  }
  const type = label === 'PRIVATE KEY' ? '' : label.slice(0, -' PRIVATE KEY'.length);
  if (!['', 'RSA', 'EC', 'DSA'].includes(type)) throw new GoError(`invalid private key type ${type}`);
  const key = parseKey(text, type);
  const kind = KINDS[key.asymmetricKeyType ?? ''];
  if (kind === undefined)
    throw new GoError('decoding PEM as PKCS#8: x509: PKCS#8 wrapping contained private key with unknown algorithm');
  return { kind, key, pem: kind === 'dsa' ? text : key.export({ type: FORMS[kind], format: 'pem' }).toString() };
}

function parseKey(text: string, type: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    const what = type === '' ? 'decoding PEM as PKCS#8' : `parsing ${type} private key from PEM`;
    throw new GoError(`${what}: asn1: structure error: malformed key`);
  }
}
