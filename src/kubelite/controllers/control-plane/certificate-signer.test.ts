import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { textAt } from '../../../base/json-value.ts';
import { certificateAuthority } from '../../tls/certificate.ts';
import { type CertificateSignerOptions, certificateSignerStep } from './certificate-signer.ts';

/** Asked for with the subject O=team, CN=session-ann and a key on P-256. */
const REQUEST =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIaE1JR0hBZ0VBTUNVeERUQUxCZ05WQkFvTUJIUmxZVzB4RkRBU0JnTlZCQU1NQzNObGMzTnBiMjR0WVc1dQpNRmt3RXdZSEtvWkl6ajBDQVFZSUtvWkl6ajBEQVFjRFFnQUV4SE81c05NS0Y0UzJmRHR2MXB1MmczRk15ckJQCnptMGxLOFRkcXBNU1kySXRFWWpGNCt1YkFvamtvRU5TbWQwQnJUQXVOdGgwRmJUTXRTcG9aV1YxM0tBQU1Bb0cKQ0NxR1NNNDlCQU1DQTBrQU1FWUNJUUNOVVlKWGZoT2grcTRIelNTbjlxVGJnUFQ0L095Sjl1eVZGU0x1eCs0ZQoxUUloQUtndkdkWUZHM0hhY3RnVFB1ZitIeFUxaS9ESllSUTRpYW8vVXpKcGtIZncKLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==';
const NOW = Date.parse('2026-01-01T00:00:00Z');
const SPAN = { serial: Buffer.from([1]), validFrom: NOW, validTo: NOW + 3_600_000 };
const AUTHORITY = certificateAuthority({ commonName: 'ca', ...SPAN });

function outcome(spec: { readonly signerName: string; readonly usages: readonly string[] }, conditions = ['Approved']) {
  const request = {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'ann' },
    spec: { request: REQUEST, ...spec },
    status: { conditions: conditions.map((type) => ({ type, status: 'True' })) },
  };
  const issueCertificate: CertificateSignerOptions['issueCertificate'] = ({ seconds: _, ...asked }) =>
    AUTHORITY.issue({ ...asked, ...SPAN });
  const [action] = certificateSignerStep(request, { issueCertificate }, { now: NOW }).actions;
  return action?.kind === 'update-status' ? action.object.status : undefined;
}

const CLIENT = 'kubernetes.io/kube-apiserver-client';

test('an approved request for a client gets a certificate of the authority for its name and key', () => {
  const status = outcome({ signerName: CLIENT, usages: ['client auth', 'digital signature'] });
  const certificate = new X509Certificate(Buffer.from(textAt(status, 'certificate') ?? '', 'base64'));
  expect(certificate.subject).toBe('O=team\nCN=session-ann');
  expect(certificate.verify(new X509Certificate(AUTHORITY.certificatePem).publicKey)).toBe(true);
});

test.each([
  [
    'for a server',
    { signerName: CLIENT, usages: ['server auth'] },
    'invalid usage for client certificate: server auth',
  ],
  [
    'without the use as a client',
    { signerName: CLIENT, usages: ['digital signature'] },
    'missing required usage for client certificate: client auth',
  ],
  [
    'as a node without being of the nodes',
    { signerName: `${CLIENT}-kubelet`, usages: ['client auth'] },
    'subject organization is not system:nodes',
  ],
])('a request %s fails, and says why', (_name, spec, message) => {
  const status = outcome(spec);
  expect(status).toMatchObject({
    conditions: [{ type: 'Approved' }, { type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message }],
  });
});

test.each([
  ['is not approved', { signerName: CLIENT, usages: ['client auth'] }, []],
  ['is denied', { signerName: CLIENT, usages: ['client auth'] }, ['Approved', 'Denied']],
  ['is for a signer of somebody else', { signerName: 'example.org/own', usages: ['client auth'] }, ['Approved']],
])('nothing is done where a request %s', (_name, spec, conditions) => {
  expect(outcome(spec, conditions)).toBeUndefined();
});
