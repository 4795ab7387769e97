/** HorizontalPodAutoscalers: keep a target within its bounds, tell what they find. Source: Kubernetes docs, "Horizontal Pod Autoscaling". */
import { type Instant, rfc3339 } from '../../../base/clock.ts';
import { type JsonObject, memberAt } from '../../../base/json-value.ts';
import { type KubeObject, splitApiVersion } from '../../../kube/object/kube-object.ts';
import {
  type Action,
  type ClusterReader,
  type Controller,
  controllerOf,
  keyOfObject,
  onSelf,
  type Step,
  type StepContext,
  type Trigger,
  type WorkKey,
} from '../controller.ts';
import { observed } from '../owned-objects.ts';
import { AUTOSCALERS, DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS } from '../resources.ts';
import { statusChange } from '../status-change.ts';
import { type Condition, maybeViewOf, viewOf } from '../workload-types.ts';
import { disabled, measured, noTarget, type Outcome, outOfBounds, unmeasured } from './autoscaler-outcome.ts';
import type { Autoscaler } from './autoscaler-types.ts';

/** How often metrics are asked for, first that long after the beginning; after a change of size a target has that long to follow. */
const PERIOD = 15_000;

export interface ObservedAutoscaler {
  readonly autoscaler: Autoscaler;
  readonly target: KubeObject | undefined;
  /** Plural and group of the target; absent where nothing of that kind is served. */
  readonly resource?: string;
}

export const autoscalerController: Controller = controllerOf<ObservedAutoscaler>({
  name: 'autoscaler',
  triggers: [onSelf(AUTOSCALERS), ...[DEPLOYMENTS, STATEFUL_SETS, REPLICA_SETS].map(onTarget)],
  observe,
  step: autoscalerStep,
});

/** Tells the state, and gives the target another size where it should have one. */
export function autoscalerStep(seen: ObservedAutoscaler, { now }: StepContext): Step {
  const { autoscaler, target } = seen;
  const first = firstLook(autoscaler);
  if (now < first) return { actions: [], wakeAt: first };
  const replicas = memberAt(target, 'spec', 'replicas');
  if (target === undefined || typeof replicas !== 'number') {
    return { actions: told(autoscaler, noTarget(whyNoTarget(seen)), now) };
  }
  if (replicas === 0) return { actions: told(autoscaler, disabled(), now) };
  const outside = outOfBounds(autoscaler, replicas);
  const rested = (autoscaler.status?.lastScaleTime ? Date.parse(autoscaler.status.lastScaleTime) : -PERIOD) + PERIOD;
  if (outside === undefined && rested > now) return { actions: [], wakeAt: rested };
  const load = loadOf(autoscaler);
  const outcome =
    outside ?? (load === undefined ? unmeasured(autoscaler, replicas) : measured(autoscaler, replicas, load));
  if (outcome.rescale === undefined) return { actions: told(autoscaler, outcome, now) };
  const size = outcome.desired ?? replicas;
  const spec = { ...(target.spec as JsonObject), replicas: size };
  return {
    actions: [
      { kind: 'update', object: { ...target, spec } },
      ...told(autoscaler, outcome, now),
      note(autoscaler, {
        type: 'Normal',
        reason: 'SuccessfulRescale',
        message: `New size: ${size}; reason: ${outcome.rescale}`,
      }),
    ],
    wakeAt: now + PERIOD,
  };
}

/** A new one waits its turn for a period, as all do that wait in the controller's queue. Source: `NewDefaultHPARateLimiter`. */
function firstLook({ metadata, status }: Autoscaler): Instant {
  if (status?.conditions !== undefined) return -Infinity;
  return Date.parse(metadata.creationTimestamp ?? '') + PERIOD;
}

function whyNoTarget({ autoscaler, resource }: ObservedAutoscaler): string {
  const { apiVersion = 'v1', kind, name } = autoscaler.spec.scaleTargetRef;
  if (resource !== undefined) return `${resource} ${JSON.stringify(name)} not found`;
  return `no matches for kind ${JSON.stringify(kind)} in group ${JSON.stringify(splitApiVersion(apiVersion).group)}`;
}

/** Of the annotation `…/simulate: load=N%`: what is measured, in percent of the targets. */
function loadOf({ metadata }: Autoscaler): number | undefined {
  for (const [key, value] of Object.entries(metadata.annotations ?? {})) {
    const [, percent] = /^load=(\d{1,6})%$/.exec(value) ?? [];
    if (key.endsWith('/simulate') && percent !== undefined) return Number(percent);
  }
  return undefined;
}

function told(autoscaler: Autoscaler, outcome: Outcome, now: Instant): readonly Action[] {
  const old = autoscaler.status?.conditions ?? [];
  const fresh = outcome.conditions.map(({ type, status, reason, message }): Condition => {
    const before = old.find((condition) => condition.type === type);
    const since = before?.status === status ? before.lastTransitionTime : undefined;
    return { type, status, lastTransitionTime: since ?? rfc3339(now), reason, message };
  });
  const kept = old.map((condition) => fresh.find(({ type }) => type === condition.type) ?? condition);
  const added = fresh.filter(({ type }) => !old.some((condition) => condition.type === type));
  const { currentReplicas: _, ...reported } = autoscaler.status ?? {};
  const changes = statusChange(autoscaler, {
    ...reported,
    ...(outcome.current ? { currentReplicas: outcome.current } : {}),
    desiredReplicas: outcome.desired ?? autoscaler.status?.desiredReplicas ?? 0,
    currentMetrics: outcome.metrics,
    conditions: [...kept, ...added],
    ...(outcome.rescale !== undefined && { lastScaleTime: rfc3339(now) }),
  });
  if (changes.length === 0) return [];
  return [...changes, ...outcome.warnings.map((warning) => note(autoscaler, { type: 'Warning', ...warning }))];
}

function note(
  about: Autoscaler,
  event: { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string },
): Action {
  return { kind: 'event', about, source: 'horizontal-pod-autoscaler', ...event };
}

function observe(reader: ClusterReader, key: WorkKey): ObservedAutoscaler | undefined {
  const autoscaler = maybeViewOf<Autoscaler>(observed(reader, key));
  if (autoscaler === undefined) return undefined;
  const { apiVersion = 'v1', kind, name } = autoscaler.spec.scaleTargetRef;
  const { group } = splitApiVersion(apiVersion);
  const resource = reader.resources().find((served) => served.kind === kind && served.group === group);
  if (resource === undefined) return { autoscaler, target: undefined };
  const named = group === '' ? resource.plural : `${resource.plural}.${group}`;
  return { autoscaler, target: reader.get(resource, key.namespace, name), resource: named };
}

function onTarget(resource: typeof DEPLOYMENTS | typeof STATEFUL_SETS | typeof REPLICA_SETS): Trigger {
  return {
    resource,
    keys: ({ object }, reader) =>
      reader
        .list(AUTOSCALERS, object.metadata.namespace)
        .filter((autoscaler) => {
          const { scaleTargetRef } = viewOf<Autoscaler>(autoscaler).spec;
          return scaleTargetRef.kind === object.kind && scaleTargetRef.name === object.metadata.name;
        })
        .map((autoscaler) => keyOfObject(AUTOSCALERS, autoscaler)),
  };
}
