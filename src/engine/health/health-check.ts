/** What a member of the family of built-in checks declares. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Health } from './health.ts';

export interface HealthCheck {
  readonly groups: readonly string[];
  readonly kind: string;
  check(object: KubeObject): Health;
}
