/**
 * A plugin that printed nothing is more likely broken than meant so (a pipe hides the status of what fails in it): a sync that
 * would prune because of it is refused, unless the Application says that it may be empty (P4).
 */
import type { SyncRequest } from '../../engine/sync/index.ts';
import type { PassContext } from './pass.ts';

export interface BlankQuestion {
  /** Whether a source's plugin printed no manifest. */
  readonly hasBlankPlugin: boolean;
  readonly request: Pick<SyncRequest, 'prune'>;
  readonly resources: readonly { readonly status: { readonly requiresPruning?: boolean | undefined } }[];
}

/** Why the sync is refused; undefined where it is not. */
export function blankRefusal(
  { view }: Pick<PassContext, 'view'>,
  { hasBlankPlugin, request, resources }: BlankQuestion,
): string | undefined {
  const pruned = resources.filter(({ status }) => status.requiresPruning === true).length;
  if (!hasBlankPlugin || !request.prune || pruned === 0) return undefined;
  if (view.app.spec.syncPolicy?.automated?.allowEmpty === true) return undefined;
  const advice = 'sync without pruning, or set syncPolicy.automated.allowEmpty if nothing is what is meant';
  return `a config management plugin printed no manifests, and ${pruned} resources would be pruned: ${advice}`;
}
