import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import {
  at,
  byState,
  type Check,
  conditionsIn,
  count,
  firstOf,
  has,
  inConditions,
  inGroup,
  text,
  unlessObserved,
  when,
  without,
} from '../vocabulary/index.ts';

const UNREPORTED = health('Progressing', 'Waiting for the status to be reported');
const STALE = health('Progressing', 'Waiting for the status to be updated');

const CERTIFICATE_POLICY = firstOf(
  [
    byState(
      'status.compliant',
      { Compliant: health('Healthy', 'All certificates found comply with the policy') },
      health('Degraded', 'At least once certificate does not comply with the policy'),
    ),
  ],
  UNREPORTED,
);

const CONFIGURATION_POLICY: Check = (object) => {
  const compliant = text(object, 'status.compliant');
  if (compliant === undefined) return UNREPORTED;
  if (count(object, 'status.lastEvaluatedGeneration') !== count(object, 'metadata.generation')) return STALE;
  if (!has(object, 'status.compliancyDetails')) return health('Progressing', 'Waiting for compliance');
  const said = objectsAt(object, 'status', 'compliancyDetails')
    .flatMap((detail) => conditionsIn(detail, 'conditions'))
    .flatMap(({ type, message }) => (type === undefined || message === undefined ? [] : [`${type} - ${message}`]));
  return health(compliant === 'Compliant' ? 'Healthy' : 'Degraded', said.join('; '));
};

const OPERATOR_POLICY = firstOf(
  [
    without('status.conditions', UNREPORTED),
    unlessObserved('Waiting for the status to be updated'),
    inConditions(when('Compliant=True', 'Healthy'), when('Compliant', 'Degraded')),
  ],
  health('Progressing', 'Waiting for the compliance condition'),
);

/** A policy on the hub tells clusters, its copy in a cluster's namespace tells templates. */
const POLICY: Check = (object) => {
  if (at(object, 'spec.disabled') === true) return health('Healthy', 'Policy is disabled');
  const compliant = text(object, 'status.compliant');
  if (compliant === undefined) {
    const matchesNone = !has(object, 'status.status') && objectsAt(object, 'status', 'placement').length > 0;
    return matchesNone ? health('Healthy', 'No clusters match this policy') : UNREPORTED;
  }
  const status = compliant === 'Compliant' ? 'Healthy' : 'Degraded';
  if (has(object, 'status.status')) return health(status, offenders(object, 'clusters', 'clustername'));
  return health(status, has(object, 'status.details') ? offenders(object, 'templates', 'templateMeta.name') : '');
};

function offenders(object: KubeObject, what: 'clusters' | 'templates', name: string): string {
  const entries = objectsAt(object, 'status', what === 'clusters' ? 'status' : 'details');
  const bad = entries.filter((entry) => text(entry, 'compliant') !== 'Compliant');
  if (bad.length === 0) return `All ${what} are compliant`;
  return `NonCompliant ${what}: ${bad.map((entry) => text(entry, name) ?? '').join(', ')}`;
}

/** Open Cluster Management. */
export const POLICY_OPEN_CLUSTER_MANAGEMENT_IO = inGroup('policy.open-cluster-management.io', {
  CertificatePolicy: CERTIFICATE_POLICY,
  ConfigurationPolicy: CONFIGURATION_POLICY,
  OperatorPolicy: OPERATOR_POLICY,
  Policy: POLICY,
});
