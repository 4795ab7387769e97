/** The calls about Applications that the page makes. */

import type { ApplicationExplanation } from '../../src/api/application/explanation-fields.ts';
import type { Application } from '../../src/api/application/fields.ts';
import type { OCIMetadata } from '../../src/api/application/revision-fields.ts';
import type { ApplicationTree, ResourceDiff } from '../../src/api/application/tree-fields.ts';
import type { ResourceAction } from '../../src/api/resource/fields.ts';
import { get, post, remove } from './client.ts';

export interface ApplicationKey {
  readonly namespace: string;
  readonly name: string;
}

export interface ResourceKey {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface KubeEvent {
  readonly reason?: string;
  readonly message?: string;
  readonly type?: string;
  readonly count?: number;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly metadata: { readonly uid?: string; readonly creationTimestamp?: string | null };
}

export interface ApplicationListReply {
  readonly metadata: { readonly resourceVersion?: string };
  readonly items: readonly Application[] | null;
}

export interface ApplicationEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly application: Application;
}

export interface SyncRequest {
  readonly prune: boolean;
  readonly dryRun: boolean;
  readonly resources?: readonly ResourceKey[];
}

export function listApplications(): Promise<ApplicationListReply> {
  return get('api/v1/applications');
}

export function getApplication(key: ApplicationKey, refresh?: 'normal' | 'hard'): Promise<Application> {
  return get(path(key), { appNamespace: key.namespace, refresh });
}

export function syncApplication(key: ApplicationKey, request: SyncRequest): Promise<Application> {
  return post(`${path(key)}/sync`, { appNamespace: key.namespace, strategy: { hook: {} }, ...request });
}

export function terminateOperation(key: ApplicationKey): Promise<unknown> {
  return remove(`${path(key)}/operation`, { appNamespace: key.namespace });
}

export function deleteApplication(key: ApplicationKey, cascade: boolean): Promise<unknown> {
  return remove(path(key), { appNamespace: key.namespace, cascade });
}

export function resourceTree(key: ApplicationKey): Promise<ApplicationTree> {
  return get(`${path(key)}/resource-tree`, { appNamespace: key.namespace });
}

export async function managedResource(key: ApplicationKey, resource: ResourceKey): Promise<ResourceDiff | undefined> {
  const query = { appNamespace: key.namespace, ...resource };
  const reply = await get<{ items?: readonly ResourceDiff[] | null }>(`${path(key)}/managed-resources`, query);
  return reply.items?.find(
    ({ group = '', kind, namespace = '', name }) =>
      group === resource.group && kind === resource.kind && namespace === resource.namespace && name === resource.name,
  );
}

/** `sourceIndex`: of the source whose artifact the digest is. */
export function artifactMetadata(
  key: ApplicationKey,
  { revision, sourceIndex }: { readonly revision: string; readonly sourceIndex: number },
): Promise<OCIMetadata> {
  const place = `${path(key)}/revisions/${encodeURIComponent(revision)}/ocimetadata`;
  return get(place, { appNamespace: key.namespace, sourceIndex });
}

export function explainApplication(key: ApplicationKey): Promise<ApplicationExplanation> {
  return get(`${path(key)}/explain`, { appNamespace: key.namespace });
}

export async function liveResource(key: ApplicationKey, resource: ResourceKey, version: string): Promise<string> {
  const { name: resourceName, ...rest } = resource;
  const query = { appNamespace: key.namespace, ...rest, resourceName, version };
  return (await get<{ manifest: string }>(`${path(key)}/resource`, query)).manifest;
}

export async function resourceEvents(
  key: ApplicationKey,
  resource: ResourceKey & { uid: string },
): Promise<readonly KubeEvent[]> {
  const query = {
    appNamespace: key.namespace,
    resourceNamespace: resource.namespace,
    resourceName: resource.name,
    resourceUID: resource.uid,
  };
  return (await get<{ items?: readonly KubeEvent[] | null }>(`${path(key)}/events`, query)).items ?? [];
}

export async function resourceActions(
  key: ApplicationKey,
  resource: ResourceKey & { readonly version: string },
): Promise<readonly ResourceAction[]> {
  const { name: resourceName, ...rest } = resource;
  const query = { appNamespace: key.namespace, ...rest, resourceName };
  return (
    (await get<{ actions?: readonly ResourceAction[] | null }>(`${path(key)}/resource/actions`, query)).actions ?? []
  );
}

export function runResourceAction(
  key: ApplicationKey,
  resource: ResourceKey & { readonly version: string },
  { action, parameters }: { readonly action: string; readonly parameters: Readonly<Record<string, string>> },
): Promise<unknown> {
  const { name: resourceName, ...rest } = resource;
  const resourceActionParameters = Object.entries(parameters).map(([name, value]) => ({ name, value }));
  const body = { appNamespace: key.namespace, ...rest, resourceName, action, resourceActionParameters };
  return post(`${path(key)}/resource/actions/v2`, body);
}

function path({ name }: ApplicationKey): string {
  return `api/v1/applications/${encodeURIComponent(name)}`;
}
