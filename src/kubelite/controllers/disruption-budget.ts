/** PodDisruptionBudgets: how many pods may go. Source: Kubernetes docs, "Specifying a Disruption Budget". */
import { type Instant, rfc3339 } from '../../base/clock.ts';
import { type JsonObject, memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { splitApiVersion } from '../../kube/object/kube-object.ts';
import { labelSelectorOf, matchesLabels } from '../../kube/selector/label-selector.ts';
import {
  type Action,
  type ClusterReader,
  type Controller,
  controllerOf,
  onNeighbours,
  onSelf,
  type Step,
  type StepContext,
} from './controller.ts';
import { amount } from './deployment/rollout-limits.ts';
import { controllerOfObject, observed } from './owned-objects.ts';
import { isActive, isReady } from './pod/pod-state.ts';
import { DISRUPTION_BUDGETS, PODS } from './resources.ts';
import { statusChange } from './status-change.ts';
import { type Condition, maybeViewOf, type Pod, viewOf } from './workload-types.ts';

export interface DisruptionBudget extends KubeObject {
  readonly spec: JsonObject & {
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly selector?: JsonObject;
  };
  readonly status?: JsonObject & {
    readonly conditions?: readonly Condition[];
    /** When the eviction of a pod was granted, by its name. */
    readonly disruptedPods?: Readonly<Record<string, string>>;
  };
}

/** How long a pod whose eviction was granted may stay before it counts again. */
const EVICTION_MS = 120_000;

export interface ObservedBudget {
  readonly budget: DisruptionBudget;
  readonly pods: readonly Pod[];
  /** Sum of the sizes of what controls the pods. */
  readonly scale: number;
}

export const disruptionBudgetController: Controller = controllerOf<ObservedBudget>({
  name: 'disruption-budget',
  triggers: [
    onSelf(DISRUPTION_BUDGETS),
    onNeighbours(PODS, DISRUPTION_BUDGETS, {
      concerns: (budget, pod) => selects(viewOf<DisruptionBudget>(budget), pod),
    }),
  ],
  observe(reader, key) {
    const budget = maybeViewOf<DisruptionBudget>(observed(reader, key));
    if (budget === undefined) return undefined;
    const pods = reader
      .list(PODS, key.namespace)
      .filter((pod) => selects(budget, pod))
      .map((pod) => viewOf<Pod>(pod));
    return { budget, pods, scale: scaleOf(reader, pods) };
  },
  step: disruptionBudgetStep,
});

export function disruptionBudgetStep({ budget, pods, scale }: ObservedBudget, { now }: StepContext): Step {
  const { minAvailable, maxUnavailable } = budget.spec;
  const evicted = evictedPods(budget, pods, now);
  const healthy = pods.filter((pod) => isActive(pod) && isReady(pod) && !Object.hasOwn(evicted, nameOf(pod)));
  const counted = maxUnavailable === undefined && typeof minAvailable === 'number';
  const expected = counted ? pods.filter(isActive).length : scale;
  const current = counted ? healthy.length : healthy.filter((pod) => controllerOfObject(pod) !== undefined).length;
  const desired =
    maxUnavailable === undefined
      ? Math.ceil(amount(minAvailable ?? 1, expected))
      : Math.max(0, expected - Math.ceil(amount(maxUnavailable, expected)));
  const allowed = expected <= 0 ? 0 : Math.max(0, current - desired);
  const generation = budget.metadata.generation ?? 1;
  const grants = Object.values(evicted).map((time) => Date.parse(time) + EVICTION_MS);
  return {
    ...(grants.length > 0 && { wakeAt: Math.min(...grants) }),
    actions: [
      ...nobody(budget, pods),
      ...statusChange(budget, {
        disruptedPods: grants.length === 0 ? undefined : evicted,
        observedGeneration: generation,
        disruptionsAllowed: allowed,
        currentHealthy: current,
        desiredHealthy: desired,
        expectedPods: expected,
        conditions: [condition(budget, { allowed, generation, at: rfc3339(now) })],
      }),
    ],
  };
}

function nobody(budget: DisruptionBudget, pods: readonly Pod[]): readonly Action[] {
  if (pods.length > 0) return [];
  const event = { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' } as const;
  return [{ kind: 'event', about: budget, source: 'controllermanager', ...event }];
}

/** Of the pods that were let go, those that are still there, for a while. */
function evictedPods(budget: DisruptionBudget, pods: readonly Pod[], now: Instant): Readonly<Record<string, string>> {
  const granted = Object.entries(budget.status?.disruptedPods ?? {});
  const staying = new Set(pods.filter((pod) => pod.metadata.deletionTimestamp === undefined).map(nameOf));
  return Object.fromEntries(
    granted.filter(([name, time]) => staying.has(name) && Date.parse(time) + EVICTION_MS > now),
  );
}

function nameOf(pod: Pod): string {
  return pod.metadata.name ?? '';
}

function condition(
  budget: DisruptionBudget,
  { allowed, generation, at }: { readonly allowed: number; readonly generation: number; readonly at: string },
): Condition {
  const status = allowed > 0 ? 'True' : 'False';
  const old = budget.status?.conditions?.find((known) => known.type === 'DisruptionAllowed');
  return {
    type: 'DisruptionAllowed',
    status,
    observedGeneration: generation,
    lastTransitionTime: (old?.status === status ? old.lastTransitionTime : undefined) ?? at,
    reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  };
}

function scaleOf(reader: ClusterReader, pods: readonly Pod[]): number {
  const sizes = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOfObject(pod);
    if (owner === undefined || sizes.has(owner.uid)) continue;
    const { group } = splitApiVersion(owner.apiVersion);
    const resource = reader.resources().find((served) => served.kind === owner.kind && served.group === group);
    const object = resource && reader.get(resource, pod.metadata.namespace ?? '', owner.name);
    const replicas = memberAt(object, 'spec', 'replicas');
    if (typeof replicas === 'number') sizes.set(owner.uid, replicas);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function selects(budget: DisruptionBudget, pod: KubeObject): boolean {
  const selector = labelSelectorOf(budget.spec.selector);
  return selector !== undefined && matchesLabels(selector, pod.metadata.labels);
}
