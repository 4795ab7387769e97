/**
 * The sample: a repository that people can clone and push to, with plain manifests, a Helm chart and a kustomization of two
 * environments in it, and Applications of all that sync and heal themselves.
 */
import { createBareRepository } from '../../adapters/git-server/bare-repository.ts';
import { hasCode } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import { commitTree, hasCommits } from './sample-commit.ts';
import { SAMPLE_FILES } from './sample-files.ts';

export const SAMPLE_REPOSITORY = 'sample';

const APPLICATIONS: ResourceType = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'applications',
  namespaced: true,
};

/** Makes the bare repository with its first commit, unless it is there; true where it was made now. */
export async function createSampleRepository(root: string): Promise<boolean> {
  const folder = await createBareRepository(root, SAMPLE_REPOSITORY);
  if (await hasCommits(folder)) return false;
  await commitTree(folder, SAMPLE_FILES);
  return true;
}

export interface SampleApplications {
  readonly kube: KubePort;
  readonly namespace: string;
  readonly repoUrl: string;
  /** Whether the repository was made now. In one that was kept, what somebody removed stays removed. */
  readonly isNew: boolean;
}

const SOURCES: Readonly<Record<string, JsonObject>> = {
  guestbook: { path: 'guestbook' },
  harbour: { path: 'harbour', helm: { valueFiles: ['values-production.yaml'] } },
  'ferry-calm': { path: 'ferry/calm' },
  'ferry-storm': { path: 'ferry/storm' },
};

/** Creates the Applications, and lets those that are there follow the address of this run. Their names. */
export async function createSampleApplications(sample: SampleApplications): Promise<readonly string[]> {
  const names: string[] = [];
  for (const [name, source] of Object.entries(SOURCES)) {
    if (sample.isNew) await create(sample, name, source);
    else if (!(await follow(sample, name))) continue;
    names.push(name);
  }
  return names;
}

async function create(sample: SampleApplications, name: string, source: JsonObject): Promise<void> {
  try {
    await sample.kube.create(APPLICATIONS, sampleApplication(sample, name, source));
  } catch (error) {
    if (!hasCode(error, 'kube.already-exists')) throw error;
    await follow(sample, name);
  }
}

/** False where there is none. */
async function follow({ kube, namespace, repoUrl }: SampleApplications, name: string): Promise<boolean> {
  const address = { type: APPLICATIONS, namespace, name };
  try {
    await kube.patch(address, 'merge', JSON.stringify({ spec: { source: { repoURL: repoUrl } } }));
    return true;
  } catch (error) {
    if (!hasCode(error, 'kube.not-found')) throw error;
    return false;
  }
}

function sampleApplication({ namespace, repoUrl }: SampleApplications, name: string, source: JsonObject): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace, finalizers: ['resources-finalizer.argocd.argoproj.io'] },
    spec: {
      project: 'default',
      source: { repoURL: repoUrl, targetRevision: 'main', ...source },
      destination: { server: 'https://kubernetes.default.svc', namespace: name },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['CreateNamespace=true'] },
    },
  };
}
