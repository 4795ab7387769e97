/** `derivePassword`: the Master Password algorithm, version 1 (masterpassword.app), which makes a site's password from one for all. */
import { createHmac, scryptSync } from 'node:crypto';
import { encodeText } from '../../go-value/index.ts';

const SCOPE = 'com.lyndir.masterpassword';

/** Each letter stands for a set of characters. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  maximum: ['anoxxxxxxxxxxxxxxxxx', 'axxxxxxxxxxxxxxxxxno'],
  long: [
    'CvcvnoCvcvCvcv',
    'CvcvCvcvnoCvcv',
    'CvcvCvcvCvcvno',
    'CvccnoCvcvCvcv',
    'CvccCvcvnoCvcv',
    'CvccCvcvCvcvno',
    'CvcvnoCvccCvcv',
    'CvcvCvccnoCvcv',
    'CvcvCvccCvcvno',
    'CvcvnoCvcvCvcc',
    'CvcvCvcvnoCvcc',
    'CvcvCvcvCvccno',
    'CvccnoCvccCvcv',
    'CvccCvccnoCvcv',
    'CvccCvccCvcvno',
    'CvcvnoCvccCvcc',
    'CvcvCvccnoCvcc',
    'CvcvCvccCvccno',
    'CvccnoCvcvCvcc',
    'CvccCvcvnoCvcc',
    'CvccCvcvCvccno',
  ],
  medium: ['CvcnoCvc', 'CvcCvcno'],
  short: ['Cvcn'],
  basic: ['aaanaaan', 'aannaaan', 'aaannaaa'],
  pin: ['nnnn'],
};

const CHARACTERS: Readonly<Record<string, string>> = {
  V: 'AEIOU',
  C: 'BCDFGHJKLMNPQRSTVWXYZ',
  v: 'aeiou',
  c: 'bcdfghjklmnpqrstvwxyz',
  A: 'AEIOUBCDFGHJKLMNPQRSTVWXYZ',
  a: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz',
  n: '0123456789',
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()',
};

export interface SiteQuestion {
  readonly counter: number;
  /** `long`, `pin` and so on. */
  readonly type: string;
  readonly password: string;
  readonly user: string;
  readonly site: string;
}

/** Undefined where there is no such type. */
export function sitePassword({ counter, type, password, user, site }: SiteQuestion): string | undefined {
  const templates = Object.hasOwn(TEMPLATES, type) ? TEMPLATES[type] : undefined;
  if (templates === undefined) return undefined;
  const settings = { N: 32_768, r: 8, p: 2, maxmem: 128 * 2 ** 20 };
  const key = scryptSync(encodeText(password), scoped(user), 64, settings);
  const seed = createHmac('sha256', key).update(scoped(site)).update(uint32(counter)).digest();
  const template = templates[(seed[0] ?? 0) % templates.length] ?? '';
  return [...template]
    .map((letter, index) => {
      const characters = CHARACTERS[letter] ?? '';
      return characters.charAt((seed[index + 1] ?? 0) % characters.length);
    })
    .join('');
}

function scoped(text: string): Buffer {
  const bytes = encodeText(text);
  return Buffer.concat([Buffer.from(SCOPE), uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
