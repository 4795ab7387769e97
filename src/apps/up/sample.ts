/**
 * The sample: a repository that people can clone and push to, with a plain-YAML shop in it, and an Application of it that
 * syncs and heals itself.
 */
import { createBareRepository } from '../../adapters/git-server/bare-repository.ts';
import { hasCode } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import { commitTree, hasCommits } from './sample-commit.ts';
import { SAMPLE_FILES } from './sample-files.ts';

export const SAMPLE_REPOSITORY = 'sample';
export const SAMPLE_APPLICATION = 'guestbook';

const APPLICATIONS: ResourceType = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'applications',
  namespaced: true,
};

/** Makes the bare repository with its first commit, unless it is there. */
export async function createSampleRepository(root: string): Promise<void> {
  const folder = await createBareRepository(root, SAMPLE_REPOSITORY);
  if (!(await hasCommits(folder))) await commitTree(folder, SAMPLE_FILES);
}

export interface SampleApplication {
  readonly kube: KubePort;
  readonly namespace: string;
  readonly repoUrl: string;
}

/** Creates the Application, unless one of that name is there. Its source follows the address of this run. */
export async function createSampleApplication({ kube, namespace, repoUrl }: SampleApplication): Promise<void> {
  const application = sampleApplication(namespace, repoUrl);
  await kube.create(APPLICATIONS, application).catch(async (error: unknown) => {
    if (!hasCode(error, 'kube.already-exists')) throw error;
    const address = { type: APPLICATIONS, namespace, name: SAMPLE_APPLICATION };
    await kube.patch(address, 'merge', JSON.stringify({ spec: { source: { repoURL: repoUrl } } }));
  });
}

function sampleApplication(namespace: string, repoUrl: string): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: SAMPLE_APPLICATION, namespace, finalizers: ['resources-finalizer.argocd.argoproj.io'] },
    spec: {
      project: 'default',
      source: { repoURL: repoUrl, path: 'guestbook', targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'guestbook' },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['CreateNamespace=true'] },
    },
  };
}
