import { flux } from '../families/flux.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Flux, Helm releases: released or tested besides ready. */
export const HELM_TOOLKIT_FLUXCD_IO = inGroup('helm.toolkit.fluxcd.io', {
  HelmRelease: flux({ unready: 'Unknown', alsoNeeds: ['Released', 'TestSuccess'] }),
});
