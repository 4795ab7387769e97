/** What the artifact of an Application's source says of itself, for the page and the command line (A14). */
import type { Application, ApplicationSource } from '../../api/application/fields.ts';
import type { RevisionMetadataQuery } from '../../api/methods/application-messages.ts';
import { AppError } from '../../base/errors.ts';
import type { SourceInspection } from '../../ports/source-inspection.ts';
import { sourcesOf } from '../../services/applications/index.ts';
import { projectOf } from '../application-permission.ts';
import type { Handler } from '../dispatch.ts';
import { orUnusable } from './repository-fields.ts';
import { read, stored } from './request.ts';

const DIGEST = /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/;

export function artifactMetadataHandlers(inspection: SourceInspection): Readonly<Record<string, Handler>> {
  return {
    async 'application.ApplicationService/GetOCIMetadata'(context) {
      const app = stored(context);
      const query = read<RevisionMetadataQuery>(context);
      const { revision = '' } = query;
      if (!DIGEST.test(revision)) throw invalid(`revision ${revision} must be resolved`);
      const source = sourceAt(app, query);
      const { signal } = context;
      const what = `failed to extract digest metadata for revision "${revision}": `;
      return await orUnusable(what, () => inspection.artifact(source, projectOf(app), revision, signal));
    },
  };
}

/** Of the entry of the history that is named, else of the Application as it is; the first where no place is named. */
function sourceAt(app: Application, { sourceIndex = 0, versionId }: RevisionMetadataQuery): ApplicationSource {
  const past = versionId === undefined ? undefined : app.status?.history?.find(({ id }) => id === versionId);
  if (versionId !== undefined && past === undefined) throw invalid(`revision history not found for id ${versionId}`);
  const pastSources = past?.sources?.length ? past.sources : past?.source === undefined ? [] : [past.source];
  const source = (past === undefined ? sourcesOf(app) : pastSources)[sourceIndex];
  if (source === undefined) throw invalid(`source index ${sourceIndex} not found`);
  if (!source.repoURL?.startsWith('oci://')) throw invalid(`source ${sourceIndex} is no OCI artifact`);
  return source;
}

function invalid(message: string): AppError {
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message });
}
