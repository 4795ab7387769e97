/** Which source of an Application a call about a revision means (A17): by its place, and by an entry of the history. */
import type { Application, ApplicationSource } from '../../api/application/fields.ts';
import type { RevisionMetadataQuery } from '../../api/methods/application-messages.ts';
import { sourcesOf } from '../../services/applications/index.ts';
import { unusable } from './repository-fields.ts';

type Place = Pick<RevisionMetadataQuery, 'sourceIndex' | 'versionId'>;

const WHAT = 'error getting app source by source index and version ID: ';

/**
 * Of the entry of the history that is named, else of the Application as it is; the first where no place is named. Throws
 * `api.repository` (user) with Argo CD's words.
 */
export function sourceAt(app: Application, { sourceIndex, versionId }: Place): ApplicationSource {
  const sources = versionId === undefined ? sourcesOf(app) : pastSources(app, versionId);
  const source = sources[sourceIndex ?? 0];
  if (source === undefined) throw unusable(`${WHAT}source index ${sourceIndex ?? 0} not found ${because(sources)}`);
  return source;
}

function pastSources({ status }: Application, versionId: number): readonly ApplicationSource[] {
  const history = status?.history ?? [];
  const missing = `${WHAT}error getting source by version ID: `;
  if (history.length === 0) {
    throw unusable(`${missing}version ID ${versionId} not found because the app has no history`);
  }
  const past = history.find(({ id = 0 }) => id === versionId);
  if (past === undefined) throw unusable(`${missing}revision history not found for version ID ${versionId}`);
  if (past.sources?.length) return past.sources;
  return past.source === undefined ? [] : [past.source];
}

function because({ length }: readonly ApplicationSource[]): string {
  return `because there ${length === 1 ? 'is only 1 source' : `are only ${length} sources`}`;
}
