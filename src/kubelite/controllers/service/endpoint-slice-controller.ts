/** EndpointSlices: a Service's addresses in pieces of a hundred. */
import { rfc3339 } from '../../../base/clock.ts';
import { jsonEqual } from '../../../base/json-equal.ts';
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import {
  type Action,
  type Controller,
  controllerOf,
  deletionOf,
  onOwned,
  type Step,
  type StepContext,
} from '../controller.ts';
import { controlledObjects, controllerReference } from '../owned-objects.ts';
import { isReady } from '../pod/pod-state.ts';
import { ENDPOINT_SLICES, SERVICES } from '../resources.ts';
import {
  BACKEND_TRIGGERS,
  type Backend,
  backendGroups,
  hostnameOf,
  isHeadless,
  type ObservedService,
  observeService,
  targetReference,
} from './backends.ts';
import type { Service } from './service-types.ts';

export interface ObservedSlices {
  readonly seen: ObservedService;
  readonly slices: readonly KubeObject[];
}

const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';
const LARGEST = 100;

export const endpointSliceController: Controller = controllerOf<ObservedSlices>({
  name: 'endpoint-slice',
  triggers: [...BACKEND_TRIGGERS, onOwned(ENDPOINT_SLICES, SERVICES)],
  observe(reader, key) {
    const seen = observeService(reader, key);
    return seen && { seen, slices: controlledObjects(reader, seen.service, ENDPOINT_SLICES) };
  },
  step: endpointSliceStep,
});

/** Slices that are there are used again, so that few objects change. */
export function endpointSliceStep({ seen, slices }: ObservedSlices, { now }: StepContext): Step {
  if (seen.service.metadata.deletionTimestamp !== undefined) return { actions: [] };
  const wanted = wantedSlices(seen);
  const free = new Set(slices);
  const actions = wanted.map((content): readonly Action[] => {
    const same = [...free].find((slice) => holds(slice, content));
    if (same !== undefined) {
      free.delete(same);
      return [];
    }
    const alike = [...free].find((slice) => jsonEqual(slice['ports'] ?? null, content['ports'] ?? null));
    if (alike !== undefined) free.delete(alike);
    return [written(seen.service, alike, { content, at: rfc3339(now) })];
  });
  return { actions: [...actions.flat(), ...[...free].map((slice) => deletionOf(ENDPOINT_SLICES, slice))] };
}

function holds(slice: KubeObject, content: JsonObject): boolean {
  return (
    jsonEqual(slice['endpoints'] ?? null, content['endpoints'] ?? null) &&
    jsonEqual(slice['ports'] ?? null, content['ports'] ?? null) &&
    jsonEqual(slice.metadata.labels, content['labels'])
  );
}

function written(
  service: Service,
  slice: KubeObject | undefined,
  { content, at }: { readonly content: JsonObject; readonly at: string },
): Action {
  const { labels, endpoints, ports } = content;
  const annotations = { [TRIGGER_TIME]: at };
  const parts = { endpoints: endpoints ?? null, ports: ports ?? null };
  const ownLabels = labels as Readonly<Record<string, string>>;
  if (slice !== undefined) {
    const metadata = { ...slice.metadata, labels: ownLabels, annotations };
    return { kind: 'update', object: { ...slice, metadata, ...parts } };
  }
  return {
    kind: 'create',
    object: {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        generateName: `${service.metadata.name}-`,
        namespace: service.metadata.namespace ?? '',
        labels: ownLabels,
        annotations,
        ownerReferences: [controllerReference(service)],
      },
      addressType: 'IPv4',
      ...parts,
    },
  };
}

/** One slice without addresses stands for a Service that has none. */
function wantedSlices(seen: ObservedService): readonly JsonObject[] {
  const labels = labelsOf(seen.service);
  const pieces = backendGroups(seen).flatMap(({ ports, backends }) =>
    chunks(backends).map((piece) => ({
      labels,
      endpoints: piece.map((backend) => endpoint(backend, seen.service)),
      ports: ports.length > 0 ? ports : null,
    })),
  );
  return pieces.length > 0 ? pieces : [{ labels, endpoints: null, ports: null }];
}

function endpoint({ pod, ready }: Backend, service: Service): JsonObject {
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready, serving: isReady(pod), terminating: false },
    ...hostnameOf(pod, service),
    targetRef: targetReference(pod),
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
  };
}

function labelsOf(service: Service): Readonly<Record<string, string>> {
  return {
    ...service.metadata.labels,
    'kubernetes.io/service-name': service.metadata.name ?? '',
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    ...(isHeadless(service) ? { 'service.kubernetes.io/headless': '' } : {}),
  };
}

function chunks<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / LARGEST);
  return Array.from({ length: count }, (_, index) => items.slice(index * LARGEST, (index + 1) * LARGEST));
}
