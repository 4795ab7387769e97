import { health } from '../../health.ts';
import { flux } from '../families/flux.ts';
import { at, firstOf, inGroup, type Rule, text } from '../vocabulary/index.ts';

const SOURCE = flux({ unready: 'Unknown', alsoNeeds: ['ArtifactInStorage'] });

const ociHelmRepository: Rule = (object) =>
  at(object, 'spec.suspend') !== true && text(object, 'spec.type') === 'oci'
    ? health('Healthy', "Helm repositories of type 'oci' do not contain any information in the status.")
    : undefined;

/** Flux, sources: ready and with an artifact. */
export const SOURCE_TOOLKIT_FLUXCD_IO = inGroup('source.toolkit.fluxcd.io', {
  Bucket: SOURCE,
  GitRepository: SOURCE,
  HelmChart: SOURCE,
  HelmRepository: firstOf([ociHelmRepository], SOURCE),
  OCIRepository: flux({ unready: 'Unknown', alsoNeeds: ['ArtifactInStorage'], suspends: false }),
});
