/** ControllerRevisions: the templates a StatefulSet or DaemonSet had, by number and hash. */
import { jsonEqual } from '../../../base/json-equal.ts';
import { type JsonObject, memberAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Action, deletionOf } from '../controller.ts';
import { controllerReference } from '../owned-objects.ts';
import { CONTROLLER_REVISIONS } from '../resources.ts';
import type { PodTemplate } from '../workload-types.ts';

export interface ControllerRevision extends KubeObject {
  readonly data?: JsonObject;
  readonly revision: number;
}

export interface RevisionOwner extends KubeObject {
  readonly spec: JsonObject & { readonly template: PodTemplate; readonly revisionHistoryLimit?: number };
  readonly status?: JsonObject & { readonly collisionCount?: number };
}

export interface RevisionPlan {
  /** The revision of the present template. */
  readonly revision: ControllerRevision;
  /** Makes it, or gives it the newest number. */
  readonly actions: readonly Action[];
}

/** How the owner's kind names its revisions. */
export interface RevisionNaming {
  /** The label that holds the hash. */
  readonly hashLabel: string;
  readonly hashOf: (owner: RevisionOwner, data: JsonObject) => string;
}

/** The revision of the owner's template: found among those known, or to be made. */
export function presentRevision(
  owner: RevisionOwner,
  known: readonly ControllerRevision[],
  naming: RevisionNaming,
): RevisionPlan {
  const data = dataOf(owner.spec.template);
  const newest = Math.max(0, ...known.map((revision) => revision.revision));
  const found = [...known].sort(newestFirst).find((revision) => jsonEqual(revision.data, data));
  if (found === undefined) {
    const revision = newRevision(owner, { data, number: newest + 1, naming });
    return { revision, actions: [{ kind: 'create', object: revision }] };
  }
  if (found.revision === newest) return { revision: found, actions: [] };
  const renewed: ControllerRevision = { ...found, revision: newest + 1 };
  return { revision: renewed, actions: [{ kind: 'update', object: renewed }] };
}

/** The template that a revision holds. */
export function templateOf(revision: ControllerRevision | undefined): PodTemplate | undefined {
  const held = memberAt(revision?.data, 'spec', 'template') as (PodTemplate & JsonObject) | undefined;
  if (held === undefined) return undefined;
  const { $patch: _, ...template } = held;
  return template as PodTemplate;
}

/**
 * Removes revisions that nothing uses beyond the owner's limit, the oldest first. `counted` are those that the limit is about:
 * a DaemonSet counts used ones of old templates as well, a StatefulSet does not.
 */
export function dropRevisions(
  owner: RevisionOwner,
  counted: readonly ControllerRevision[],
  used: ReadonlySet<string>,
): readonly Action[] {
  const limit = owner.spec.revisionHistoryLimit ?? 10;
  const unused = counted.filter((revision) => !used.has(revision.metadata.name ?? '')).sort(newestFirst);
  const excess = Math.max(0, counted.length - limit);
  return unused.slice(Math.max(0, unused.length - excess)).map((one) => deletionOf(CONTROLLER_REVISIONS, one));
}

function newRevision(
  owner: RevisionOwner,
  parts: { readonly data: JsonObject; readonly number: number; readonly naming: RevisionNaming },
): ControllerRevision {
  const { hashLabel, hashOf } = parts.naming;
  const hash = hashOf(owner, parts.data);
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${owner.metadata.name}-${hash}`,
      namespace: owner.metadata.namespace ?? '',
      labels: { ...owner.spec.template.metadata?.labels, [hashLabel]: hash },
      ...(owner.metadata.annotations === undefined ? {} : { annotations: owner.metadata.annotations }),
      ownerReferences: [controllerReference(owner)],
    },
    data: parts.data,
    revision: parts.number,
  };
}

function dataOf(template: PodTemplate): JsonObject {
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

function newestFirst(left: ControllerRevision, right: ControllerRevision): number {
  return right.revision - left.revision;
}
