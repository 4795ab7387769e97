/** The audit of one followed kind: lists it beside the watch and counts what the watch should have told and did not. */
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import { listAll } from '../../ports/kube-paging.ts';
import type { RecordStore } from './record-store.ts';
import { compareVersions } from './resource-version.ts';

export interface AuditedKind {
  readonly kube: KubePort;
  readonly type: ResourceType;
  readonly group: string;
  readonly kind: string;
  /** Empty: all. */
  readonly namespace: string;
  readonly store: RecordStore;
  /** Resolves with true when the watch has told everything up to a version. */
  readonly passed: (resourceVersion: string) => Promise<boolean>;
  readonly signal: AbortSignal;
}

/** 0 also where the watch did not come far enough in time to be judged. Throws what listing throws. */
export async function missedChanges(audited: AuditedKind): Promise<number> {
  const listed = new Map<string, string>();
  let version = '';
  const { kube, type, namespace, signal } = audited;
  for await (const page of listAll(kube, type, { namespace, signal })) {
    if (page.restarted) listed.clear();
    for (const { metadata } of page.items) {
      listed.set(`${metadata.namespace ?? ''}/${metadata.name}`, metadata.resourceVersion ?? '');
    }
    version = page.resourceVersion;
  }
  if (!(await audited.passed(version))) return 0;
  return kept(audited, listed, version) + (await forgotten(audited, listed));
}

/** Deletions that were not told. What is newer than the list came after it. */
function kept(
  { store, group, kind, namespace }: AuditedKind,
  listed: ReadonlyMap<string, string>,
  version: string,
): number {
  const records = store.kind(group, kind);
  const known = [...(namespace === '' ? records.all() : records.inNamespace(namespace))];
  return known.filter(({ record }) => {
    const isOlder = compareVersions(record.resourceVersion, version) <= 0;
    return isOlder && !listed.has(`${record.key.namespace}/${record.key.name}`);
  }).length;
}

/** Creations and changes that were not told. What is not known may have been deleted since: only a read shows. */
async function forgotten(audited: AuditedKind, listed: ReadonlyMap<string, string>): Promise<number> {
  const { kube, type, store, group, kind, signal } = audited;
  let missed = 0;
  for (const [place, version] of listed) {
    const [namespace = '', name = ''] = place.split('/');
    const entry = store.get({ group, kind, namespace, name });
    if (entry) missed += compareVersions(entry.record.resourceVersion, version) < 0 ? 1 : 0;
    else missed += (await kube.get({ type, namespace, name }, signal)) === undefined ? 0 : 1;
  }
  return missed;
}
