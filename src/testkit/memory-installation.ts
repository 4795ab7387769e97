/** Settings, projects, clusters and repositories that a test sets by hand. */
import type { AppProject } from '../api/app-project/fields.ts';
import { normalizeGitUrl } from '../base/git-url.ts';
import { plainText } from '../kube/object/secret-data.ts';
import type { GitRemote } from '../ports/git.ts';
import type { ClusterRecord, Installation, InstallationPort, RepositoryRecord } from '../ports/settings.ts';

export interface InstallationSketch {
  readonly cm?: Readonly<Record<string, string>>;
  readonly commandParameters?: Readonly<Record<string, string>>;
  readonly rbac?: Readonly<Record<string, string>>;
  readonly secret?: Installation['settings']['secret'];
  readonly projects?: readonly AppProject[];
  readonly clusters?: readonly ClusterRecord[];
  /** By URL; other URLs are reached without credentials. */
  readonly remotes?: Readonly<Record<string, GitRemote>>;
  readonly gpgKeys?: readonly string[];
  /** Chart repositories and registries: how each differs from one of Git, by URL. */
  readonly records?: Readonly<Record<string, Partial<RepositoryRecord>>>;
}

export interface MemoryInstallation extends InstallationPort {
  /** Replaces everything and tells the subscribers. */
  set(sketch: InstallationSketch): void;
}

export function memoryInstallation(sketch: InstallationSketch = {}): MemoryInstallation {
  const listeners = new Set<(installation: Installation) => void>();
  let version = 1;
  let current = installationOf(sketch, version);
  return {
    current: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(next) {
      version += 1;
      current = installationOf(next, version);
      for (const listener of listeners) {
        try {
          listener(current);
        } catch {
          // A defect of one listener is none of the others'.
        }
      }
    },
  };
}

function installationOf(sketch: InstallationSketch, version: number): Installation {
  const {
    cm = {},
    commandParameters = {},
    rbac = {},
    secret = new Map(),
    projects = [],
    clusters = [],
    remotes = {},
    records = {},
    gpgKeys = [],
  } = sketch;
  const repositoryFor = (url: string): RepositoryRecord => {
    const wanted = normalizeGitUrl(url);
    const known = Object.entries(remotes).find(([other]) => normalizeGitUrl(other) === wanted);
    const found = known ? record(...known) : record(url, { url });
    return { ...found, ...(Object.hasOwn(records, url) ? records[url] : {}) };
  };
  return {
    settings: { version, cm, commandParameters, rbac, secret },
    projects: new Map(projects.map((project) => [project.metadata.name ?? '', project])),
    clusters,
    gpgKeys,
    repositories: [...new Set([...Object.keys(remotes), ...Object.keys(records)])].map(repositoryFor),
    recordFor: (data) => repositoryFor(plainText(data, 'url')),
    secretFor: (reference) => (reference.startsWith('$') ? secret.get(reference.slice(1)) : undefined),
    repositoryFor,
  };
}

function record(url: string, remote: GitRemote): RepositoryRecord {
  const isOci = url.startsWith('oci://');
  return { url, type: 'git', name: '', project: '', remote, access: {}, isOci, plainHttp: false };
}
