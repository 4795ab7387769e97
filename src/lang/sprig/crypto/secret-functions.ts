/** `bcrypt`, `htpasswd`, `derivePassword`, `encryptAES`, `decryptAES`, `uuidv4`, `randBytes`. Entropy comes from the call. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { encodeBase64, hashSync } from 'bcryptjs';
import {
  byteLength,
  type CallContext,
  decodeText,
  encodeText,
  GoError,
  type GoFunction,
  INT,
  STRING,
  toBinary,
  UINT32,
} from '../../go-value/index.ts';
import { define } from '../define.ts';
import { decodeBase64 } from '../encoding/base-encoding.ts';
import { sitePassword } from './site-password.ts';

const BCRYPT_COST = 10;
/** About 100 ms each, counted as less: charts hash more than one password. */
const COST_OF_HASH = 400_000;
const COST_OF_DERIVATION = 800_000;

function bcrypt(password: string, context: CallContext): string {
  if (byteLength(password) > 72) {
    return 'failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes';
  }
  context.budget.step(COST_OF_HASH);
  const salt = encodeBase64([...context.random(16)], 16);
  return hashSync(password, `$2a$${BCRYPT_COST}$${salt}`);
}

function aesKey(password: string): Buffer {
  const key = Buffer.alloc(32);
  Buffer.from(encodeText(password)).copy(key);
  return key;
}

const BLOCK = 16;

function encrypt(password: string, text: string, context: CallContext): string {
  if (text === '') return '';
  const vector = context.random(BLOCK);
  // Node pads as PKCS #7 does, and so does sprig.
  const cipher = createCipheriv('aes-256-cbc', aesKey(password), vector);
  return Buffer.concat([vector, cipher.update(encodeText(text)), cipher.final()]).toString('base64');
}

/** Fails on broken input exactly where the original panics. */
function decrypt(password: string, text: string): string {
  if (text === '') return '';
  const decoding = decodeBase64(toBinary(text));
  if (decoding.kind === 'fault') throw new GoError(decoding.message);
  const { bytes } = decoding;
  if (bytes.length < BLOCK) {
    const capacity = Math.floor(byteLength(text) / 4) * 3;
    throw new GoError(`runtime error: slice bounds out of range [:${BLOCK}] with capacity ${capacity}`);
  }
  if (bytes.length % BLOCK !== 0) throw new GoError('crypto/cipher: input not full blocks');
  if (bytes.length === BLOCK) throw new GoError('runtime error: index out of range [-1]');
  const decipher = createDecipheriv('aes-256-cbc', aesKey(password), bytes.subarray(0, BLOCK)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(bytes.subarray(BLOCK)), decipher.final()]);
  const end = plain.length - (plain.at(-1) ?? 0);
  if (end < 0) throw new GoError(`runtime error: slice bounds out of range [:${end}]`);
  return decodeText(plain.subarray(0, end));
}

function uuid(context: CallContext): string {
  const bytes = Buffer.from(context.random(BLOCK));
  // Version 4, variant of RFC 9562.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export const SECRET_FUNCTIONS: readonly GoFunction[] = [
  define('bcrypt', [STRING], (args, context) => bcrypt(args.text(0), context)),
  define('htpasswd', [STRING, STRING], (args, context) => {
    const user = args.text(0);
    return user.includes(':') ? `invalid username: ${user}` : `${user}:${bcrypt(args.text(1), context)}`;
  }),
  define('derivePassword', [UINT32, STRING, STRING, STRING, STRING], (args, { budget }) => {
    const [type, password, user, site] = [args.text(1), args.text(2), args.text(3), args.text(4)];
    budget.step(COST_OF_DERIVATION);
    const derived = sitePassword({ counter: args.count(0), type, password, user, site });
    return derived ?? `cannot find password template ${type}`;
  }),
  define('encryptAES', [STRING, STRING], (args, context) => {
    context.budget.take(byteLength(args.text(1)) * 2);
    return encrypt(args.text(0), args.text(1), context);
  }),
  define('decryptAES', [STRING, STRING], (args, { budget }) => {
    budget.take(byteLength(args.text(1)));
    return decrypt(args.text(0), args.text(1));
  }),
  define('uuidv4', [], (_args, context) => uuid(context)),
  define('randBytes', [INT], (args, context) => {
    const count = args.count(0);
    if (count < 0) throw new GoError('runtime error: makeslice: len out of range');
    context.budget.take(count * 2);
    return Buffer.from(context.random(count)).toString('base64');
  }),
];
