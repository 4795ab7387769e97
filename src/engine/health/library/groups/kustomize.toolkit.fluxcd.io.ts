import { flux } from '../families/flux.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Flux, kustomizations. */
export const KUSTOMIZE_TOOLKIT_FLUXCD_IO = inGroup('kustomize.toolkit.fluxcd.io', {
  Kustomization: flux({ unready: 'Unknown' }),
});
