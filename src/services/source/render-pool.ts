/**
 * Where large renders run, so that the process that serves everybody does not wait for them: one attempt after the other
 * on a thread of its own. Everything that passes is plain data. Implemented by `apps/render-threads`.
 */
import type { ErrorDetails } from '../../base/errors.ts';
import type { Need, Read, Renderer, SourceRequest, SourceType } from '../../render/contract.ts';
import { commitInputs, type RenderObject, type RenderTrees, type RequestFacts } from './commit-inputs.ts';
import { withTexts } from './manifest-texts.ts';

export interface RenderTask {
  readonly request: SourceRequest;
  readonly trees: RenderTrees;
  readonly facts: RequestFacts;
}

export type TaskOutcome =
  | {
      readonly kind: 'done';
      readonly sourceType: SourceType;
      /** JSON of each manifest with its place. */
      readonly manifests: readonly { readonly text: string; readonly file: string; readonly document: number }[];
      readonly digest: string;
      readonly reads: readonly Read[];
    }
  | { readonly kind: 'needs'; readonly needs: readonly Need[] }
  | { readonly kind: 'failed'; readonly error: Omit<ErrorDetails, 'cause'>; readonly reads: readonly Read[] };

export interface RenderSession extends Disposable {
  /**
   * Tries with everything that is there so far, when it is this source's turn. Throws `source.render-crashed` where the thread
   * ended (of memory, or by our mistake), `source.render-too-slow` where the attempts took too long together, and the reason
   * of the signal that ended it.
   */
  attempt(held: ReadonlyMap<string, RenderObject>): Promise<TaskOutcome>;
}

/** When a render need not go on. */
export interface RenderSignals {
  /** Nobody wants the result any more. */
  readonly signal: AbortSignal;
  /** A newer one will be asked for: what has not begun need not. */
  readonly overtaken: AbortSignal;
}

export interface RenderPool {
  /** No thread is taken before the first attempt, nor between two. */
  open(task: RenderTask, signals: RenderSignals): RenderSession;
}

/** One attempt, on the thread. */
export function attemptTask(
  task: RenderTask,
  objects: ReadonlyMap<string, RenderObject>,
  renderer: Renderer,
): TaskOutcome {
  const inputs = commitInputs({ ...task.trees, object: (key) => objects.get(key) }, task.facts);
  const outcome = renderer(task.request, inputs);
  if (outcome.kind === 'needs') return outcome;
  const made = withTexts(outcome);
  const { reads } = made;
  if (made.kind === 'failed') {
    const { code, kind, message, hint } = made.error;
    return { kind: 'failed', error: { code, kind, message, ...(hint === undefined ? {} : { hint }) }, reads };
  }
  const manifests = made.manifests.map(({ file, document }, index) => {
    return { text: made.texts[index] ?? '', file, document };
  });
  return { kind: 'done', sourceType: made.sourceType, manifests, digest: made.digest, reads };
}
