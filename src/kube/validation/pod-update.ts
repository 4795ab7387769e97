/** What an update of a pod may change: images, deadline, more tolerations; more while it waits for gates. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid, required } from './causes.ts';
import { goShape } from './go-shape.ts';
import { tolerationCauses } from './scheduling-rules.ts';
import { unifiedDiff } from './unified-diff.ts';

const SENTENCE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
const TERMS = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';

/** Causes for a pod that was `old` and is to be `object`. */
export function podUpdateCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const causes = [...annotationCauses(object, old)];
  for (const list of ['containers', 'initContainers']) {
    if (sizeOf(spec[list]) !== sizeOf(before[list])) {
      return [...causes, forbidden(`spec.${list}`, 'pod updates may not add or remove containers')];
    }
    causes.push(...imageCauses(spec[list], `spec.${list}`));
  }
  const deadline = deadlineCauses(spec, before);
  causes.push(...deadline);
  if (deadline.length > 0 && spec['activeDeadlineSeconds'] !== undefined) return causes;
  causes.push(...keptTolerationCauses(spec['tolerations'], before['tolerations']), ...gateCauses(spec, before));
  const gated = sizeOf(before['schedulingGates']) > 0;
  if (gated) causes.push(...gatedCauses(spec, before));
  const [was, next] = [before, allowedSpec(spec, before, gated)].map(shownSpec);
  if (was === next) return causes;
  return [...causes, forbidden('spec', `${SENTENCE}\n${unifiedDiff(was ?? '', next ?? '')}`)];
}

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const MIRROR = 'kubernetes.io/config.mirror';

/** Annotations that say how a pod is run stay as they are. */
function annotationCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [next, before] = [object, old].map((one) => {
    const given = memberAt(one, 'metadata', 'annotations');
    return isObject(given) ? given : {};
  }) as [JsonObject, JsonObject];
  const refused = (key: string, verb: string): readonly FieldCause[] => {
    const what = key.startsWith(APP_ARMOR)
      ? 'AppArmor annotations'
      : key === MIRROR
        ? 'mirror pod annotation'
        : undefined;
    return what === undefined ? [] : [forbidden(`metadata.annotations[${key}]`, `may not ${verb} ${what}`)];
  };
  return [
    ...Object.keys(before).flatMap((key) => (next[key] === before[key] ? [] : refused(key, 'remove or update'))),
    ...Object.keys(next).flatMap((key) => (before[key] === undefined ? refused(key, 'add') : [])),
  ];
}

function imageCauses(list: Json | undefined, path: string): readonly FieldCause[] {
  return (isList(list) ? list : []).flatMap((container, index) => {
    const image = textAt(container, 'image') ?? '';
    const field = `${path}[${index}].image`;
    if (image === '') return [required(field)];
    return image.trim() === image ? [] : [invalid(field, image, 'must not have leading or trailing whitespace')];
  });
}

function specOf(pod: JsonObject): JsonObject {
  return isObject(pod['spec']) ? pod['spec'] : {};
}

function sizeOf(value: Json | undefined): number {
  return isList(value) ? value.length : 0;
}

function shownSpec(spec: JsonObject): string {
  return JSON.stringify(goShape(spec, 'core/v1.PodSpec'), null, 1);
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
  if (jsonEqual(memberAt(next, 'nodeAffinity'), nodes)) return {};
  const { nodeAffinity: _, ...others } = isObject(next) ? next : {};
  if (nodes !== undefined) return { affinity: { ...others, nodeAffinity: nodes } };
  return { affinity: before === undefined && Object.keys(others).length === 0 ? null : others };
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

const LONGEST_DEADLINE = 2_147_483_647;

/** A deadline may come and come nearer. */
function deadlineCauses(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const [next, old] = [spec['activeDeadlineSeconds'], before['activeDeadlineSeconds']];
  const field = 'spec.activeDeadlineSeconds';
  if (typeof next === 'number' && (next < 0 || next > LONGEST_DEADLINE)) {
    return [invalid(field, next, `must be between 0 and ${LONGEST_DEADLINE}, inclusive`)];
  }
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
  return [...new Set(added)].map((name) => {
    const index = names(spec['schedulingGates']).lastIndexOf(name);
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return forbidden(`spec.schedulingGates[${index}].name`, detail);
  });
}

/** All that were there stay, but for their time. Then each is judged once more. */
function keptTolerationCauses(next: Json | undefined, old: Json | undefined): readonly FieldCause[] {
  const timeless = (item: Json): Json =>
    isObject(item) ? Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'tolerationSeconds')) : item;
  const now = (isList(next) ? next : []).map(timeless);
  const kept = (isList(old) ? old : []).every((item) => now.some((one) => jsonEqual(one, timeless(item))));
  if (!kept)
    return [forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')];
  return (isList(next) ? next : []).flatMap((value, index) =>
    isObject(value) ? tolerationCauses({ value, path: `spec.tolerations[${index}]`, object: value }) : [],
  );
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
  const parts = ['matchExpressions', 'matchFields'];
  const given = (value: Json | undefined) => parts.some((name) => sizeOf(memberAt(value, name)) > 0);
  if (!given(old) && given(term)) return false;
  return parts.every((name) => {
    const [next, before] = [memberAt(term, name), memberAt(old, name)];
    return (isList(before) ? before : []).every((item, index) => isList(next) && jsonEqual(next[index], item));
  });
}
