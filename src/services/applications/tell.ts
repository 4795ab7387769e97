/** Events of what people do with Applications, in the words that Argo CD's server uses (surface §1.6). */
import type { Application } from '../../api/application/fields.ts';
import type { ApplicationSyncRequest } from '../../api/methods/application-messages.ts';
import type { EventsPort } from '../../ports/events.ts';
import { sourcesOf } from './sources.ts';

export type Deed = 'OperationStarted' | 'ResourceCreated' | 'ResourceDeleted' | 'ResourceUpdated';

export interface Told {
  readonly reason: Deed;
  readonly username: string;
  /** What was done, without who did it. */
  readonly what: string;
}

/** Records one event on the Application. Never fails. */
export function tell({ events }: { readonly events: EventsPort }, { metadata }: Application, told: Told): void {
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = metadata;
  const subject = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', namespace, name, uid, resourceVersion };
  const message = `${told.username || 'Unknown user'} ${told.what}`;
  events.record({ type: 'Normal', reason: told.reason, subject, message });
}

/** `initiated partial sync to main`. Pure. */
export function syncDeed(app: Application, sync: ApplicationSyncRequest): string {
  const started = `initiated ${(sync.resources ?? []).length > 0 ? 'partial ' : ''}sync`;
  if ((sync.manifests ?? []).length > 0) return `${started} locally`;
  const own = sourcesOf(app).map(({ targetRevision }) => targetRevision || 'HEAD');
  const chosen = sync.revisions?.length ? sync.revisions : [sync.revision || own[0] || 'HEAD'];
  return `${started} to ${(sync.revision || sync.revisions?.length ? chosen : own).join(',')}`;
}
