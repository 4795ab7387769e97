/** What the main thread and a thread for large renders say to each other. */
import type { RenderObject, RenderTask, TaskOutcome } from '../services/source/index.ts';

export type ToRenderer =
  | { readonly kind: 'open'; readonly task: RenderTask }
  | { readonly kind: 'attempt'; readonly objects: ReadonlyMap<string, RenderObject> }
  /** Lets go of what the session held. */
  | { readonly kind: 'close' };

/** One for each `attempt`. What cannot be told as an outcome is our mistake. */
export type FromRenderer = TaskOutcome | { readonly kind: 'broken'; readonly message: string };
