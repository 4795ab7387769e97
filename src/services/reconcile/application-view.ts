/** One Application as stored: the object with all its fields, and a typed view for reading. */
import type { Application } from '../../api/application/fields.ts';
import { instanceName } from '../../engine/tracking/instance-name.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ResourceType } from '../../ports/kube.ts';
import type { AppKey } from '../../ports/live-view.ts';

export const APPLICATIONS: ResourceType = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'applications',
  namespaced: true,
};
export const CASCADE_FINALIZER = 'resources-finalizer.argocd.argoproj.io';
export const REFRESH_ANNOTATION = 'argocd.argoproj.io/refresh';
export const REFRESH_TIMESTAMP_ANNOTATION = 'argocd.argoproj.io/refresh-timestamp';
export const DELETION_APPROVED_ANNOTATION = 'argocd.argoproj.io/deletion-approved';
export const SKIP_RECONCILE_ANNOTATION = 'argocd.argoproj.io/skip-reconcile';

export interface ApplicationView {
  readonly key: AppKey;
  readonly object: KubeObject;
  /** For reading only: what is stored changes by patches. */
  readonly app: Application;
  /** Name on the objects that it manages. */
  readonly instance: string;
}

export function viewOf(object: KubeObject, controlNamespace: string): ApplicationView {
  const key = { namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' };
  // The API server has checked the object against the schema of the same field tables.
  const app = object as unknown as Application;
  return { key, object, app, instance: instanceName(key, controlNamespace) };
}

/** One text for an Application's key. */
export function appKeyText(key: AppKey): string {
  return `${key.namespace}/${key.name}`;
}

export function annotationOfApp(view: ApplicationView, name: string): string {
  const annotations = view.object.metadata.annotations;
  if (annotations === undefined || annotations === null || !Object.hasOwn(annotations, name)) return '';
  return annotations[name] ?? '';
}

export function isDeleting(view: ApplicationView): boolean {
  return view.object.metadata.deletionTimestamp !== undefined;
}

/** An operation was asked for or runs. */
export function isOperating({ app }: ApplicationView): boolean {
  const phase = app.status?.operationState?.phase;
  return app.operation !== undefined || phase === 'Running' || phase === 'Terminating';
}
