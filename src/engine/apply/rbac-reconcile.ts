/**
 * RBAC kinds are first reconciled, then applied (features 0b, "RBAC kinds"): rules and subjects end up covering exactly what
 * is wanted. Source: kubectl's `auth reconcile --remove-extra-permissions --remove-extra-subjects`, recordings 073 and 091.
 */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, member } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { splitApiVersion } from '../../kube/object/kube-object.ts';

const RBAC_KINDS = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

export function isRbacKind(object: KubeObject): boolean {
  return splitApiVersion(object.apiVersion).group === 'rbac.authorization.k8s.io' && RBAC_KINDS.includes(object.kind);
}

export interface RbacPlan {
  readonly operation: 'none' | 'create' | 'update' | 'recreate';
  /** What to write; undefined where nothing is to be done. */
  readonly object: KubeObject | undefined;
  /** Lines behind `… reconciled`, without the outer blanks. */
  readonly notes: string;
}

/** What reconciling would write before the apply. */
export function planRbacReconcile(target: KubeObject, live: KubeObject | undefined): RbacPlan {
  const field = target.kind.endsWith('Binding') ? 'subjects' : 'rules';
  const wanted = listOf(target[field]);
  if (live === undefined) {
    return { operation: 'create', object: target, notes: notesOf('create', field, { missing: wanted, extra: [] }) };
  }
  if (field === 'subjects' && !jsonEqual(target['roleRef'], live['roleRef'])) {
    return { operation: 'recreate', object: target, notes: notesOf('recreate', field, { missing: wanted, extra: [] }) };
  }
  const present = listOf(live[field]);
  const missing = wanted.filter((item) => !present.some((other) => sameEntry(item, other)));
  const aggregated = target.kind === 'ClusterRole' && isObject(member(target, 'aggregationRule'));
  const extra = aggregated ? [] : present.filter((item) => !wanted.some((other) => sameEntry(item, other)));
  const metadata = joinedMetadata(target, live);
  if (missing.length === 0 && extra.length === 0 && jsonEqual(metadata, live.metadata)) {
    return { operation: 'none', object: undefined, notes: '' };
  }
  const kept = present.filter((item) => !extra.includes(item));
  const object: KubeObject = { ...live, metadata, [field]: [...kept, ...missing] };
  return { operation: 'update', object, notes: notesOf('update', field, { missing, extra }) };
}

function joinedMetadata(target: KubeObject, live: KubeObject): KubeObject['metadata'] {
  const labels = { ...live.metadata.labels, ...target.metadata.labels };
  const annotations = { ...live.metadata.annotations, ...target.metadata.annotations };
  return {
    ...live.metadata,
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}

/** Defaults that the API server fills in (a subject's apiGroup) do not tell entries apart. */
function sameEntry(left: Json, right: Json): boolean {
  return jsonEqual(normalEntry(left), normalEntry(right));
}

function normalEntry(entry: Json): JsonObject {
  if (!isObject(entry)) return {};
  const kind = member(entry, 'kind');
  if (typeof kind !== 'string') return entry;
  const group = kind === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io';
  return { ...entry, apiGroup: member(entry, 'apiGroup') ?? group };
}

function notesOf(
  operation: 'create' | 'update' | 'recreate',
  field: 'rules' | 'subjects',
  lists: { readonly missing: readonly Json[]; readonly extra: readonly Json[] },
): string {
  const lines = [`reconciliation required ${operation}`];
  if (lists.missing.length > 0)
    lines.push(`\tmissing ${field} added:`, ...lists.missing.map((it) => `\t\t${goText(it, field)}`));
  if (lists.extra.length > 0)
    lines.push(`\textra ${field} removed:`, ...lists.extra.map((it) => `\t\t${goText(it, field)}`));
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
  const text = (name: string) => {
    const value = member(entry, name);
    return typeof value === 'string' ? value : '';
  };
  return `{Kind:${text('kind')} APIGroup:${text('apiGroup')} Name:${text('name')} Namespace:${text('namespace')}}`;
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}
