/** The rules of all types, one file per concept. */

import { ACCESS_RULES } from './access-rules.ts';
import { AUTOSCALING_RULES } from './autoscaling-rules.ts';
import { CLUSTER_RULES } from './cluster-rules.ts';
import { CONTAINER_RULES } from './container-rules.ts';
import { DATA_RULES } from './data-rules.ts';
import { DEVICE_RULES } from './device-rules.ts';
import { FLOW_RULES } from './flow-rules.ts';
import { INGRESS_RULES } from './ingress-rules.ts';
import { JOB_RULES } from './job-rules.ts';
import { NETWORK_RULES } from './network-rules.ts';
import { POD_RULES } from './pod-rules.ts';
import { POLICY_RULES } from './policy-rules.ts';
import { PROBE_RULES } from './probe-rules.ts';
import { QUOTA_RULES } from './quota-rules.ts';
import { RESOURCE_RULES } from './resource-rules.ts';
import { ROLLOUT_RULES } from './rollout-rules.ts';
import type { Rules } from './rule.ts';
import { SCHEDULING_RULES } from './scheduling-rules.ts';
import { SECURITY_RULES } from './security-rules.ts';
import { SELECTOR_RULES } from './selector-rules.ts';
import { SERVICE_RULES } from './service-rules.ts';
import { STORAGE_RULES } from './storage-rules.ts';
import { VOLUME_RULES } from './volume-rules.ts';
import { VOLUME_SOURCE_RULES } from './volume-source-rules.ts';
import { WEBHOOK_RULES } from './webhook-rules.ts';
import { WORKLOAD_RULES } from './workload-rules.ts';

export const ALL_RULES: Rules = {
  ...CONTAINER_RULES,
  ...POD_RULES,
  ...PROBE_RULES,
  ...RESOURCE_RULES,
  ...SCHEDULING_RULES,
  ...SECURITY_RULES,
  ...VOLUME_RULES,
  ...VOLUME_SOURCE_RULES,
  ...DATA_RULES,
  ...SELECTOR_RULES,
  ...WORKLOAD_RULES,
  ...JOB_RULES,
  ...SERVICE_RULES,
  ...WEBHOOK_RULES,
  ...POLICY_RULES,
  ...STORAGE_RULES,
  ...ROLLOUT_RULES,
  ...QUOTA_RULES,
  ...NETWORK_RULES,
  ...INGRESS_RULES,
  ...FLOW_RULES,
  ...CLUSTER_RULES,
  ...DEVICE_RULES,
  ...AUTOSCALING_RULES,
  ...ACCESS_RULES,
};
