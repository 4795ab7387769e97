import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { conditionsOf } from '../status-fields.ts';

/** CustomResourceDefinition: terminating, then names, then Established, then its schema. */
export const CUSTOM_RESOURCE_DEFINITION: HealthCheck = {
  groups: ['apiextensions.k8s.io'],
  kind: 'CustomResourceDefinition',
  check,
};

function check(object: KubeObject): Health {
  if (object.metadata.deletionTimestamp !== undefined) return health('Progressing', 'CRD is terminating');
  const conditions = conditionsOf(object);
  if (conditions.length === 0) return health('Progressing', 'Status conditions not found');
  const find = (type: string, status: string) =>
    conditions.find((condition) => condition.type === type && condition.status === status);
  const terminating = find('Terminating', 'True');
  if (terminating !== undefined) return health('Progressing', `CRD is terminating: ${terminating.message}`);
  const unnamed = find('NamesAccepted', 'False');
  if (unnamed !== undefined) return health('Degraded', `CRD names have not been accepted: ${unnamed.message}`);
  if (find('Established', 'True') === undefined) return health('Degraded', 'CRD is not established');
  const violations = find('NonStructuralSchema', 'True');
  if (violations !== undefined) return health('Degraded', `Schema violations found: ${violations.message}`);
  return health('Healthy', 'CRD is healthy');
}
