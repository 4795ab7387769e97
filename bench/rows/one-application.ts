/** One Application of a folder, synced by an operation as the command line asks for it. */
import { member, textAt } from '../../src/base/json-value.ts';
import type { KubeObject } from '../../src/kube/object/kube-object.ts';
import { APPLICATIONS, clocked } from '../clocked.ts';
import type { World } from '../world.ts';
import { makeNamespaces } from './b1.ts';

const FINAL = ['Succeeded', 'Failed', 'Error'];

export interface OneApplication {
  readonly name: string;
  readonly repository: string;
  /** Folder in the repository. */
  readonly path: string;
}

/** Created, with a namespace of its name, and compared. */
export async function create(world: World, { name, repository, path }: OneApplication): Promise<void> {
  await makeNamespaces(world, [name]);
  const isThere = (object: KubeObject) =>
    object.metadata.name === name && textAt(object.status, 'sync', 'status') === 'OutOfSync';
  await clocked(world, { type: APPLICATIONS, namespace: 'argocd', isThere }, () =>
    world.kube.create(APPLICATIONS, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: repository, targetRevision: 'main', path },
        destination: { server: 'https://kubernetes.default.svc', namespace: name },
      },
    }),
  );
}

/** Milliseconds from the request until the operation has ended. Throws where it did not succeed. */
export async function sync(world: World, name: string): Promise<number> {
  let phase = '';
  let message = '';
  let hasBegun = false;
  const isThere = (object: KubeObject): boolean => {
    if (object.metadata.name !== name) return false;
    phase = textAt(object.status, 'operationState', 'phase') ?? '';
    message = textAt(object.status, 'operationState', 'message') ?? '';
    hasBegun ||= object['operation'] !== undefined;
    return hasBegun && object['operation'] === undefined && FINAL.includes(phase);
  };
  const operation = { initiatedBy: { username: 'bench' }, sync: { syncStrategy: { hook: {} } } };
  const time = await clocked(world, { type: APPLICATIONS, namespace: 'argocd', isThere }, () =>
    world.kube.patch({ type: APPLICATIONS, namespace: 'argocd', name }, 'merge', JSON.stringify({ operation })),
  );
  if (phase !== 'Succeeded') throw new Error(`the sync of ${name} ended ${phase}: ${message}`);
  return time;
}

/** Bytes of the Application as JSON. */
export async function sizeOf(world: World, name: string): Promise<number> {
  const object = await world.kube.get({ type: APPLICATIONS, namespace: 'argocd', name });
  return Buffer.byteLength(JSON.stringify(object ?? {}));
}

/** Milliseconds from a change of a live object until the Application says that it is in sync, or no longer. */
export async function until(
  world: World,
  { name, status }: { readonly name: string; readonly status: 'Synced' | 'OutOfSync' },
  change: () => Promise<unknown>,
): Promise<number> {
  const isThere = (object: KubeObject) =>
    object.metadata.name === name && textAt(member(object, 'status'), 'sync', 'status') === status;
  return clocked(world, { type: APPLICATIONS, namespace: 'argocd', isThere }, change);
}
