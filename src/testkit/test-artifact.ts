/** Artifacts for registries of tests: what `helm push` and `oras push` make of files. */
import { sha256 } from './pack-tar.ts';

export interface TestArtifact {
  readonly layers: readonly { readonly mediaType: string; readonly content: Uint8Array }[];
  readonly configType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface PackedArtifact {
  /** Digest of the manifest. */
  readonly digest: string;
  readonly manifest: Buffer;
  /** Config and layers by digest. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
/** What `oras push` gives to files. */
const EMPTY_CONFIG = 'application/vnd.oci.empty.v1+json';
const HELM_CONFIG = 'application/vnd.cncf.helm.config.v1+json';
const HELM_CHART = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** A chart as `helm push` uploads it. */
export function chartArtifact(archive: Uint8Array): TestArtifact {
  return { configType: HELM_CONFIG, layers: [{ mediaType: HELM_CHART, content: archive }] };
}

export function digestOf(content: Uint8Array): string {
  return `sha256:${sha256(content)}`;
}

export function packArtifact({ layers, configType = EMPTY_CONFIG, annotations = {} }: TestArtifact): PackedArtifact {
  const config = Buffer.from('{}');
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: { mediaType: configType, digest: digestOf(config), size: config.length },
      layers: layers.map(({ mediaType, content }) => ({ mediaType, digest: digestOf(content), size: content.length })),
      annotations,
    }),
  );
  const contents = [config, ...layers.map(({ content }) => content)];
  const blobs = new Map(contents.map((content) => [digestOf(content), content] as const));
  return { digest: digestOf(manifest), manifest, blobs };
}
