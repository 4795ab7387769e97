/** The use cases behind RepositoryService and RepoCredsService: repositories and templates of credentials in their Secrets. */
import type { KubePort } from '../../ports/kube.ts';
import type { RepositoryRecord } from '../../ports/settings.ts';

export interface RepositoriesDependencies {
  readonly kube: KubePort;
  /** Of the control plane. */
  readonly namespace: string;
  /** Connects to a repository and throws why that cannot be done. */
  readonly probe: (record: RepositoryRecord) => Promise<void>;
}

export { createCertificates, deleteCertificates, listCertificates } from './certificates.ts';
export { createGpgKeys, deleteGpgKey, type GpgKeyDependencies, gpgKey, listGpgKeys } from './gpg-keys.ts';
export { isRepositoryPermitted } from './permitted-repository.ts';
export { decodedOf, hasIdentity, secretKeysOf, textsOf, withoutSecrets } from './secret-fields.ts';
export {
  deleteStored,
  findStored,
  listStored,
  type Stored,
  type StoredKind,
  store,
} from './stored-secrets.ts';
