/** DaemonSets: one pod on every node that takes it. */
import type { Instant } from '../../../base/clock.ts';
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import {
  type Action,
  type ClusterReader,
  type Controller,
  controllerOf,
  keyOfObject,
  onOwned,
  onSelf,
  type Step,
  type StepContext,
  type WorkKey,
} from '../controller.ts';
import { amount } from '../deployment/rollout-limits.ts';
import { adopted, controlledObjects, observed, orphansFor } from '../owned-objects.ts';
import { createdPod, deletedPod, podFromTemplate } from '../pod/pod-from-template.ts';
import { fits } from '../pod/pod-placement.ts';
import { availabilityOf, availableFrom, hasEnded, isActive, isTerminating } from '../pod/pod-state.ts';
import { CONTROLLER_REVISIONS, DAEMON_SETS, NODES, PODS } from '../resources.ts';
import {
  type ControllerRevision,
  dropRevisions,
  presentRevision,
  type RevisionNaming,
} from '../revision/controller-revision.ts';
import { statusChange, unlessZero } from '../status-change.ts';
import { templateHash } from '../template-hash.ts';
import { maybeViewOf, type Pod, type PodTemplate, type Toleration, viewOf } from '../workload-types.ts';

export interface DaemonSetSpec extends JsonObject {
  readonly selector: JsonObject;
  readonly template: PodTemplate;
  readonly updateStrategy?: {
    readonly type?: string;
    readonly rollingUpdate?: { readonly maxUnavailable?: number | string; readonly maxSurge?: number | string };
  };
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
}

export interface DaemonSet extends KubeObject {
  readonly spec: DaemonSetSpec;
  readonly status?: JsonObject & { readonly collisionCount?: number };
}

export interface ObservedDaemonSet {
  readonly set: DaemonSet;
  readonly pods: readonly Pod[];
  readonly nodes: readonly KubeObject[];
  readonly revisions: readonly ControllerRevision[];
  readonly orphans: readonly KubeObject[];
}

const SOURCE = 'daemonset-controller';
const HASH_LABEL = 'controller-revision-hash';
/** By the template itself, as ReplicaSets. */
const NAMING: RevisionNaming = {
  hashLabel: HASH_LABEL,
  hashOf: ({ spec, status }) => templateHash(spec.template, status?.collisionCount),
};
const GENERATION = 'deprecated.daemonset.template.generation';

/** Daemons stay where other pods leave. */
const DAEMON_TOLERATIONS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];

export const daemonSetController: Controller = controllerOf<ObservedDaemonSet>({
  name: 'daemon-set',
  triggers: [
    onSelf(DAEMON_SETS),
    onOwned(PODS, DAEMON_SETS),
    onOwned(CONTROLLER_REVISIONS, DAEMON_SETS),
    {
      resource: NODES,
      keys: (_change, reader) => reader.list(DAEMON_SETS).map((set) => keyOfObject(DAEMON_SETS, set)),
    },
  ],
  observe,
  step: daemonSetStep,
});

interface Plan {
  readonly seen: ObservedDaemonSet;
  readonly now: Instant;
  readonly hash: string;
  /** Names of the nodes that are to have a pod. */
  readonly wanted: ReadonlySet<string>;
}

/** One step of a DaemonSet. */
export function daemonSetStep(seen: ObservedDaemonSet, { now }: StepContext): Step {
  const { set, orphans } = seen;
  // One that goes is left to the garbage collector.
  if (set.metadata.deletionTimestamp !== undefined) return { actions: [] };
  if (orphans.length > 0) {
    return { actions: orphans.map((object): Action => ({ kind: 'update', object: adopted(object, set) })) };
  }
  const { revision, actions } = presentRevision(set, seen.revisions, NAMING);
  const hash = revision.metadata.labels?.[HASH_LABEL] ?? '';
  const wanted = new Set(seen.nodes.filter((node) => takes(set, node)).map((node) => node.metadata.name ?? ''));
  const plan: Plan = { seen, now, hash, wanted };
  const used = new Set(seen.pods.map((pod) => `${set.metadata.name}-${hashOf(pod)}`));
  const old = seen.revisions.filter(({ metadata }) => metadata.name !== revision.metadata.name);
  const { wakeAt } = availabilityOf(seen.pods, set.spec.minReadySeconds ?? 0, now);
  return {
    actions: [...actions, ...statusChange(set, statusOf(plan)), ...nextPods(plan), ...dropRevisions(set, old, used)],
    ...(wakeAt === undefined ? {} : { wakeAt }),
  };
}

function nextPods(plan: Plan): readonly Action[] {
  const { set, pods } = plan.seen;
  const misplaced = pods.filter((pod) => isActive(pod) && !plan.wanted.has(nodeOf(pod)));
  const ended = pods.filter((pod) => hasEnded(pod) && !isTerminating(pod));
  const occupied = new Set(pods.map(nodeOf));
  const missing = [...plan.wanted].filter((node) => !occupied.has(node));
  return [
    ...[...misplaced, ...ended].flatMap((pod) => deletedPod(set, pod, SOURCE)),
    ...missing.flatMap((node) => createdPod(set, daemonPod(plan, node), SOURCE)),
    ...outdated(plan).flatMap((pod) => deletedPod(set, pod, SOURCE)),
  ];
}

/** Old pods that may go now: those that serve nobody, and as many others as may be unavailable. */
function outdated(plan: Plan): readonly Pod[] {
  const { set, pods } = plan.seen;
  if (set.spec.updateStrategy?.type === 'OnDelete') return [];
  const old = pods.filter((pod) => isActive(pod) && plan.wanted.has(nodeOf(pod)) && hashOf(pod) !== plan.hash);
  const available = pods.filter((pod) => isAvailable(plan, pod)).length;
  const rolling = set.spec.updateStrategy?.rollingUpdate;
  const down = Math.ceil(amount(rolling?.maxUnavailable ?? 1, plan.wanted.size));
  const surge = Math.ceil(amount(rolling?.maxSurge ?? 0, plan.wanted.size));
  const room = Math.max(0, Math.max(down, surge) - (plan.wanted.size - available));
  const idle = old.filter((pod) => !isAvailable(plan, pod));
  return [...idle, ...old.filter((pod) => isAvailable(plan, pod)).slice(0, room)];
}

function daemonPod(plan: Plan, node: string): Pod {
  const { set } = plan.seen;
  const generation = set.metadata.annotations?.[GENERATION] ?? '1';
  const labels = { [HASH_LABEL]: plan.hash, 'pod-template-generation': generation };
  const pod = podFromTemplate(set, set.spec.template, { labels });
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  const affinity = pod.spec['affinity'] as JsonObject | undefined;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      affinity: {
        ...affinity,
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
      },
      tolerations: [...(pod.spec.tolerations ?? []), ...DAEMON_TOLERATIONS],
    },
  };
}

function takes(set: DaemonSet, node: KubeObject): boolean {
  const { spec, metadata } = set.spec.template;
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    // Whether it is marked `unschedulable` is the pod's own matter.
    metadata: { labels: metadata?.labels ?? {} },
    spec: { ...spec, tolerations: [...(spec.tolerations ?? []), ...DAEMON_TOLERATIONS] },
  };
  return fits(pod, { ...node, spec: { ...(node.spec as JsonObject | undefined), unschedulable: false } });
}

/** The node a pod is on, or is meant for. */
function nodeOf(pod: Pod): string {
  if (pod.spec.nodeName !== undefined && pod.spec.nodeName !== '') return pod.spec.nodeName;
  return NODE_FIELD.exec(JSON.stringify(pod.spec['affinity'] ?? null))?.[1] ?? '';
}

const NODE_FIELD = /"matchFields":\[\{"key":"metadata\.name","operator":"In","values":\["([^"]*)"\]/;

function hashOf(pod: Pod): string {
  return pod.metadata.labels?.[HASH_LABEL] ?? '';
}

function isAvailable(plan: Plan, pod: Pod): boolean {
  const from = availableFrom(pod, plan.seen.set.spec.minReadySeconds ?? 0);
  return from !== undefined && from <= plan.now && isActive(pod);
}

function statusOf(plan: Plan): JsonObject {
  const { set, pods } = plan.seen;
  const placed = pods.filter((pod) => plan.wanted.has(nodeOf(pod)) && !isTerminating(pod));
  const misplaced = pods.filter((pod) => !plan.wanted.has(nodeOf(pod)) && isActive(pod));
  const { ready, available } = availabilityOf(placed, set.spec.minReadySeconds ?? 0, plan.now);
  return {
    currentNumberScheduled: placed.length,
    numberMisscheduled: misplaced.length,
    desiredNumberScheduled: plan.wanted.size,
    numberReady: ready,
    observedGeneration: set.metadata.generation ?? 1,
    updatedNumberScheduled: unlessZero(placed.filter((pod) => hashOf(pod) === plan.hash).length),
    numberAvailable: unlessZero(available),
    numberUnavailable: unlessZero(plan.wanted.size - available),
    ...(set.status?.collisionCount === undefined ? {} : { collisionCount: set.status.collisionCount }),
  };
}

function observe(reader: ClusterReader, key: WorkKey): ObservedDaemonSet | undefined {
  const set = maybeViewOf<DaemonSet>(observed(reader, key));
  if (set === undefined) return undefined;
  const { selector } = set.spec;
  return {
    set,
    pods: controlledObjects(reader, set, PODS).map((pod) => viewOf<Pod>(pod)),
    nodes: reader.list(NODES),
    revisions: controlledObjects(reader, set, CONTROLLER_REVISIONS).map((one) => viewOf<ControllerRevision>(one)),
    orphans: [
      ...orphansFor(reader, set, { resource: CONTROLLER_REVISIONS, selector }),
      ...orphansFor(reader, set, { resource: PODS, selector }),
    ],
  };
}
