import { health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { type Check, inGroup, text } from '../vocabulary/index.ts';

const MANAGED_CERTIFICATE: Check = (object) => {
  const domains = objectsAt(object, 'status', 'domainStatus');
  if (domains.some((domain) => text(domain, 'status') === 'FailedNotVisible')) {
    return health('Degraded', 'At least one certificate has failed to be provisioned');
  }
  return text(object, 'status.certificateStatus') === 'Active'
    ? health('Healthy', 'All certificates are active')
    : health('Progressing', 'At least one certificate is still being provisioned');
};

/** Google Kubernetes Engine. */
export const NETWORKING_GKE_IO = inGroup('networking.gke.io', { ManagedCertificate: MANAGED_CERTIFICATE });
