/** What the artifact or the chart of an Application's source says of itself, for the page and the command line (A4, A14). */
import type { RevisionMetadataQuery } from '../../api/methods/application-messages.ts';
import { AppError } from '../../base/errors.ts';
import type { SourceInspection } from '../../ports/source-inspection.ts';
import { projectOf } from '../application-permission.ts';
import type { Handler } from '../dispatch.ts';
import { orUnusable, unusable } from './repository-fields.ts';
import { read, stored } from './request.ts';
import { sourceAt } from './source-at.ts';

const DIGEST = /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/;

export function artifactMetadataHandlers(inspection: SourceInspection): Readonly<Record<string, Handler>> {
  return {
    async 'application.ApplicationService/GetOCIMetadata'(context) {
      const app = stored(context);
      const query = read<RevisionMetadataQuery>(context);
      const { revision = '', sourceIndex = 0 } = query;
      if (!DIGEST.test(revision)) throw invalid(`revision ${revision} must be resolved`);
      const source = sourceAt(app, query);
      if (!source.repoURL?.startsWith('oci://')) throw invalid(`source ${sourceIndex} is no OCI artifact`);
      const { signal } = context;
      const what = `failed to extract digest metadata for revision "${revision}": `;
      return await orUnusable(what, () => inspection.artifact(source, projectOf(app), revision, signal));
    },

    async 'application.ApplicationService/RevisionChartDetails'(context) {
      const app = stored(context);
      const query = read<RevisionMetadataQuery>(context);
      const { name, revision = '' } = query;
      const source = sourceAt(app, query);
      if (!source.chart) throw unusable(`no chart found for application: ${name}`);
      const { signal } = context;
      const what = 'error extracting chart: ';
      return await orUnusable(what, () => inspection.chart(source, projectOf(app), revision, signal));
    },
  };
}

function invalid(message: string): AppError {
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message });
}
