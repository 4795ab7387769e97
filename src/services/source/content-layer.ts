/** Which layer of an artifact holds its files (A14): others, such as signatures and attestations, are passed over as Argo CD does. */
import type { OciDescriptor, OciManifest } from '../../ports/oci.ts';
import { sourceFault } from './source-fault.ts';

const HELM_CONFIG = 'application/vnd.cncf.helm.config.v1+json';
const HELM_CHART = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
/** By the ends of their media types. */
const ARCHIVES = ['tar', 'tar+gzip', 'tar.gzip'];
const MOST_LAYERS = 10;

/** Of a chart the chart itself, of anything else its only archive. Throws `source.not-an-artifact` (user). */
export function contentLayer(manifest: OciManifest, mediaTypes: readonly string[]): OciDescriptor {
  if (manifest.kind === 'index') throw unusable('a list of manifests, one a platform, is no source');
  const { layers, config } = manifest;
  if (layers.length > MOST_LAYERS) {
    throw unusable(`expected no more than ${MOST_LAYERS} oci layers, got ${layers.length}`);
  }
  const isContent =
    config.mediaType === HELM_CONFIG
      ? ({ mediaType }: OciDescriptor) => mediaType === HELM_CHART
      : ({ mediaType }: OciDescriptor) => ARCHIVES.some((end) => mediaType.endsWith(end));
  const content = layers.filter(isContent);
  const foreign = content.find(({ mediaType }) => !mediaTypes.includes(mediaType));
  if (foreign !== undefined) {
    throw unusable(`oci layer media type ${foreign.mediaType} is not in the list of allowed media types`);
  }
  const [only, ...others] = content;
  if (only !== undefined && others.length === 0) return only;
  throw unusable(`expected only a single oci content layer, got ${content.length}`);
}

function unusable(message: string): Error {
  return sourceFault('source.not-an-artifact', 'user', message);
}
