import { crossplane } from '../families/crossplane.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Managed resources of Upbound's providers. */
export const ANY_UPBOUND_IO = inGroup('*.upbound.io', {
  '*': crossplane({
    withoutStatus: ['ClusterProviderConfig', 'ProviderConfig', 'ProviderConfigUsage'],
    ready: ['Ready'],
  }),
});
