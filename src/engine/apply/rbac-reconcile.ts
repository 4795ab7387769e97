/**
 * RBAC kinds are first reconciled, then applied (features 0b, "RBAC kinds"): rules and subjects end up covering at least what
 * is wanted, and the apply removes what is too much. Source: kubectl's `auth reconcile` without its options to remove,
 * recordings 073 and 091.
 */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, member } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type Rule, ruleOf, uncoveredRules } from './rule-cover.ts';

const RBAC_KINDS = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

/** Of the one version that is reconciled. */
export function isRbacKind(object: KubeObject): boolean {
  return object.apiVersion === 'rbac.authorization.k8s.io/v1' && RBAC_KINDS.includes(object.kind);
}

export interface RbacPlan {
  readonly operation: 'none' | 'create' | 'update' | 'recreate';
  /** What to write; undefined where nothing is to be done. */
  readonly object: KubeObject | undefined;
  /** Lines behind `… reconciled`, without the outer blanks. */
  readonly notes: string;
}

/** A live object with this annotation at `false` is left as it is; what it lacks is told all the same. */
const AUTO_UPDATE = 'rbac.authorization.kubernetes.io/autoupdate';

/** What reconciling would write before the apply. */
export function planRbacReconcile(target: KubeObject, live: KubeObject | undefined): RbacPlan {
  const field = target.kind.endsWith('Binding') ? 'subjects' : 'rules';
  const wanted = listOf(target[field]);
  if (live === undefined) return { operation: 'create', object: target, notes: notesOf('create', field, wanted) };
  const isProtected = live.metadata.annotations?.[AUTO_UPDATE] === 'false';
  if (field === 'subjects' && !sameRole(target['roleRef'], live['roleRef'])) {
    return planned({ operation: 'recreate', object: target, notes: 'reconciliation required recreate' }, isProtected);
  }
  const present = listOf(live[field]);
  const missing = field === 'subjects' ? missingSubjects(wanted, present) : missingRules(wanted, present);
  const completed = withSelectors(target, { ...live, metadata: joinedMetadata(target, live) });
  const object: KubeObject = missing.length === 0 ? completed : { ...completed, [field]: [...present, ...missing] };
  if (jsonEqual(object, live)) return { operation: 'none', object: undefined, notes: '' };
  return planned({ operation: 'update', object, notes: notesOf('update', field, missing) }, isProtected);
}

function planned(plan: RbacPlan, isProtected: boolean): RbacPlan {
  if (!isProtected) return plan;
  const [first = '', ...rest] = plan.notes.split('\n');
  const notes = [`${first}, but object opted out (${AUTO_UPDATE}: false)`, ...rest].join('\n');
  return { operation: 'none', object: undefined, notes };
}

/** In both, what is live wins: the apply brings the wanted values. */
function joinedMetadata(target: KubeObject, live: KubeObject): KubeObject['metadata'] {
  const labels = { ...target.metadata.labels, ...live.metadata.labels };
  const annotations = { ...target.metadata.annotations, ...live.metadata.annotations };
  return {
    ...live.metadata,
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}

/** The live role with the selectors of the wanted aggregation that it lacks; without one where none is wanted. */
function withSelectors(target: KubeObject, live: KubeObject): KubeObject {
  const { aggregationRule: present, ...rest } = live;
  const wanted = target['aggregationRule'];
  if (!isObject(wanted)) return isObject(present) ? rest : live;
  const selectors = isObject(present) ? listOf(member(present, 'clusterRoleSelectors')) : [];
  const lacking = listOf(member(wanted, 'clusterRoleSelectors')).filter(
    (selector) => !selectors.some((other) => jsonEqual(selector, other)),
  );
  return lacking.length === 0
    ? live
    : { ...rest, aggregationRule: { clusterRoleSelectors: [...selectors, ...lacking] } };
}

/** Each permission that no live rule gives, as a rule of its own. */
function missingRules(wanted: readonly Json[], present: readonly Json[]): readonly Json[] {
  return uncoveredRules(present.map(ruleOf), wanted.map(ruleOf)).map(filledRule);
}

function filledRule(rule: Rule): Json {
  return Object.fromEntries(Object.entries(rule).filter(([, texts]) => texts.length > 0));
}

function missingSubjects(wanted: readonly Json[], present: readonly Json[]): readonly Json[] {
  const lacking = wanted.filter((item) => !present.some((other) => sameSubject(item, other)));
  return lacking.filter((item, at) => lacking.findIndex((other) => sameSubject(item, other)) === at);
}

/** Compared as they are written: kubectl fills in no group, so that one which is left out differs from the stored. */
function sameSubject(left: Json, right: Json): boolean {
  return SUBJECT_FIELDS.every((name) => textOf(left, name) === textOf(right, name));
}

const SUBJECT_FIELDS = ['kind', 'apiGroup', 'name', 'namespace'];
const ROLE_FIELDS = ['apiGroup', 'kind', 'name'];

function sameRole(left: Json | undefined, right: Json | undefined): boolean {
  return ROLE_FIELDS.every((name) => textOf(left, name) === textOf(right, name));
}

function textOf(holder: Json | undefined, name: string): string {
  const value = isObject(holder) ? member(holder, name) : undefined;
  return typeof value === 'string' ? value : '';
}

function notesOf(operation: 'create' | 'update', field: 'rules' | 'subjects', missing: readonly Json[]): string {
  const lines = [`reconciliation required ${operation}`];
  if (missing.length > 0) lines.push(`\tmissing ${field} added:`, ...missing.map((it) => `\t\t${goText(it, field)}`));
  return lines.join('\n');
}

const RULE_FIELDS = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'];
const RULE_NAMES = ['Verbs', 'APIGroups', 'Resources', 'ResourceNames', 'NonResourceURLs'];

/** Go's `%+v` of a PolicyRule or Subject. */
function goText(entry: Json, field: 'rules' | 'subjects'): string {
  if (field === 'rules') {
    const parts = RULE_FIELDS.map(
      (name, at) => `${RULE_NAMES[at]}:[${listOf(member(entry, name)).map(String).join(' ')}]`,
    );
    return `{${parts.join(' ')}}`;
  }
  const text = (name: string) => textOf(entry, name);
  return `{Kind:${text('kind')} APIGroup:${text('apiGroup')} Name:${text('name')} Namespace:${text('namespace')}}`;
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}
