/** What templates may know of cluster and tool: `.Capabilities`. */
import versions from './api-versions.facts.json' with { type: 'json' };
import { type KubeVersion, parseKubeVersion } from './kube-version.ts';

export interface HelmVersion {
  readonly version: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  readonly goVersion: string;
  /** Helm 4 only. */
  readonly kubeClientVersion: string;
}

export interface Capabilities {
  readonly kubeVersion: KubeVersion;
  /** Group versions, and with them `group/version/Kind` where they were told. */
  readonly apiVersions: readonly string[];
  /** Asked for what is not in the list, and for more where somebody goes through the list. */
  readonly cluster?: { serves(name: string): boolean; apiVersions(): readonly string[] } | undefined;
  readonly helmVersion: HelmVersion;
}

/** The two tools that this one does as: the versions whose answers the conformance corpus holds. */
const TOOLS = {
  3: {
    kube: 'v1.34.0',
    apiVersions: versions.helm3,
    helm: { version: 'v3.19.0', gitCommit: '', gitTreeState: 'clean', goVersion: 'go1.26.8', kubeClientVersion: '' },
  },
  4: {
    kube: 'v1.36.0',
    apiVersions: versions.helm4,
    helm: {
      version: 'v4.2.4',
      gitCommit: '',
      gitTreeState: 'clean',
      goVersion: 'go1.26.8',
      kubeClientVersion: 'v1.36',
    },
  },
} as const;

/** Without a cluster: the tool's own versions, with those given. Throws `helm.invalid-option`. */
export function offlineCapabilities(
  helm: 3 | 4,
  given: { readonly kubeVersion?: string | undefined; readonly apiVersions?: readonly string[] | undefined } = {},
): Capabilities {
  const { kube, apiVersions, helm: helmVersion } = TOOLS[helm];
  return {
    kubeVersion: parseKubeVersion(given.kubeVersion ?? kube, helm),
    apiVersions: [...apiVersions, ...(given.apiVersions ?? [])],
    helmVersion,
  };
}
