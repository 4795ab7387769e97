/** A host of source code in memory: behind the port, and for servers that play one. */
import { AppError } from '../base/errors.ts';
import type { ScmCommitStatus, ScmPort, ScmPullRequest, ScmRepository, ScmRepositoryName } from '../ports/scm.ts';

export interface TestScmRepository {
  readonly owner: string;
  readonly name: string;
  readonly labels?: readonly string[];
  /** Commit by branch; the first is the default. */
  readonly branches: Readonly<Record<string, string>>;
  /** On every branch. */
  readonly paths?: readonly string[];
  readonly pullRequests?: readonly ScmPullRequest[];
}

export interface WrittenStatus extends ScmCommitStatus {
  readonly repository: string;
  readonly sha: string;
}

export interface MemoryScm {
  readonly port: ScmPort;
  readonly repositories: TestScmRepository[];
  readonly statuses: WrittenStatus[];
}

export function createMemoryScm(): MemoryScm {
  const repositories: TestScmRepository[] = [];
  const statuses: WrittenStatus[] = [];
  function find({ owner, name }: ScmRepositoryName): TestScmRepository {
    const found = repositories.find((one) => one.owner === owner && one.name === name);
    if (found === undefined) throw notFound(`${owner}/${name}`);
    return found;
  }
  return {
    repositories,
    statuses,
    port: {
      async repositories(owner) {
        const found = repositories.filter((one) => one.owner === owner);
        if (found.length === 0) throw notFound(owner);
        return found.map(describedRepository);
      },
      branches: async (repository) => Object.entries(find(repository).branches).map(([name, sha]) => ({ name, sha })),
      async branch(repository, name) {
        const { branches } = find(repository);
        const sha = Object.hasOwn(branches, name) ? branches[name] : undefined;
        return sha === undefined ? undefined : { name, sha };
      },
      async hasPath(repository, revision, path) {
        const { branches, paths = [] } = find(repository);
        const known = Object.entries(branches).some(([name, sha]) => name === revision || sha === revision);
        return known && paths.some((one) => one === path || one.startsWith(`${path}/`));
      },
      pullRequests: async (repository) => find(repository).pullRequests ?? [],
      async setCommitStatus(repository, sha, status) {
        const { owner, name } = find(repository);
        statuses.push({ ...status, repository: `${owner}/${name}`, sha });
      },
    },
  };
}

export function describedRepository({ owner, name, labels = [], branches }: TestScmRepository): ScmRepository {
  return {
    owner,
    name,
    id: `id-${owner}-${name}`,
    httpsUrl: `https://scm.example.com/${owner}/${name}.git`,
    sshUrl: `git@scm.example.com:${owner}/${name}.git`,
    defaultBranch: Object.keys(branches)[0] ?? '',
    labels,
    isArchived: false,
  };
}

function notFound(what: string): AppError {
  return new AppError({ code: 'scm.not-found', kind: 'user', message: `${what}: not found` });
}
