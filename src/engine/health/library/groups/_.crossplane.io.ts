import { crossplane } from '../families/crossplane.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Claims, composites, managed resources and packages. */
export const ANY_CROSSPLANE_IO = inGroup('*.crossplane.io', {
  '*': crossplane({
    withoutStatus: [
      'Composition',
      'CompositionRevision',
      'DeploymentRuntimeConfig',
      'ClusterProviderConfig',
      'ProviderConfig',
      'ProviderConfigUsage',
      'ControllerConfig',
    ],
    ready: ['Ready', 'Healthy', 'Offered', 'Established', 'ValidPipeline', 'RevisionHealthy'],
  }),
});
