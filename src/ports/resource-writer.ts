/**
 * Writes that a person asked for, to the destination of one Application: under the word of its project, as the user that the
 * project says, over the same path as every other write. Implemented by `services/reconcile`. Who may ask was decided before.
 */
import type { KubeObject } from '../kube/object/kube-object.ts';
import type { PatchType } from './kube.ts';
import type { AppKey } from './live-view.ts';

export type ResourceChange =
  | { readonly kind: 'create'; readonly object: KubeObject }
  | {
      readonly kind: 'patch';
      /** As it was read. */
      readonly object: KubeObject;
      readonly patch: ResourcePatch;
    }
  | {
      /** A patch as somebody wrote it. */
      readonly kind: 'exact-patch';
      readonly object: KubeObject;
      readonly type: PatchType;
      readonly patch: string;
    }
  | {
      readonly kind: 'delete';
      readonly object: KubeObject;
      readonly propagation: 'Foreground' | 'Background' | 'Orphan';
      /** At once, without its time to end. */
      readonly now: boolean;
    };

/** Merge patches as texts. Kinds with a subresource `status` take `status` there and `rest` beside it, others the whole. */
export interface ResourcePatch {
  readonly whole: string;
  readonly rest: string | undefined;
  readonly status: string | undefined;
}

export interface ResourceWriter {
  /**
   * Asks first for everything whether the project permits it and whether the server would take what is created; then writes
   * in the order given. What was written before a failure stays. Answers with what each change left. Throws `write.denied` (user), `write.unknown-kind` (user),
   * `write.no-destination` (user), and what the server refuses as `kube.*`.
   */
  write(app: AppKey, changes: readonly ResourceChange[]): Promise<readonly (KubeObject | undefined)[]>;
}
