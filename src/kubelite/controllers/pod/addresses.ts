/** Addresses follow from names and uids, so that they need no memory and stay the same after a restart. */
import { fnv1a } from '../template-hash.ts';

export function nodeAddress(name: string): string {
  return address({ first: 10, second: 1, mask: 1, name });
}

/** From 10.128.0.0/9. */
export function podAddress(uid: string): string {
  return address({ first: 10, second: 128, mask: 127, name: uid });
}

/** From 198.18.0.0/15, the range for benchmarks: load balancers and Ingresses. */
export function outsideAddress(uid: string): string {
  return address({ first: 198, second: 18, mask: 1, name: uid });
}

function address(parts: {
  readonly first: number;
  readonly second: number;
  readonly mask: number;
  readonly name: string;
}): string {
  const hash = fnv1a(parts.name);
  const bytes = [(hash >>> 16) & 0xff, (hash >>> 8) & 0xff, hash & 0xff];
  return `${parts.first}.${parts.second | ((bytes[0] ?? 0) & parts.mask)}.${bytes[1]}.${bytes[2]}`;
}
