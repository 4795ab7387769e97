/** The built-in checks by group and kind. A new check is a file in `builtin/` and a line here. */
import { API_SERVICE } from './builtin/api-service.ts';
import { CRON_JOB } from './builtin/cron-job.ts';
import { CUSTOM_RESOURCE_DEFINITION } from './builtin/custom-resource-definition.ts';
import { DAEMON_SET } from './builtin/daemon-set.ts';
import { DEPLOYMENT } from './builtin/deployment.ts';
import { HORIZONTAL_POD_AUTOSCALER } from './builtin/horizontal-pod-autoscaler.ts';
import { INGRESS } from './builtin/ingress.ts';
import { JOB } from './builtin/job.ts';
import { PERSISTENT_VOLUME_CLAIM } from './builtin/persistent-volume-claim.ts';
import { POD } from './builtin/pod.ts';
import { POD_DISRUPTION_BUDGET } from './builtin/pod-disruption-budget.ts';
import { REPLICA_SET } from './builtin/replica-set.ts';
import { SERVICE } from './builtin/service.ts';
import { STATEFUL_SET } from './builtin/stateful-set.ts';
import { WORKFLOW } from './builtin/workflow.ts';
import type { HealthCheck } from './health-check.ts';

export const BUILTIN_CHECKS: readonly HealthCheck[] = [
  API_SERVICE,
  CRON_JOB,
  CUSTOM_RESOURCE_DEFINITION,
  DAEMON_SET,
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  INGRESS,
  JOB,
  PERSISTENT_VOLUME_CLAIM,
  POD,
  POD_DISRUPTION_BUDGET,
  REPLICA_SET,
  SERVICE,
  STATEFUL_SET,
  WORKFLOW,
];

const BY_KIND: ReadonlyMap<string, HealthCheck> = new Map(
  BUILTIN_CHECKS.flatMap((check) => check.groups.map((group) => [`${group}/${check.kind}`, check] as const)),
);

/** The built-in check of a kind; undefined where it has none. */
export function builtinCheck(group: string, kind: string): HealthCheck | undefined {
  return BY_KIND.get(`${group}/${kind}`);
}
