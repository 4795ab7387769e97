/** What the main thread and a thread for large renders say to each other. */
import type { RenderObject, RenderTask, TaskOutcome } from '../services/source/index.ts';

export type ToRenderer =
  | {
      readonly kind: 'attempt';
      readonly session: number;
      /** With the first attempt of a session on this thread. */
      readonly task: RenderTask | undefined;
      /** What it was not given before. */
      readonly objects: ReadonlyMap<string, RenderObject>;
    }
  /** Lets go of what a session held. */
  | { readonly kind: 'close'; readonly session: number };

/** One for each `attempt`, and first of all that it is up. What cannot be told as an outcome is our mistake. */
export type FromRenderer =
  | TaskOutcome
  | { readonly kind: 'broken'; readonly message: string }
  | { readonly kind: 'ready' };
