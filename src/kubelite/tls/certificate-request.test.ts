/** Requests as OpenSSL writes them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { readCertificateRequest } from './certificate-request.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

function requestBy(key: readonly string[], subject: string, names = ''): string {
  const extension = names === '' ? [] : ['-addext', `subjectAltName=${names}`];
  const args = ['req', '-new', '-nodes', '-keyout', '/dev/null', '-newkey', ...key, '-subj', subject, ...extension];
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

const EC = ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];

test.skipIf(!hasOpenssl).each<[string, readonly string[], string]>([
  ['an elliptic curve', EC, 'ec'],
  ['RSA', ['rsa:2048'], 'rsa'],
  ['Ed25519', ['ed25519'], 'ed25519'],
])('who is meant, by %s', (_reason, key, type) => {
  const found = readCertificateRequest(requestBy(key, '/O=system:nodes/O=other/CN=system:node:one'));
  expect(found).toMatchObject({
    commonName: 'system:node:one',
    organizations: ['system:nodes', 'other'],
    names: { dns: 0, email: 0, ip: 0, uri: 0 },
  });
  expect(found?.alternativeNames).toBeUndefined();
  const publicKey = createPublicKey({ key: found?.publicKey ?? Buffer.of(), format: 'der', type: 'spki' });
  expect(publicKey.asymmetricKeyType).toBe(type);
});

test.skipIf(!hasOpenssl)('other names, by kind', () => {
  const names = 'DNS:a.test,DNS:b.test,IP:10.0.0.1,email:me@a.test,URI:https://a.test';
  const found = readCertificateRequest(requestBy(EC, '/CN=x', names));
  expect(found?.names).toEqual({ dns: 2, email: 1, ip: 1, uri: 1 });
  expect(found?.alternativeNames?.includes('b.test')).toBe(true);
});

test.skipIf(!hasOpenssl)('one that was changed, cut or is none is no request', () => {
  const pem = requestBy(EC, '/CN=alice');
  const content = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const armoured = (bytes: Buffer): string =>
    `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
  expect(readCertificateRequest(armoured(content))?.commonName).toBe('alice');
  const changed = Buffer.from(content);
  changed.write('admin', content.indexOf('alice'));
  expect(readCertificateRequest(armoured(changed))).toBeUndefined();
  for (const length of [0, 1, 10, content.length - 1]) {
    expect(readCertificateRequest(armoured(content.subarray(0, length)))).toBeUndefined();
  }
  expect(readCertificateRequest('')).toBeUndefined();
  expect(readCertificateRequest(pem.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE'))).toBeUndefined();
});
