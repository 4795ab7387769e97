/** The ReplicaSet of the present template: finding it, making it, keeping its notes. */
import { rfc3339 } from '../../../base/clock.ts';
import { jsonEqual } from '../../../base/json-equal.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { Action, StepContext } from '../controller.ts';
import { controllerReference } from '../owned-objects.ts';
import { templateHash } from '../template-hash.ts';
import type { Deployment, ReplicaSet } from '../workload-types.ts';
import { withCondition } from './deployment-conditions.ts';
import { isRolling, rolloutLimits } from './rollout-limits.ts';
import {
  allSets,
  DESIRED_REPLICAS,
  HASH_LABEL,
  MAX_REPLICAS,
  REVISION,
  REVISION_HISTORY,
  type RolloutState,
  revisionOf,
  sum,
  wantedReplicas,
} from './rollout-state.ts';
import { scalingEvent, sizeNotes } from './scale-set.ts';

/** Annotations of a Deployment that its sets do not take over. */
const OWN_NOTES: readonly string[] = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deprecated.deployment.rollback.to',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
];

/** Name that the new set gets. */
export function newSetName(deployment: Deployment): string {
  return `${deployment.metadata.name}-${hashOf(deployment)}`;
}

/** Makes the new set. Where its name is taken by another, the collision count goes up and the next step has a new name. */
export function createNewSet(
  state: RolloutState,
  taken: KubeObject | undefined,
  context: StepContext,
): readonly Action[] {
  const { deployment } = state;
  if (taken !== undefined) {
    const status = { ...deployment.status, collisionCount: (deployment.status?.collisionCount ?? 0) + 1 };
    return [{ kind: 'update-status', object: { ...deployment, status } }];
  }
  const set = newSet(state);
  const revised = withRevision(deployment, set.metadata.annotations?.[REVISION] ?? '1');
  const name = set.metadata.name ?? '';
  const status = withCondition(deployment.status ?? {}, {
    type: 'Progressing',
    status: 'True',
    reason: 'NewReplicaSetCreated',
    message: `Created new replica set "${name}"`,
    at: rfc3339(context.now),
  });
  const size = wantedReplicas(set);
  return [
    { kind: 'create', object: set },
    ...(size > 0 ? [scalingEvent(deployment, name, { from: 0, to: size })] : []),
    // The revision is written through the status, which takes annotations as well.
    ...(hasDeadline(deployment)
      ? [{ kind: 'update-status', object: { ...revised, status } } as const]
      : revisionChange(deployment, revised)),
  ];
}

/** True where progress is watched: the largest number stands for never. */
export function hasDeadline(deployment: Deployment): boolean {
  return deployment.spec.progressDeadlineSeconds !== 2147483647;
}

/** Writes the revision, the notes and `minReadySeconds` where they are behind. */
export function keepNewSet(state: RolloutState): readonly Action[] {
  const { deployment, newSet: set } = state;
  if (set === undefined) return [];
  const newest = nextRevision(state);
  const annotations = notesFor(deployment, set, newest);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  const kept: ReplicaSet = {
    ...set,
    metadata: { ...set.metadata, annotations },
    spec: { ...set.spec, ...((set.spec.minReadySeconds ?? 0) === minReadySeconds ? {} : { minReadySeconds }) },
  };
  const revised = withRevision(deployment, annotations[REVISION] ?? '1');
  return [
    ...(jsonEqual(kept, set) ? [] : [{ kind: 'update', object: kept } as const]),
    ...revisionChange(deployment, revised),
  ];
}

function newSet(state: RolloutState): ReplicaSet {
  const { deployment } = state;
  const { template, selector } = deployment.spec;
  const hash = hashOf(deployment);
  const labels = { ...template.metadata?.labels, [HASH_LABEL]: hash };
  const matchLabels = typeof selector['matchLabels'] === 'object' ? selector['matchLabels'] : {};
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: newSetName(deployment),
      namespace: deployment.metadata.namespace ?? '',
      labels,
      annotations: {
        ...inherited(deployment),
        ...sizeNotes(deployment),
        [REVISION]: String(nextRevision(state)),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: firstSize(state),
      ...(deployment.spec.minReadySeconds ? { minReadySeconds: deployment.spec.minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...matchLabels, [HASH_LABEL]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** How large the new set may be now; grows step by step in a rolling update. */
export function firstSize(state: RolloutState): number {
  const { replicas, maxSurge } = rolloutLimits(state.deployment);
  if (!isRolling(state.deployment)) return replicas;
  const current = wantedReplicas(state.newSet);
  const room = replicas + maxSurge - sum(allSets(state), wantedReplicas);
  return room <= 0 ? current : current + Math.min(room, replicas - current);
}

function nextRevision(state: RolloutState): number {
  return Math.max(0, ...state.oldSets.map(revisionOf)) + 1;
}

function notesFor(deployment: Deployment, set: ReplicaSet, newest: number): Readonly<Record<string, string>> {
  const before = revisionOf(set);
  const notes = { ...set.metadata.annotations, ...inherited(deployment) };
  if (before >= newest) return notes;
  const history = set.metadata.annotations?.[REVISION_HISTORY];
  const past = before === 0 ? history : history === undefined ? String(before) : `${history},${before}`;
  return { ...notes, [REVISION]: String(newest), ...(past === undefined ? {} : { [REVISION_HISTORY]: past }) };
}

function inherited(deployment: Deployment): Readonly<Record<string, string>> {
  const notes = Object.entries(deployment.metadata.annotations ?? {});
  return Object.fromEntries(notes.filter(([key]) => !OWN_NOTES.includes(key)));
}

function withRevision(deployment: Deployment, revision: string): Deployment {
  if (deployment.metadata.annotations?.[REVISION] === revision) return deployment;
  const annotations = { ...deployment.metadata.annotations, [REVISION]: revision };
  return { ...deployment, metadata: { ...deployment.metadata, annotations } };
}

function revisionChange(deployment: Deployment, revised: Deployment): readonly Action[] {
  return revised === deployment ? [] : [{ kind: 'update-status', object: revised }];
}

function hashOf(deployment: Deployment): string {
  return templateHash(deployment.spec.template, deployment.status?.collisionCount);
}
