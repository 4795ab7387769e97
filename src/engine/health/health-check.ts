/** What a member of the family of checks declares. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Health } from './health.ts';

export interface HealthCheck {
  readonly groups: readonly string[];
  readonly kind: string;
  /** `now`: milliseconds since 1970, for the few kinds whose verdict changes while nothing happens; absent: long after. */
  check(object: KubeObject, now?: number): Health;
}
