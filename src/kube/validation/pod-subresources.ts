/** What the subresources of a pod may change: resources of its containers, and containers for looking into it. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { qosClass } from '../defaults/pod-admission.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid } from './causes.ts';
import { goShape } from './go-shape.ts';
import { unifiedDiff } from './unified-diff.ts';

const MIRROR = 'kubernetes.io/config.mirror';

function containersOf(pod: JsonObject, list: string): readonly Json[] {
  const found = memberAt(pod, 'spec', list);
  return isList(found) ? found : [];
}

function isStatic(pod: JsonObject): boolean {
  const annotations = memberAt(pod, 'metadata', 'annotations');
  return isObject(annotations) && annotations[MIRROR] !== undefined;
}

/** The pod that was, with the containers for looking into it of the one that comes. */
export function withLookers(next: JsonObject, old: JsonObject): JsonObject {
  const { ephemeralContainers: _, ...spec } = specOf(old);
  const containers = memberAt(next, 'spec', 'ephemeralContainers');
  return { ...old, spec: { ...spec, ...(containers !== undefined && { ephemeralContainers: containers }) } };
}

/** Those that are there stay as they are. */
export function lookerCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  if (isStatic(old)) return [forbidden('', 'static pods do not support ephemeral containers')];
  const field = 'spec.ephemeralContainers';
  const next = containersOf(object, 'ephemeralContainers');
  return containersOf(old, 'ephemeralContainers').flatMap((container) => {
    const name = textAt(container, 'name') ?? '';
    const same = next.findLast((one) => textAt(one, 'name') === name);
    const what = `existing ephemeral containers ${JSON.stringify(name)} may not be`;
    if (same === undefined) return [forbidden(field, `${what} removed\n`)];
    const [was, now] = [container, same].map(shown);
    return was === now ? [] : [forbidden(field, `${what} changed\n${unifiedDiff(was ?? '', now ?? '')}`)];
  });
}

function shown(container: Json): string {
  return JSON.stringify(goShape(isObject(container) ? container : {}, 'core/v1.EphemeralContainer'), null, 1);
}

function specOf(pod: JsonObject): JsonObject {
  return isObject(pod['spec']) ? pod['spec'] : {};
}

/** The pod that was, with the resources of the containers of the one that comes. */
export function withSizes(next: JsonObject, old: JsonObject): JsonObject {
  const spec = specOf(old);
  const lists = ['containers', 'initContainers'].filter((list) => containersOf(next, list).length > 0);
  return { ...old, spec: { ...spec, ...Object.fromEntries(lists.map((list) => [list, sized(next, old, list)])) } };
}

const SIZES = ['resources', 'resizePolicy'];

function sized(next: JsonObject, old: JsonObject, list: string): Json {
  const containers = containersOf(next, list);
  const before = containersOf(old, list);
  if (containers.length !== before.length) return containers;
  return containers.map((container) => {
    const was = before.find((one) => textAt(one, 'name') === textAt(container, 'name'));
    if (!isObject(was) || !isObject(container)) return container;
    const kept = Object.entries(was).filter(([name]) => !SIZES.includes(name));
    return Object.fromEntries([...kept, ...Object.entries(container).filter(([name]) => SIZES.includes(name))]);
  });
}

/** A pod keeps its class, its containers, and everything but amounts of cpu and memory. */
export function sizeCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  if (isStatic(old)) return [forbidden('', 'static pods cannot be resized')];
  if (memberAt(old, 'spec', 'os', 'name') === 'windows') return [forbidden('', 'windows pods cannot be resized')];
  const causes: FieldCause[] = [];
  const quality = memberAt(object, 'status', 'qosClass') ?? '';
  if (qosClass(old) !== qosClass(object)) {
    causes.push(invalid('spec', quality, 'Pod QOS Class may not change as a result of resizing'));
  }
  if (!isResizable(old)) causes.push(forbidden('spec', 'Pod running on node without support for resize'));
  const order = ['containers', 'initContainers'].flatMap((list) => orderCauses(object, old, list));
  if (order.length > 0) return [...causes, ...order];
  return [...causes, ...removedCauses(object, old), ...otherCauses(object, old)];
}

/** Whether its node tells which resources its containers have. */
function isResizable(pod: JsonObject): boolean {
  const statuses = memberAt(pod, 'status', 'containerStatuses');
  const running = (isList(statuses) ? statuses : []).find((one) => isObject(memberAt(one, 'state', 'running')));
  return running === undefined || memberAt(running, 'resources') !== undefined;
}

function orderCauses(object: JsonObject, old: JsonObject, list: string): readonly FieldCause[] {
  const [next, before] = [containersOf(object, list), containersOf(old, list)];
  if (next.length !== before.length)
    return [forbidden(`spec.${list}`, `${list} may not be added or removed on resize`)];
  return before.flatMap((one, index) =>
    textAt(one, 'name') === textAt(next[index] ?? null, 'name')
      ? []
      : [forbidden(`spec.${list}[${index}].name`, `${list} may not be renamed or reordered on resize`)],
  );
}

function isSidecar(container: Json): boolean {
  return textAt(container, 'restartPolicy') === 'Always';
}

function removedCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    containersOf(old, list).flatMap((before, index) => {
      if (list === 'initContainers' && !isSidecar(before)) return [];
      return ['requests', 'limits'].flatMap((side) => {
        const [was, now] = [before, containersOf(object, list)[index] ?? null].map((one) =>
          memberAt(one, 'resources', side),
        );
        const lost = Object.keys(isObject(was) ? was : {}).some((name) => !isObject(now) || now[name] === undefined);
        const field = `spec.${list}[${index}].resources.${side}`;
        return lost ? [forbidden(field, `resource ${side} cannot be removed`)] : [];
      });
    }),
  );
}

function otherCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const causes = (list: string, sentence: (before: Json) => string): readonly FieldCause[] =>
    containersOf(object, list).flatMap((container, index) => {
      const before = containersOf(old, list)[index] ?? null;
      const fixed = list === 'initContainers' && !isSidecar(container);
      const [next, was] = fixed ? [container, before] : [container, before].map(withoutComputing);
      return jsonEqual(next, was) ? [] : [forbidden('spec', sentence(container))];
    });
  return [
    ...causes('containers', () => 'only cpu and memory resources are mutable'),
    ...causes('initContainers', (container) =>
      isSidecar(container)
        ? 'only cpu and memory resources for sidecar containers are mutable'
        : 'resources for non-sidecar init containers are immutable',
    ),
  ];
}

function withoutComputing(container: Json | undefined): Json {
  if (!isObject(container)) return null;
  const { resources: _, ...rest } = container;
  const others = (side: string) =>
    Object.entries(memberAt(container, 'resources', side) ?? {}).filter(
      ([name]) => name !== 'cpu' && name !== 'memory',
    );
  return { ...rest, requests: Object.fromEntries(others('requests')), limits: Object.fromEntries(others('limits')) };
}
