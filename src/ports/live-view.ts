/**
 * What the API asks the controller about one Application: tree, managed resources with their diffs, waiting for a refresh.
 * Serialisable; routed by cluster. Application types on the wire are those of `api/application`.
 */
import type { ApplicationExplanation } from '../api/application/explanation-fields.ts';
import type { ApplicationTree, ResourceDiff } from '../api/application/tree-fields.ts';

export interface AppKey {
  readonly namespace: string;
  readonly name: string;
}

export interface LiveView {
  /** Undefined where the application is not (yet) known to the controller. */
  resourceTree(app: AppKey): Promise<ApplicationTree | undefined>;
  /** Live and target state of each managed resource, secrets masked. */
  managedResources(app: AppKey): Promise<readonly ResourceDiff[] | undefined>;
  /** Why it is as it is; undefined where it was not compared yet. */
  explain(app: AppKey): Promise<ApplicationExplanation | undefined>;
  /** Every change of the tree from now on; sends nothing at the start. Ends with the signal. */
  watchTree(app: AppKey, signal: AbortSignal): AsyncIterable<ApplicationTree>;
}
