/** How an object is to be written, from its own options and the operation's. Source: features rows C17, C18. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { annotationOf, effectiveOption, objectSyncOptions, type SyncOptions } from '../sync/sync-options.ts';

export interface ApplyMode {
  readonly kind: 'client-side' | 'server-side' | 'replace';
  /** Delete and create again where the API server refuses the change. */
  readonly force: boolean;
  /** Field manager whose client-side fields a server-side apply takes over; undefined where that is switched off. */
  readonly migrateFrom: string | undefined;
}

const MIGRATION_ANNOTATION = 'argocd.argoproj.io/client-side-apply-migration-manager';
const KUBECTL_MANAGER = 'kubectl-client-side-apply';

/** `Replace` beats `ServerSideApply`; the object's own word beats the operation's. */
export function applyMode(target: KubeObject, options: SyncOptions, forced: boolean): ApplyMode {
  const force = forced || objectSyncOptions(target).get('Force') === 'true';
  const migrates = effectiveOption(target, options, 'ClientSideApplyMigration') !== 'false';
  const manager = annotationOf(target, MIGRATION_ANNOTATION) || KUBECTL_MANAGER;
  const rest = { force, migrateFrom: migrates ? manager : undefined };
  if (effectiveOption(target, options, 'Replace') === 'true') return { kind: 'replace', ...rest };
  const serverSide = effectiveOption(target, options, 'ServerSideApply') === 'true';
  return { kind: serverSide ? 'server-side' : 'client-side', ...rest };
}
