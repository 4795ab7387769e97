import { health } from '../../health.ts';
import { at, type Check, conditionsIn, has, holds, inGroup, text } from '../vocabulary/index.ts';

/** The provider tells failures first, then an update that goes on while the control plane answers. */
const AWS_MANAGED_CONTROL_PLANE: Check = (object) => {
  const failure = text(object, 'status.failureMessage') ?? '';
  if (failure !== '') return health('Degraded', failure);
  if (!has(object, 'status.conditions')) return health('Progressing', 'Provisioning...');
  if (holds(object, 'EKSControlPlaneUpdating')) return health('Progressing', 'EKS control plane is updating');
  if (holds(object, 'Ready')) return health('Healthy', 'Control plane is ready');
  const errors = conditionsIn(object).filter(
    ({ status, entry }) => status === 'False' && text(entry, 'severity') === 'Error',
  );
  if (errors.length > 0) return health('Degraded', errors.map(({ message }) => `${message ?? ''} `).join(''));
  return at(object, 'status.ready') === false
    ? health('Progressing', 'Control plane is not ready (.status.ready is false)')
    : health('Progressing', 'Control plane is not ready');
};

/** Control planes of Cluster API providers. */
export const CONTROLPLANE_CLUSTER_X_K8S_IO = inGroup('controlplane.cluster.x-k8s.io', {
  AWSManagedControlPlane: AWS_MANAGED_CONTROL_PLANE,
});
