/** One document that the templates made. */
import type { Json } from '../../../base/json-value.ts';

export interface Manifest {
  /** Name of the template: `chart/templates/x.yaml`. */
  readonly path: string;
  readonly content: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** The parsed document. */
  readonly object: Json;
}

export type HookEvent =
  | 'pre-install'
  | 'post-install'
  | 'pre-delete'
  | 'post-delete'
  | 'pre-upgrade'
  | 'post-upgrade'
  | 'pre-rollback'
  | 'post-rollback'
  | 'test';

/** A manifest with `helm.sh/hook`: Helm prints hooks behind all others. */
export interface Hook extends Manifest {
  readonly events: readonly HookEvent[];
}

export interface SortedManifests {
  readonly manifests: readonly Manifest[];
  readonly hooks: readonly Hook[];
}
