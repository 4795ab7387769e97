/** `status.sync` of an Application. */
import type { Application, ApplicationSpec, SyncStatus } from '../../../api/application/fields.ts';
import type { SyncStatusCode } from '../../../api/enumerations.ts';
import { jsonEqual } from '../../../base/json-equal.ts';

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

/**
 * True where the labels and annotations wanted on the destination namespace are not those of the last operation: the
 * Application is OutOfSync then, although no object says so (features C21).
 */
export function hasChangedNamespaceMetadata(app: Application): boolean {
  const wanted = app.spec.syncPolicy?.managedNamespaceMetadata;
  const result = app.status?.operationState?.syncResult;
  if (wanted === undefined || result === undefined) return false;
  return !jsonEqual(wanted, result.managedNamespaceMetadata);
}
