/** Connects to a repository of any kind, to see whether that can be done. */
import { hasCode } from '../../base/errors.ts';
import type { GitPort, GitRefs } from '../../ports/git.ts';
import type { HelmRepoPort } from '../../ports/helm-repo.ts';
import type { OciPort } from '../../ports/oci.ts';
import type { RepositoryRecord } from '../../ports/settings.ts';
import { registryOf } from '../../services/source/index.ts';

export interface RepositoryPorts {
  readonly git: GitPort;
  readonly helmRepo: HelmRepoPort;
  readonly oci: OciPort;
}

export interface RepositoryAccess {
  /** Throws the fault of the port. */
  readonly probe: (record: RepositoryRecord) => Promise<void>;
  readonly refs: (record: RepositoryRecord) => Promise<GitRefs>;
  /** Of the artifact that its URL names. */
  readonly tags: (record: RepositoryRecord) => Promise<readonly string[]>;
  readonly charts: (
    record: RepositoryRecord,
  ) => Promise<readonly { readonly name: string; readonly versions: readonly string[] }[]>;
}

/** Milliseconds for which an index that was read is good enough for people who choose. */
const INDEX_KEPT = 60_000;

export function repositoryAccess(ports: RepositoryPorts): RepositoryAccess {
  return {
    async probe(record) {
      if (record.isOci) await probeRegistry(ports, record);
      else if (record.type === 'helm') {
        await ports.helmRepo.charts({ url: record.url, access: record.access }, { maxAge: 0 });
      } else await ports.git.listRefs(record.remote);
    },
    refs: ({ remote }) => ports.git.listRefs(remote),
    tags: (record) => ports.oci.tags(registryOf({ record, name: '', passCredentials: false })),
    async charts({ url, access }) {
      const repository = { url, access };
      const names = await ports.helmRepo.charts(repository, { maxAge: INDEX_KEPT });
      return await Promise.all(
        names.map(async (name) => {
          const versions = await ports.helmRepo.versions(repository, name, { maxAge: INDEX_KEPT });
          return { name, versions: (versions ?? []).map(({ version }) => version) };
        }),
      );
    },
  };
}

/** What a URL names may be a folder of charts: a registry that knows no such artifact has answered all the same. */
async function probeRegistry({ oci }: RepositoryPorts, record: RepositoryRecord): Promise<void> {
  try {
    await oci.tags(registryOf({ record, name: '', passCredentials: false }));
  } catch (error) {
    if (!hasCode(error, 'oci.not-found')) throw error;
  }
}
