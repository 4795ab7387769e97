/** Events of what people do with Applications and their resources, in the words of Argo CD's server (surface §1.6). */
import type { Application } from '../../api/application/fields.ts';
import type { ApplicationSyncRequest } from '../../api/methods/application-messages.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { EventsPort } from '../../ports/events.ts';
import { revisionsOf } from './request-sync.ts';
import { sourcesOf } from './sources.ts';

export type Deed = 'OperationStarted' | 'ResourceActionRan' | 'ResourceCreated' | 'ResourceDeleted' | 'ResourceUpdated';

export interface Told {
  readonly reason: Deed;
  readonly username: string;
  /** What was done, without who did it. */
  readonly what: string;
}

const APPLICATION = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };

/** Records one event on the Application. Never fails. */
export function tell(deps: { readonly events: EventsPort }, { metadata }: Application, told: Told): void {
  tellOf(deps, { ...APPLICATION, metadata }, told);
}

/** Records one event on any object. Never fails. */
export function tellOf(
  { events }: { readonly events: EventsPort },
  { apiVersion, kind, metadata }: Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>,
  { reason, username, what }: Told,
): void {
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = metadata;
  const subject = { apiVersion, kind, namespace, name, uid, resourceVersion };
  events.record({ type: 'Normal', reason, subject, message: `${username || 'Unknown user'} ${what}` });
}

/** `initiated partial sync to main`. Pure. */
export function syncDeed(app: Application, sync: ApplicationSyncRequest): string {
  const started = `initiated ${(sync.resources ?? []).length > 0 ? 'partial ' : ''}sync`;
  if ((sync.manifests ?? []).length > 0) return `${started} locally`;
  const asked = sync.revision ? [sync.revision] : revisionsOf(app, sync);
  const targets = sourcesOf(app).map(({ targetRevision }) => targetRevision || 'HEAD');
  return `${started} to ${(asked.length > 0 ? asked : targets).join(',')}`;
}
