/** What an artifact says of itself, by the annotations of the OCI Image Specification ("Pre-Defined Annotation Keys"). */
import type { OCIMetadata } from '../../api/application/revision-fields.ts';
import type { OciManifest } from '../../ports/oci.ts';

const PREFIX = 'org.opencontainers.image.';

/** As Argo CD has it, which leaves the address of the image empty. A list of manifests says nothing. */
export function artifactMetadata(manifest: OciManifest): OCIMetadata {
  const annotations = manifest.kind === 'image' ? manifest.annotations : {};
  const said = (name: string): string => {
    const key = `${PREFIX}${name}`;
    return Object.hasOwn(annotations, key) ? (annotations[key] ?? '') : '';
  };
  return {
    createdAt: said('created'),
    authors: said('authors'),
    imageUrl: '',
    docsUrl: said('documentation'),
    sourceUrl: said('source'),
    version: said('version'),
    description: said('description'),
  };
}
