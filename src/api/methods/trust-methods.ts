/** Calls about certificates, host keys and GnuPG keys, with their messages and permissions (surface §1.8). */
import { repositoryCertificateList } from '../certificate/fields.ts';
import { gnuPGPublicKey, gnuPGPublicKeyList } from '../gpg-key/fields.ts';
import type { Infer } from '../schema/field.ts';
import { flag, optional, struct, text, texts } from '../schema/notation.ts';
import type { Method, RbacResource } from './method.ts';

const CERTIFICATES = 'certificate.CertificateService';
const KEYS = 'gpgkey.GPGKeyService';

export const repositoryCertificateQuery = struct('RepositoryCertificateQuery', {
  hostNamePattern: text(1, 'Pattern of hosts; empty: all'),
  certType: text(2, 'ssh or https; empty: both'),
  certSubType: text(3, 'Type of key; empty: all'),
});
export type RepositoryCertificateQuery = Infer<typeof repositoryCertificateQuery>;

export const repositoryCertificateCreateRequest = struct('RepositoryCertificateCreateRequest', {
  certificates: optional(1, repositoryCertificateList, 'What is to be trusted'),
  upsert: flag(2, 'Replace what is there'),
});
export type RepositoryCertificateCreateRequest = Infer<typeof repositoryCertificateCreateRequest>;

export const gnuPGPublicKeyQuery = struct('GnuPGPublicKeyQuery', { keyID: text(1, 'Long id') });
export type GnuPGPublicKeyQuery = Infer<typeof gnuPGPublicKeyQuery>;

export const gnuPGPublicKeyCreateRequest = struct('GnuPGPublicKeyCreateRequest', {
  publickey: optional(1, gnuPGPublicKey, 'Armoured keys in keyData'),
  upsert: flag(2, 'Replace what is there'),
});
export type GnuPGPublicKeyCreateRequest = Infer<typeof gnuPGPublicKeyCreateRequest>;

export const gnuPGPublicKeyCreateResponse = struct('GnuPGPublicKeyCreateResponse', {
  created: optional(1, gnuPGPublicKeyList, 'Keys that were not there'),
  skipped: texts(2, 'Ids of keys that were'),
});

export const gnuPGPublicKeyResponse = struct('GnuPGPublicKeyResponse', {});

/** Rules name none of them: what is asked for is the empty object. */
function onAll(resource: RbacResource, action: string): Method['permission'] {
  return { kind: 'checked-by-handler', resource, action };
}

const certificate = {
  service: CERTIFICATES,
  paths: ['/api/v1/certificates'],
  request: repositoryCertificateQuery,
  reply: repositoryCertificateList,
} as const;
const key = { service: KEYS, paths: ['/api/v1/gpgkeys'], request: gnuPGPublicKeyQuery } as const;

export const trustMethods: readonly Method[] = [
  { ...certificate, name: 'ListCertificates', verb: 'GET', permission: onAll('certificates', 'get') },
  {
    ...certificate,
    name: 'CreateCertificate',
    verb: 'POST',
    body: 'certificates',
    request: repositoryCertificateCreateRequest,
    permission: onAll('certificates', 'create'),
  },
  { ...certificate, name: 'DeleteCertificate', verb: 'DELETE', permission: onAll('certificates', 'delete') },
  { ...key, name: 'List', verb: 'GET', reply: gnuPGPublicKeyList, permission: onAll('gpgkeys', 'get') },
  {
    ...key,
    name: 'Get',
    verb: 'GET',
    paths: ['/api/v1/gpgkeys/{keyID}'],
    reply: gnuPGPublicKey,
    permission: onAll('gpgkeys', 'get'),
  },
  {
    ...key,
    name: 'Create',
    verb: 'POST',
    body: 'publickey',
    request: gnuPGPublicKeyCreateRequest,
    reply: gnuPGPublicKeyCreateResponse,
    permission: onAll('gpgkeys', 'create'),
  },
  { ...key, name: 'Delete', verb: 'DELETE', reply: gnuPGPublicKeyResponse, permission: onAll('gpgkeys', 'delete') },
];
