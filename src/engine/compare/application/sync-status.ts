/** `status.sync` of an Application. */
import type { ApplicationSpec, SyncStatus } from '../../../api/application/fields.ts';
import type { SyncStatusCode } from '../../../api/enumerations.ts';

/**
 * What was compared, and to which revisions. With several sources the plural fields are filled, as Argo CD does; empty
 * parts are left out.
 */
export function syncStatusOf(spec: ApplicationSpec, status: SyncStatusCode, revisions: readonly string[]): SyncStatus {
  const several = spec.sources !== undefined && spec.sources.length > 0;
  const rules = spec.ignoreDifferences ?? [];
  const [revision = ''] = revisions;
  return {
    status,
    comparedTo: {
      ...(several || spec.source === undefined ? {} : { source: spec.source }),
      destination: spec.destination,
      ...(several ? { sources: spec.sources } : {}),
      ...(rules.length === 0 ? {} : { ignoreDifferences: rules }),
    },
    ...(several || revision === '' ? {} : { revision }),
    ...(several ? { revisions } : {}),
  };
}
