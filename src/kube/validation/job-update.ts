/** What an update of a Job may change: how much runs at once, its deadlines; more while it has not started. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { structType, type TypeRef } from '../builtin/type-table.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid } from './causes.ts';
import { goShape, goTemplate } from './go-shape.ts';
import { isBlank } from './rule.ts';
import { goSelector, isBrokenSelector } from './selector-rules.ts';

const IMMUTABLE = 'field is immutable';

/** Causes for a Job that was `old` and is to be `object`. */
export function jobUpdateCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [spec, before] = [objectAt(object, 'spec'), objectAt(old, 'spec')];
  const kept = (name: string, show: (value: Json | undefined) => Json = (value) => value ?? null) =>
    jsonEqual(spec[name], before[name]) ? [] : [invalid(`spec.${name}`, show(spec[name]), IMMUTABLE)];
  const shaped = (type: string) => (value: Json | undefined) => (isObject(value) ? goShape(value, type) : null);
  return [
    ...completions(spec, before),
    ...kept('selector', (value) => (isObject(value) ? goSelector(value) : null)),
    ...template(spec, before, old),
    ...kept('completionMode'),
    ...kept('podFailurePolicy', shaped('batch/v1.PodFailurePolicy')),
    ...kept('backoffLimitPerIndex'),
    ...kept('managedBy'),
    ...kept('successPolicy', shaped('batch/v1.SuccessPolicy')),
  ];
}

function objectAt(value: Json | undefined, ...path: string[]): JsonObject {
  const found = path.length === 0 ? value : memberAt(value, ...path);
  return isObject(found) ? found : {};
}

/** A Job with indexes may get more or fewer of them, all running at once. */
function completions(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const { completions: wanted, parallelism } = spec;
  if (jsonEqual(wanted, before['completions'])) return [];
  if (spec['completionMode'] !== 'Indexed') return [invalid('spec.completions', wanted ?? null, IMMUTABLE)];
  return wanted === undefined || wanted === parallelism
    ? []
    : [invalid('spec.completions', wanted, 'can only be modified in tandem with spec.parallelism')];
}

function template(spec: JsonObject, before: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [next, kept] = [objectAt(spec, 'template'), objectAt(before, 'template')];
  const suspended = before['suspend'] === true;
  const unstarted = suspended && memberAt(old, 'status', 'startTime') === undefined;
  return jsonEqual(normal(next, TEMPLATE), normal(unstarted ? rescheduled(kept, next) : kept, TEMPLATE))
    ? []
    : [invalid('spec.template', goTemplate(next), IMMUTABLE)];
}

const TEMPLATE: TypeRef = { kind: 'struct', name: 'core/v1.PodTemplateSpec', pointer: false };

/** The value without what is empty, but for structs that may be absent: of these an empty one says something. */
function normal(value: Json, type: TypeRef | undefined): Json {
  if (isList(value)) return value.map((item) => normal(item, type?.kind === 'list' ? type.of : undefined));
  const struct = type?.kind === 'struct' ? structType(type.name) : undefined;
  if (!isObject(value) || struct === undefined) return value;
  const members = Object.entries(value).flatMap(([name, item = null]): [string, Json][] => {
    const inner = struct.byName.get(name)?.type;
    const kept = normal(item, inner);
    return isBlank(kept) && inner?.pointer !== true ? [] : [[name, kept]];
  });
  return Object.fromEntries(members);
}

const DIRECTIVES = ['nodeSelector', 'tolerations', 'schedulingGates'];

/** The template that was, with what says where its pods may run as it is now. */
function rescheduled(old: JsonObject, next: JsonObject): JsonObject {
  const [spec, now] = [objectAt(old, 'spec'), objectAt(next, 'spec')];
  const other = Object.entries(spec).filter(([name]) => !DIRECTIVES.includes(name) && name !== 'affinity');
  const directives = Object.entries(now).filter(([name]) => DIRECTIVES.includes(name));
  const { nodeAffinity: _, ...affinity } = objectAt(spec, 'affinity');
  const nodes = memberAt(now, 'affinity', 'nodeAffinity');
  const labelled = objectAt(next, 'metadata');
  const merged = { ...affinity, ...(nodes !== undefined && { nodeAffinity: nodes }) };
  return {
    ...old,
    metadata: {
      ...objectAt(old, 'metadata'),
      labels: labelled['labels'] ?? {},
      annotations: labelled['annotations'] ?? {},
    },
    spec: {
      ...Object.fromEntries([...other, ...directives]),
      ...(Object.keys(merged).length > 0 && { affinity: merged }),
    },
  };
}

const PREFIXED = ['batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name'];

/** Labels by which a Job whose selector was made for it finds its pods. */
export function generatedSelectorCauses(object: JsonObject, old?: JsonObject): readonly FieldCause[] {
  const spec = objectAt(object, 'spec');
  const selector = spec['selector'];
  if (spec['manualSelector'] === true || !isObject(selector)) return [];
  const [uid, name] = [textAt(object, 'metadata', 'uid') ?? '', textAt(object, 'metadata', 'name') ?? ''];
  const before = memberAt(old, 'spec', 'template', 'metadata', 'labels');
  const older = old !== undefined && !PREFIXED.every((key) => memberAt(before, key) !== undefined);
  const expected = {
    'controller-uid': uid,
    'job-name': name,
    ...(!older && { 'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': name }),
  };
  const labels = memberAt(spec, 'template', 'metadata', 'labels');
  const causes = Object.entries(expected).flatMap(([key, value]) => labelCauses(labels, key, value));
  // What can't be read has been told already.
  return selects(selector, expected) || isBrokenSelector(selector)
    ? causes
    : [...causes, invalid('spec.selector', goSelector(selector), '`selector` not auto-generated')];
}

function labelCauses(labels: Json | undefined, key: string, value: string): readonly FieldCause[] {
  const field = `spec.template.metadata.labels[${key}]`;
  const given = memberAt(labels, key);
  const detail = `must be '${value}'`;
  if (given === undefined) return [{ field, message: `Required value: ${detail}`, reason: 'FieldValueRequired' }];
  if (given === value) return [];
  const sorted = Object.entries(isObject(labels) ? labels : {}).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [invalid(field, Object.fromEntries(sorted), detail)];
}

function selects(selector: JsonObject, labels: Readonly<Record<string, string>>): boolean {
  const plain = objectAt(selector, 'matchLabels');
  const expressions = isList(selector['matchExpressions']) ? selector['matchExpressions'] : [];
  return Object.entries(plain).every(([key, value]) => labels[key] === value) && expressions.length === 0;
}
