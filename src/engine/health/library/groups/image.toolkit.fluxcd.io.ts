import { flux } from '../families/flux.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Flux, images. */
export const IMAGE_TOOLKIT_FLUXCD_IO = inGroup('image.toolkit.fluxcd.io', {
  ImagePolicy: flux({
    unready: 'False',
    working: ['NewGeneration', 'AccessingRepository', 'ApplyingPolicy'],
    suspends: false,
  }),
  ImageRepository: flux({ unready: 'False', working: ['NewGeneration', 'Scanning'] }),
  ImageUpdateAutomation: flux({ unready: 'Unknown' }),
});
