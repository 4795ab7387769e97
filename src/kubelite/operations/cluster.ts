/** What every operation works on: the store, the served resources, time and entropy. No module holds any of it. */
import { type Clock, rfc3339 } from '../../base/clock.ts';
import type { PolicyMemory } from '../policies/policy-memory.ts';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { ServiceAddresses } from './service-addresses.ts';

/** Where unpredictable bytes come from; tests pass a fixed sequence. */
export interface Entropy {
  bytes(count: number): Uint8Array;
}

export interface Cluster {
  readonly store: ObjectStore;
  readonly registry: ResourceRegistry;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly addresses: ServiceAddresses;
  readonly policies: PolicyMemory;
}

/** The time of a write, as objects carry it. */
export function timeOf(cluster: Cluster): string {
  return rfc3339(cluster.clock.now());
}

/** The time that a claim of fields carries: those by a scale have none, as their server loses it. */
export function claimTimeOf(cluster: Cluster, subresource: string): string {
  return subresource === 'scale' ? '' : timeOf(cluster);
}

/** A random UUID (RFC 9562, version 4). */
export function newUuid(entropy: Entropy): string {
  const bytes = Buffer.from(entropy.bytes(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** What `generateName` appends: letters that form no words (apimachinery `rand.SafeEncodeString`). */
export function nameSuffix(entropy: Entropy): string {
  return [...entropy.bytes(5)].map((byte) => SUFFIX_LETTERS[byte % SUFFIX_LETTERS.length]).join('');
}
