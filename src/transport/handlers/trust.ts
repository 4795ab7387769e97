/** Certificates and host keys that repositories are trusted by, and GnuPG keys that commits are. */
import type {
  GnuPGPublicKeyCreateRequest,
  GnuPGPublicKeyQuery,
  RepositoryCertificateCreateRequest,
  RepositoryCertificateQuery,
} from '../../api/methods/trust-methods.ts';
import {
  createCertificates,
  createGpgKeys,
  deleteCertificates,
  deleteGpgKey,
  type GpgKeyDependencies,
  gpgKey,
  listCertificates,
  listGpgKeys,
} from '../../services/repositories/index.ts';
import type { Handler } from '../dispatch.ts';
import { read } from './request.ts';

export function trustHandlers(deps: GpgKeyDependencies): Readonly<Record<string, Handler>> {
  return { ...certificateHandlers(deps), ...gpgKeyHandlers(deps) };
}

const certificates = 'certificate.CertificateService';

function certificateHandlers(deps: GpgKeyDependencies): Readonly<Record<string, Handler>> {
  return {
    /** What they are made of is told to nobody who only lists them. */
    async [`${certificates}/ListCertificates`](context) {
      context.authorize('certificates', 'get', '');
      const items = await listCertificates(deps, read<RepositoryCertificateQuery>(context));
      return { metadata: {}, items: items.map((item) => ({ ...item, certData: null })) };
    },

    async [`${certificates}/CreateCertificate`](context) {
      const { certificates: wanted, upsert = false } = read<RepositoryCertificateCreateRequest>(context);
      context.authorize('certificates', 'create', '');
      if (upsert) context.authorize('certificates', 'update', '');
      return { metadata: {}, items: await createCertificates(deps, wanted?.items ?? [], { upsert }) };
    },

    async [`${certificates}/DeleteCertificate`](context) {
      context.authorize('certificates', 'delete', '');
      return { metadata: {}, items: await deleteCertificates(deps, read<RepositoryCertificateQuery>(context)) };
    },
  };
}

const keys = 'gpgkey.GPGKeyService';

function gpgKeyHandlers(deps: GpgKeyDependencies): Readonly<Record<string, Handler>> {
  return {
    async [`${keys}/List`](context) {
      context.authorize('gpgkeys', 'get', '');
      const items = await listGpgKeys(deps);
      return { metadata: {}, items: items.map((item) => ({ ...item, keyData: '' })) };
    },

    async [`${keys}/Get`](context) {
      context.authorize('gpgkeys', 'get', '');
      return await gpgKey(deps, read<GnuPGPublicKeyQuery>(context).keyID ?? '');
    },

    async [`${keys}/Create`](context) {
      const { publickey, upsert = false } = read<GnuPGPublicKeyCreateRequest>(context);
      context.authorize('gpgkeys', 'create', '');
      if (upsert) context.authorize('gpgkeys', 'update', '');
      const { created, skipped } = await createGpgKeys(deps, publickey?.keyData ?? '', { upsert });
      return { created: { metadata: {}, items: created }, skipped };
    },

    async [`${keys}/Delete`](context) {
      context.authorize('gpgkeys', 'delete', '');
      await deleteGpgKey(deps, read<GnuPGPublicKeyQuery>(context).keyID ?? '');
      return {};
    },
  };
}
