/** What an update of a pod may change: images, deadline, more tolerations; more while it waits for gates. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid } from './causes.ts';
import { goShape } from './go-shape.ts';
import { unifiedDiff } from './unified-diff.ts';

const SENTENCE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
const TERMS = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';

/** Causes for a pod that was `old` and is to be `object`. */
export function podUpdateCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [spec, before] = [specOf(object), specOf(old)];
  for (const list of ['containers', 'initContainers']) {
    if (sizeOf(spec[list]) !== sizeOf(before[list])) {
      return [forbidden(`spec.${list}`, 'pod updates may not add or remove containers')];
    }
  }
  const gated = sizeOf(before['schedulingGates']) > 0;
  const causes = [
    ...deadlineCauses(spec, before),
    ...gateCauses(spec, before),
    ...tolerationCauses(spec['tolerations'], before['tolerations']),
  ];
  if (causes.some(({ field }) => field === 'spec.tolerations')) return causes;
  const allowed = allowedSpec(spec, before, gated);
  const narrowed = gated ? gatedCauses(spec, before) : [];
  if (narrowed.length > 0 || jsonEqual(allowed, before)) return [...causes, ...narrowed];
  return [...causes, forbidden('spec', `${SENTENCE}\n${diffOf(before, allowed)}`)];
}

function specOf(pod: JsonObject): JsonObject {
  return isObject(pod['spec']) ? pod['spec'] : {};
}

function sizeOf(value: Json | undefined): number {
  return isList(value) ? value.length : 0;
}

function diffOf(before: JsonObject, after: JsonObject): string {
  const shown = (spec: JsonObject) => JSON.stringify(goShape(spec, 'core/v1.PodSpec'), null, 1);
  return unifiedDiff(shown(before), shown(after));
}

/** The new specification with what may change put back. */
function allowedSpec(spec: JsonObject, before: JsonObject, gated: boolean): JsonObject {
  const kept = ['activeDeadlineSeconds', 'tolerations', 'schedulingGates', ...(gated ? ['nodeSelector'] : [])];
  const grace = Number(before['terminationGracePeriodSeconds'] ?? 0) < 0 && spec['terminationGracePeriodSeconds'] === 1;
  const names = [...kept, ...(grace ? ['terminationGracePeriodSeconds'] : [])];
  const rest = Object.fromEntries(Object.entries(spec).filter(([name]) => !names.includes(name)));
  const old = Object.fromEntries(Object.entries(before).filter(([name]) => names.includes(name)));
  const affinity = gated ? placement(spec['affinity'], before['affinity']) : {};
  return {
    ...rest,
    ...old,
    ...affinity,
    ...images(spec, before, 'containers'),
    ...images(spec, before, 'initContainers'),
  };
}

/** The choice of nodes of before in what else is asked for now; more of it has been looked at. */
function placement(next: Json | undefined, before: Json | undefined): JsonObject {
  const nodes = memberAt(before, 'nodeAffinity');
  if (nodes === undefined || !isObject(next)) return {};
  return { affinity: { ...next, nodeAffinity: nodes } };
}

function images(spec: JsonObject, before: JsonObject, list: string): JsonObject {
  const [containers, old] = [spec[list], before[list]];
  if (!isList(containers)) return {};
  return {
    [list]: containers.map((container, index) => {
      const image = isList(old) ? memberAt(old[index], 'image') : undefined;
      return isObject(container) && image !== undefined ? { ...container, image } : container;
    }),
  };
}

/** A deadline may come and come nearer. */
function deadlineCauses(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const [next, old] = [spec['activeDeadlineSeconds'], before['activeDeadlineSeconds']];
  const field = 'spec.activeDeadlineSeconds';
  if (typeof next === 'number' && typeof old === 'number' && next > old) {
    return [invalid(field, next, 'must be less than or equal to previous value')];
  }
  return old !== undefined && next === undefined
    ? [invalid(field, null, 'must not update from a positive integer to nil value')]
    : [];
}

/** Gates are only lifted. */
function gateCauses(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const names = (value: Json | undefined) => (isList(value) ? value.map((gate) => textAt(gate, 'name') ?? '') : []);
  const old = names(before['schedulingGates']);
  const added = names(spec['schedulingGates']).filter((name) => !old.includes(name));
  return added.map((name) => {
    const index = names(spec['schedulingGates']).indexOf(name);
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return forbidden(`spec.schedulingGates[${index}].name`, detail);
  });
}

/** All that were there stay, but for their time. */
function tolerationCauses(next: Json | undefined, old: Json | undefined): readonly FieldCause[] {
  const timeless = (item: Json): Json =>
    isObject(item) ? Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'tolerationSeconds')) : item;
  const now = (isList(next) ? next : []).map(timeless);
  const kept = (isList(old) ? old : []).every((item) => now.some((one) => jsonEqual(one, timeless(item))));
  return kept
    ? []
    : [forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')];
}

/** While it waits, a pod's choice of nodes may become narrower. */
function gatedCauses(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const [selector, old] = [isObject(spec['nodeSelector']) ? spec['nodeSelector'] : {}, before['nodeSelector']];
  const lost = Object.entries(isObject(old) ? old : {}).some(([key, value]) => selector[key] !== value);
  const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  return [
    ...(lost ? [invalid('spec.nodeSelector', spec['nodeSelector'] ?? null, detail)] : []),
    ...termCauses(spec, before),
  ];
}

function termCauses(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const path = ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'];
  const [next, old] = [memberAt(spec, ...path), memberAt(before, ...path)];
  if (!isList(old) || old.length === 0) return [];
  if (!isList(next) || next.length !== old.length) {
    return [
      invalid(
        TERMS,
        isList(next) ? next.map((term) => shown(term)) : null,
        'no additions/deletions to non-empty NodeSelectorTerms list are allowed',
      ),
    ];
  }
  return next.flatMap((term, index) =>
    keeps(term, old[index])
      ? []
      : [invalid(`${TERMS}[${index}]`, shown(term), 'only additions are allowed (no mutations or deletions)')],
  );
}

function shown(term: Json): Json {
  return goShape(isObject(term) ? term : {}, 'core/v1.NodeSelectorTerm');
}

function keeps(term: Json, old: Json | undefined): boolean {
  return ['matchExpressions', 'matchFields'].every((name) => {
    const [next, before] = [memberAt(term, name), memberAt(old, name)];
    return (isList(before) ? before : []).every((item, index) => isList(next) && jsonEqual(next[index], item));
  });
}
