/** The Leases of all controllers of a control plane, and which of them are alive by this process's own clock. */
import type { Clock } from '../../base/clock.ts';
import { hasCode } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import { type LeaseRecord, readLease } from './lease-record.ts';

export interface SightOptions {
  readonly kube: KubePort;
  readonly namespace: string;
  /** With which their names begin. */
  readonly name: string;
  readonly identity: string;
  readonly clock: Clock;
  readonly isGone?: (holder: string) => boolean;
}

const LEASES: ResourceType = { group: 'coordination.k8s.io', version: 'v1', plural: 'leases', namespaced: true };

export class LeaseSight {
  readonly #options: SightOptions;
  /** By name: since when a version is known. */
  readonly #since = new Map<string, { readonly version: string; readonly at: number }>();

  constructor(options: SightOptions) {
    this.#options = options;
  }

  /** Leases by name, as of now. */
  async look(): Promise<ReadonlyMap<string, LeaseRecord>> {
    const { kube, namespace, name, clock } = this.#options;
    const items = await listed(kube, namespace);
    const seen = new Map<string, LeaseRecord>();
    for (const item of items) {
      const lease = item.metadata.name ?? '';
      if (lease !== name && !lease.startsWith(`${name}-`)) continue;
      const record = readLease(item);
      seen.set(lease, record);
      if (this.#since.get(lease)?.version !== record.version) {
        this.#since.set(lease, { version: record.version, at: clock.elapsed() });
      }
    }
    return seen;
  }

  /** Somebody else holds it and may rely on it. */
  isAlive(seen: ReadonlyMap<string, LeaseRecord>, name: string): boolean {
    const { identity, clock, isGone = () => false } = this.#options;
    const record = seen.get(name);
    if (record === undefined || record.holder === '' || record.holder === identity) return false;
    const since = this.#since.get(name)?.at ?? clock.elapsed();
    return clock.elapsed() - since < record.milliseconds && !isGone(record.holder);
  }
}

/** Who may not list Leases sees none: it can only be one that leads all, as before there were others. */
async function listed(kube: KubePort, namespace: string): Promise<readonly KubeObject[]> {
  try {
    return (await kube.list(LEASES, { namespace })).items;
  } catch (error) {
    if (hasCode(error, 'kube.forbidden')) return [];
    throw error;
  }
}
