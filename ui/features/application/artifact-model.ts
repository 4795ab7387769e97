/** What an artifact of a registry says of itself, in the lines that the page shows. */
import type { Application } from '../../../src/api/application/fields.ts';
import type { OCIMetadata } from '../../../src/api/application/revision-fields.ts';

/** A digest that is deployed, and the place of its source. */
export interface ArtifactPlace {
  readonly revision: string;
  readonly sourceIndex: number;
}

/** The first source that is an artifact, once its digest is known. */
export function artifactOf({ spec, status }: Application): ArtifactPlace | undefined {
  const sources = spec.sources?.length ? spec.sources : [spec.source];
  const sourceIndex = sources.findIndex((source) => source?.repoURL?.startsWith('oci://'));
  const { revision = '', revisions = [] } = status?.sync ?? {};
  const digest = spec.sources?.length ? (revisions[sourceIndex] ?? '') : revision;
  return sourceIndex < 0 || !/^sha\d+:/.test(digest) ? undefined : { revision: digest, sourceIndex };
}

export interface ArtifactLine {
  readonly name: string;
  readonly text: string;
}

/** In the order in which people ask; what it does not say is left out. */
export function artifactLines(metadata: OCIMetadata): readonly ArtifactLine[] {
  const { version = '', description = '', authors = '', createdAt = '', sourceUrl = '', docsUrl = '' } = metadata;
  const lines = [
    ['Version', version],
    ['Description', description],
    ['Authors', authors],
    ['Created', createdAt],
    ['Source', sourceUrl],
    ['Documentation', docsUrl],
  ] as const;
  return lines.flatMap(([name, text]) => (text === '' ? [] : [{ name, text }]));
}
