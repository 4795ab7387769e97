import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { compareSync } from 'bcryptjs';
import { expect, test } from 'vitest';
import { Budget, GoStruct, type GoValue, goInt } from '../../go-value/index.ts';
import { call, countingBytes } from '../call.fixture.ts';

const NOW = 1_700_000_000_000_000_000n;

/** Entropy that is not the same for every key, and the same for every run. */
function entropy() {
  let state = 1;
  return (bytes: number) =>
    Uint8Array.from({ length: bytes }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state >>> 16;
    });
}

function made(name: string, args: readonly GoValue[], random = entropy()) {
  const value = call(name, args, { now: NOW, random });
  if (!(value instanceof GoStruct)) throw new Error('no certificate');
  const [certificate, key] = value.fields;
  return { value, certificate: new X509Certificate(String(certificate)), key: createPrivateKey(String(key)) };
}

test('an authority signs itself and others', () => {
  const authority = made('genCA', ['my *ca', goInt(365)]);
  const server = made('genSignedCert', ['a.b', ['10.0.0.1', '::1'], ['a.b', 'c.d'], goInt(30), authority.value]);
  expect(authority.certificate.ca).toBe(true);
  expect(authority.certificate.verify(authority.certificate.publicKey)).toBe(true);
  expect(server.certificate.verify(authority.certificate.publicKey)).toBe(true);
  expect(server.certificate.checkIssued(authority.certificate)).toBe(true);
  expect(server.certificate.checkPrivateKey(server.key)).toBe(true);
  expect(server.certificate.subject).toBe('CN=a.b');
  expect(server.certificate.issuer).toBe('CN=my *ca');
  expect(server.certificate.subjectAltName).toBe('DNS:a.b, DNS:c.d, IP Address:10.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  expect(server.certificate.validFromDate.toISOString()).toBe('2023-11-14T22:13:20.000Z');
  expect(server.certificate.validToDate.toISOString()).toBe('2023-12-14T22:13:20.000Z');
});

test.each(['ecdsa', 'ed25519', 'rsa'])('a certificate for a key of type %s', (type) => {
  const key = call('genPrivateKey', [type], { random: entropy() });
  const { certificate } = made('genSelfSignedCertWithKey', ['x', [], [], goInt(1), key]);
  expect(certificate.checkPrivateKey(createPrivateKey(String(key)))).toBe(true);
});

test('a DSA key signs no certificates', () => {
  const key = call('genPrivateKey', ['dsa'], { random: entropy() });
  expect(createPublicKey(String(key)).asymmetricKeyType).toBe('dsa');
  expect(() => call('genCAWithKey', ['x', goInt(1), key])).toThrow(/does not implement crypto.Signer/);
});

test('the same entropy makes the same key', () => {
  const key = () => call('genPrivateKey', ['ecdsa'], { random: countingBytes() });
  expect(key()).toBe(key());
});

test('what was encrypted can be decrypted', () => {
  const secret = call('encryptAES', ['password', 'Ünïcode']);
  expect(call('decryptAES', ['password', secret])).toBe('Ünïcode');
});

test('a hash of a password proves it', () => {
  const line = String(call('htpasswd', ['user', 'secret']));
  expect(compareSync('secret', line.replace('user:', ''))).toBe(true);
  expect(line).toMatch(/^user:\$2a\$10\$/);
});

test('a site password is that of the Master Password algorithm', () => {
  expect(call('derivePassword', [goInt(1), 'long', 'password', 'user', 'example.com'])).toBe('ZedaFaxcZaso9*');
});

test('a flood of keys ends by the budget', () => {
  const budget = new Budget({ steps: 2_500_000 });
  const random = entropy();
  expect(() => {
    for (;;) call('genPrivateKey', ['rsa'], { budget, random });
  }).toThrow(expect.objectContaining({ code: 'template.too-many-steps' }));
});

test('an identifier has version 4', () => {
  expect(call('uuidv4', [])).toBe('00010203-0405-4607-8809-0a0b0c0d0e0f');
});

test('a key and certificate that are brought along must be ones', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  expect(() => call('buildCustomCert', ['%', ''])).toThrow('unable to decode base64 certificate');
  expect(() => call('buildCustomCert', [base64('x'), base64('y')])).toThrow('unable to decode certificate');
});
