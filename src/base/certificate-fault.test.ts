import { expect, test } from 'vitest';
import { certificateFault, closedFault } from './certificate-fault.ts';

test.each([
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is not for git.test'],
  ['CERT_HAS_EXPIRED', 'the certificate of git.test has expired'],
  ['CERT_NOT_YET_VALID', 'the certificate of git.test is not valid yet'],
  ['INVALID_PURPOSE', 'the certificate of git.test is not one of a server'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the authority that signed the certificate of git.test is not known'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the authority that signed the certificate of git.test is not known'],
  // As several versions of OpenSSL write them.
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'git.test wants a client certificate, or another one'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'git.test wants a client certificate, or another one'],
  ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', 'git.test wants a client certificate, or another one'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'git.test wants a client certificate, or another one'],
  ['ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED', 'git.test wants a client certificate, or another one'],
])('%s: %s', (code, reason) => {
  expect(certificateFault(code, 'git.test')?.reason).toContain(reason);
});

test.each(['ECONNREFUSED', '', 'ERR_SSL_WRONG_VERSION_NUMBER'])('%j is none of certificates', (code) => {
  expect(certificateFault(code, 'git.test')).toBeUndefined();
});

test('a connection that a server with TLS ends may want a client certificate', () => {
  expect(closedFault('UND_ERR_SOCKET', 'https://git.test/')?.fix).toMatch(/client certificate .*tlsClientCertData/);
  expect(closedFault('UND_ERR_SOCKET', 'http://git.test/')).toBeUndefined();
  expect(closedFault('ECONNREFUSED', 'https://git.test/')).toBeUndefined();
});
