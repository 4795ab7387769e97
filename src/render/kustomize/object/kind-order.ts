/** The order of kinds: what others need first, what watches over all last. */
import { compareBytes } from '../../../base/json/byte-order.ts';
import type { GvkSelector } from './kind.ts';

export interface KindOrder {
  readonly orderFirst?: readonly string[];
  readonly orderLast?: readonly string[];
}

const FIRST =
  'Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount PodSecurityPolicy Role ClusterRole RoleBinding ClusterRoleBinding ConfigMap Secret Endpoints Service LimitRange PriorityClass PersistentVolume PersistentVolumeClaim Deployment StatefulSet CronJob PodDisruptionBudget'.split(
    ' ',
  );
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

export const KIND_ORDER: KindOrder = { orderFirst: FIRST, orderLast: LAST };

/** Below zero for kinds that come first, above for those that come last. */
export function kindRanks({ orderFirst = [], orderLast = [] }: KindOrder): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  for (const [at, kind] of orderFirst.entries()) ranks.set(kind, at - orderFirst.length);
  for (const [at, kind] of orderLast.entries()) ranks.set(kind, at + 1);
  return ranks;
}

/** Group, version and kind as a text to sort by. */
export function sortText({ group, version, kind }: GvkSelector): string {
  return `${group || '~G'}_${version || '~V'}_${kind || '~K'}`;
}

const RANKS = kindRanks(KIND_ORDER);

/** For `sort`. */
export function compareKinds(left: GvkSelector, right: GvkSelector): number {
  const rank = ({ kind = '' }: GvkSelector): number => RANKS.get(kind) ?? 0;
  return rank(left) - rank(right) || compareBytes(sortText(left), sortText(right));
}
