import type { Json } from '../../../../base/json-value.ts';
import { objectsAt } from '../../status-fields.ts';
import { text } from '../vocabulary/index.ts';

/** GitOps Promoter: what is said of commits and of the checks on them. */

/** The first seven digits, as Git shows them. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** How many checks on a commit are in which state, and which are not done. */
export interface CommitChecks {
  readonly pending: readonly string[];
  readonly failed: readonly string[];
  readonly succeeded: number;
}

/** The checks in a list of `{key, phase}` below a member of the object. */
export function checksOf(commit: Json | undefined): CommitChecks {
  const statuses = objectsAt(commit, 'commitStatuses');
  const keys = (phase: string) => {
    return statuses.filter((status) => text(status, 'phase') === phase).map((status) => text(status, 'key') ?? '');
  };
  return { pending: keys('pending'), failed: keys('failure'), succeeded: keys('success').length };
}

/** `1 pending, 2 successful, 0 failed. Pending commit statuses: a. `; each sentence has a space after it. */
export function checksText({ pending, failed, succeeded }: CommitChecks): string {
  const counts = `${pending.length} pending, ${succeeded} successful, ${failed.length} failed. `;
  const waits = pending.length === 0 ? '' : `Pending commit statuses: ${pending.join(', ')}. `;
  return `${counts}${waits}${failed.length === 0 ? '' : `Failed commit statuses: ${failed.join(', ')}. `}`;
}

/** The dry commit of the active or the proposed branch; empty where it is not known. */
export function drySha(object: Json | undefined, branch: 'active' | 'proposed'): string {
  return text(object, `${branch}.dry.sha`) ?? '';
}
